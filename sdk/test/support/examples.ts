import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../../server/test/support/generated-client.ts';

/** Code that documentation shows. */
export interface Example {
  /** `sdk/src/plugin.ts:120`. */
  place: string;
  code: string;
  /** The file that it is, where a page says so in its first line: others on the page may import it. */
  file: string | undefined;
}

const COMMENT = /\/\*\*[\s\S]*?\*\//g;
const EXAMPLE = /@example\n([\s\S]*?)(?=\n@|$)/g;
const BLOCK = /^```(?:ts|typescript)\n([\s\S]*?)^```/gm;

/** Where examples are. */
export interface Places {
  /** A folder of sources, whose TSDoc comments have examples. */
  source: string;
  /** A folder in it whose examples are left to others. */
  without?: string;
  /** A page, whose TypeScript is examples. */
  page?: string;
}

/** The examples of sources, and of a page. */
export async function examplesOf({ source, without, page }: Places): Promise<Example[]> {
  const names = await readdir(join(ROOT, source), { recursive: true });
  const paths = names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(source, name))
    .filter((path) => without === undefined || !path.startsWith(`${without}/`));
  const inComments = paths.sort().map((path) => examplesIn(path, fromComments));
  const onPage = page === undefined ? [] : [examplesIn(page, fromPage)];
  return (await Promise.all([...inComments, ...onPage])).flat();
}

type Find = (text: string) => { code: string; at: number }[];

async function examplesIn(path: string, find: Find): Promise<Example[]> {
  const text = await readFile(join(ROOT, path), 'utf8');
  return find(text).map(({ code, at }) => {
    const line = text.slice(0, at).split('\n').length;
    const [, file] = /^\/\/ ([\w-]+\.ts)\n/.exec(code) ?? [];
    return { place: `${path}:${line}`, code, file };
  });
}

const fromComments: Find = (text) =>
  [...text.matchAll(COMMENT)].flatMap(({ 0: comment, index }) =>
    [...undecorated(comment).matchAll(EXAMPLE)].map(([, code = '']) => ({ code, at: index })),
  );

/** Without the stars; a `*\/` within is written so as not to end the comment. */
const undecorated = (comment: string) =>
  comment
    .replace(/^\/\*\*|\s*\*\/$/g, '')
    .replaceAll(/^ *\* ?/gm, '')
    .replaceAll('*\\/', '*/');

const fromPage: Find = (text) =>
  [...text.matchAll(BLOCK)].map(({ 1: code = '', index }) => ({ code, at: index }));

/** A module of an example. One that exports nothing is the body of a function, since it may return something. */
export function moduleOf({ code }: Example): string {
  const lines = code.split('\n');
  const isImport = importLines(lines);
  const imports = lines.filter((_, at) => isImport[at]);
  const rest = lines.filter((_, at) => !isImport[at]);
  if (rest.some((line) => /^(?:export|declare) /.test(line))) return code;
  return [...imports, 'export async function example() {', ...rest, '}', ''].join('\n');
}

/** Whether an example adds to what other modules export. */
export const isForAll = ({ code }: Example): boolean => /^declare module /m.test(code);

/** Which lines belong to an import; one may take several. */
function importLines(lines: string[]): boolean[] {
  let within = false;
  return lines.map((line) => {
    within ||= line.startsWith('import ');
    const is = within;
    if (line.trimEnd().endsWith(';')) within = false;
    return is;
  });
}
