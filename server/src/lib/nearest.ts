/**
 * The word that takes the fewest changes of single characters to get to; undefined when all take more.
 *
 * @param most by default, a third of its length.
 */
export function nearestOf(
  word: string,
  candidates: readonly string[],
  most: number = word.length / 3,
): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= most ? best.candidate : undefined;
}

/** Levenshtein's distance: characters to insert, remove or replace. */
function distanceOf(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, character] of [...a].entries()) {
    const line = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (above[column] as number) + Number(character !== other);
      line.push(
        Math.min(replaced, (above[column + 1] as number) + 1, (line[column] as number) + 1),
      );
    }
    above = line;
  }
  return above[b.length] as number;
}
