/** A member of an object, or an element of an array: its name or number, and its value as it was written. */
export interface JsonChild {
  key: string | number;
  text: string;
}

/** What a JSON text is of. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

const WHITE = /[ \t\n\r]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const STRING_OR_BRACKET = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/g;
const PLAIN = /[^,\]}\s]+/y;

/** Whether a text is JSON: only such may be given to the others. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What the value is, by how it begins. */
export function kindOf(text: string): JsonKind {
  switch (text[0]) {
    case '{':
      return 'object';
    case '[':
      return 'array';
    case '"':
      return 'string';
    case 't':
    case 'f':
      return 'boolean';
    case 'n':
      return 'null';
    default:
      return 'number';
  }
}

/**
 * The members or elements of a value, each as it was written: numbers keep their digits, members their order. Nothing below them is read, so
 * that a large document costs only what is opened of it.
 *
 * @param text JSON without white space around it; what is neither object nor array has none.
 */
export const childrenOf = (text: string): JsonChild[] =>
  placedChildrenOf(text).map(({ key, text: value }) => ({ key, text: value }));

/** The same with where each value begins. */
export function placedChildrenOf(text: string): (JsonChild & { from: number })[] {
  const kind = kindOf(text);
  if (kind !== 'object' && kind !== 'array') return [];
  const children: (JsonChild & { from: number })[] = [];
  let at = skip(WHITE, text, 1);
  while (text[at] !== '}' && text[at] !== ']') {
    let key: string | number = children.length;
    if (kind === 'object') {
      const end = endOf(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skip(WHITE, text, skip(WHITE, text, end) + 1);
    }
    const end = endOf(text, at);
    children.push({ key, text: text.slice(at, end), from: at });
    at = skip(WHITE, text, end);
    if (text[at] === ',') at = skip(WHITE, text, at + 1);
  }
  return children;
}

/** The text of one member of an object; undefined where there is none. */
export const memberOf = (text: string, name: string): string | undefined =>
  childrenOf(text).findLast(({ key }) => key === name)?.text;

/** The JSON Pointer of a child. */
export const pointerOf = (parent: string, key: string | number): string =>
  `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

function endOf(text: string, at: number): number {
  switch (text[at]) {
    case '"':
      return skip(STRING, text, at);
    case '{':
    case '[':
      return endOfBrackets(text, at);
    default:
      return skip(PLAIN, text, at);
  }
}

function endOfBrackets(text: string, at: number): number {
  STRING_OR_BRACKET.lastIndex = at;
  let depth = 0;
  for (;;) {
    const found = STRING_OR_BRACKET.exec(text)?.[0];
    if (found === undefined) return text.length;
    if (found === '{' || found === '[') depth++;
    else if (found === '}' || found === ']') depth--;
    if (depth === 0) return STRING_OR_BRACKET.lastIndex;
  }
}

function skip(what: RegExp, text: string, at: number): number {
  what.lastIndex = at;
  return what.test(text) ? what.lastIndex : at;
}
