/** A manifest or a part of it, as it was read: whatever it has, known or not, stays in its place. */
export type Part = Record<string, unknown>;

const keysOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

const isParent = (value: unknown): value is Part => typeof value === 'object' && value !== null;

/** What stands at a JSON Pointer; undefined where nothing does. */
export function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const key of keysOf(pointer)) {
    if (!isParent(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** The same with something else at a JSON Pointer, all members in their order; undefined takes a member away. */
export function withValueAt(value: unknown, pointer: string, next: unknown): unknown {
  return withValue(value, keysOf(pointer), next);
}

function withValue(value: unknown, [key, ...rest]: string[], next: unknown): unknown {
  if (key === undefined) return next;
  const inner = withValue(isParent(value) ? value[key] : undefined, rest, next);
  if (Array.isArray(value)) return value.with(Number(key), inner);
  const members = isParent(value) ? value : {};
  if (inner !== undefined) return { ...members, [key]: inner };
  return Object.fromEntries(Object.entries(members).filter(([name]) => name !== key));
}

/** The list at a JSON Pointer; an empty one where there is none. */
export function listAt(value: unknown, pointer: string): unknown[] {
  const list = valueAt(value, pointer);
  return Array.isArray(list) ? list : [];
}

/** Whether a pointer is at another or below it. */
export const isWithin = (pointer: string, parent: string): boolean =>
  pointer === parent || pointer.startsWith(`${parent}/`);

/** A list with one of its items somewhere else. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const others = list.filter((_, index) => index !== from);
  return others.toSpliced(to, 0, list[from] as Item);
}
