/**
 * Refuses options whose names are misspelt: nobody would notice that they say nothing.
 *
 * @param what was called, such as `space.install`.
 * @throws TypeError that names them, and what there is.
 */
export function refuseUnknown(what: string, options: unknown, known: readonly string[]): void {
  const there = `it has ${known.join(', ')}`;
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${what}: the options are an object; ${there}`);
  }
  const unknown = Object.entries(options)
    .filter(([name, value]) => value !== undefined && !known.includes(name))
    .map(([name]) => name);
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `"${name}"`).join(' or ');
  throw new TypeError(`${what} has no option ${names}: ${there}`);
}
