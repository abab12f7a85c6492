/**
 * What a table of ours has under a key that somebody else chose. A plain index finds what every object inherits, too: `constructor` and
 * `toString` would be entries of each table.
 */
export function entryOf<Value>(
  table: { readonly [key: string]: Value },
  key: unknown,
): Value | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}
