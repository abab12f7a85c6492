import { childrenOf, type JsonChild, type JsonKind, kindOf, pointerOf } from './json-text.ts';

/** A line of a tree that is shown. */
export interface JsonRow {
  /** JSON Pointer of the value; of what holds the rest, for a line that offers it. */
  pointer: string;
  level: number;
  /** Undefined for the whole document. */
  key: string | number | undefined;
  text: string;
  kind: JsonKind;
  /** How many children it has; 0 for what is no object or array. */
  size: number;
  isOpen: boolean;
  /** This line offers so many more of the children of `pointer`. */
  more?: number;
}

/** Which parts of a tree are open, and what is looked for in it. */
export interface TreeState {
  open: ReadonlySet<string>;
  /** How many children of a value are shown, where it is not the first {@link STEP}. */
  shown: ReadonlyMap<string, number>;
  /** The values that were found and those around them; undefined where nothing is looked for. */
  found: ReadonlySet<string> | undefined;
}

/** So many children are shown at first, and then each time. */
export const STEP = 100;

/** Reads the children of values, each once. */
export type Children = (pointer: string, text: string) => JsonChild[];

/** Remembers the children of what was opened. */
export function rememberChildren(): Children {
  const known = new Map<string, JsonChild[]>();
  return (pointer, text) => {
    const children = known.get(pointer) ?? childrenOf(text);
    known.set(pointer, children);
    return children;
  };
}

/** The lines of a document, as far as it is open. */
export function rowsOf(text: string, state: TreeState, children: Children): JsonRow[] {
  const rows: JsonRow[] = [];
  addRow(rows, { pointer: '', level: 1, key: undefined, text }, state, children);
  return rows;
}

type Place = Pick<JsonRow, 'pointer' | 'level' | 'key' | 'text'>;

function addRow(rows: JsonRow[], place: Place, state: TreeState, children: Children): void {
  const { pointer, level, text } = place;
  const kind = kindOf(text);
  const hasChildren = kind === 'object' || kind === 'array';
  const isOpen = hasChildren && (state.open.has(pointer) || (state.found?.has(pointer) ?? false));
  const inside = hasChildren ? children(pointer, text) : [];
  rows.push({ ...place, kind, size: inside.length, isOpen: isOpen && inside.length > 0 });
  if (!isOpen) return;
  const { found } = state;
  const placed = inside.map((child) => ({ ...child, at: pointerOf(pointer, child.key) }));
  const fitting = found === undefined ? placed : placed.filter(({ at }) => found.has(at));
  // Below what was found by its own name, everything may be looked at.
  const offered = fitting.length > 0 ? fitting : placed;
  const count = state.shown.get(pointer) ?? STEP;
  for (const { key, text: value, at } of offered.slice(0, count)) {
    addRow(rows, { pointer: at, level: level + 1, key, text: value }, state, children);
  }
  if (offered.length > count) {
    const more = offered.length - count;
    rows.push({ ...place, level: level + 1, kind, size: 0, isOpen: false, more });
  }
}

/** So many are looked for at most. */
export const MOST_FOUND = 200;

/**
 * Finds names and plain values that contain a text, however it is written.
 *
 * @returns how many there are, up to {@link MOST_FOUND}, and the pointers of them and of what is around them.
 */
export function findIn(text: string, wanted: string): { count: number; found: Set<string> } {
  const needle = wanted.toLowerCase();
  const found = new Set<string>();
  let count = 0;
  const look = (value: string, pointer: string, key: string | number | undefined): boolean => {
    if (count >= MOST_FOUND) return false;
    const kind = kindOf(value);
    const isHolder = kind === 'object' || kind === 'array';
    let isKept = typeof key === 'string' && key.toLowerCase().includes(needle);
    if (!isHolder && value.toLowerCase().includes(needle)) isKept = true;
    if (isKept) count++;
    if (isHolder && value.toLowerCase().includes(needle)) {
      for (const child of childrenOf(value)) {
        if (look(child.text, pointerOf(pointer, child.key), child.key)) isKept = true;
      }
    }
    if (isKept) found.add(pointer);
    return isKept;
  };
  look(text, '', undefined);
  return { count, found };
}

/** What is open at first: all of a small document, else what is on top. */
export function openAtFirst(text: string): Set<string> {
  const open = new Set(['']);
  const isSmall = text.length < 1500;
  const visit = (value: string, pointer: string, level: number): void => {
    if (childrenOf(value).length > 20 && level > 1) return;
    open.add(pointer);
    if (!isSmall || level >= 4) return;
    for (const child of childrenOf(value)) {
      if (child.text.length > 2) visit(child.text, pointerOf(pointer, child.key), level + 1);
    }
  };
  visit(text, '', 1);
  return open;
}
