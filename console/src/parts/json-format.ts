import { childrenOf } from './json-text.ts';

// JSON of others is shown and sent back as it was written: parsing would change numbers that are longer than JavaScript's.
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const INDENT = '  ';

/** The same value without white space between its parts. `text` is valid JSON. */
const compactJson = (text: string): string => text.match(TOKEN)?.join('') ?? '';

/** The same value, a member or item a line. `text` is valid JSON. */
export function prettyJson(text: string): string {
  let out = '';
  let depth = 0;
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const isClosing = token === '}' || token === ']';
    const isFirst = last === '{' || last === '[';
    if (isClosing) depth -= 1;
    if (isClosing ? !isFirst : isFirst || last === ',') out += `\n${INDENT.repeat(depth)}`;
    out += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    last = token;
  }
  return out;
}

/** The compact text of each member of an object, by its name; of no other value are there any. `text` is valid JSON. */
export function jsonMembers(text: string): Map<string, string> {
  const compact = compactJson(text);
  if (!compact.startsWith('{')) return new Map();
  return new Map(childrenOf(compact).map(({ key, text }) => [String(key), text]));
}

/** An object of members that are JSON texts. */
export const jsonObject = (members: ReadonlyMap<string, string>): string =>
  `{${[...members].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
