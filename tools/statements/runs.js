/**
 * Runs a function again and again until it has come to know every outcome of its choices, and answers all that it returned. What is
 * chosen once in a run stays chosen in it, as a condition does that stands twice in a statement.
 *
 * @template Result
 * @param {(choose: <Option>(key: string, options: readonly Option[]) => Option) => Result | undefined} run undefined for a run that
 *   comes to nothing.
 * @param {number} most runs.
 * @returns {Result[] | undefined} undefined when there would be more.
 */
export function everyRun(run, most) {
  const results = [];
  /** The choices of the run before: which of how many. */
  let path = [];
  for (let runs = 0; runs < most; runs++) {
    const chosen = new Map();
    const taken = path;
    const result = run((key, options) => {
      if (!chosen.has(key)) {
        const at = chosen.size;
        if (at === taken.length) taken.push({ index: 0, of: options.length });
        chosen.set(key, taken[at].index);
      }
      return options[chosen.get(key)];
    });
    if (result !== undefined) results.push(result);
    path = nextPath(taken);
    if (path.length === 0) return results;
  }
  return undefined;
}

function nextPath(taken) {
  const path = [...taken];
  while (path.length > 0) {
    const { index, of } = path.pop();
    if (index + 1 < of) return [...path, { index: index + 1, of }];
  }
  return path;
}
