import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
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

/** The examples of a package: those of its TSDoc comments, and the TypeScript of its page. */
export async function examplesOf(folder: string): Promise<Example[]> {
  const source = join(ROOT, folder, 'src');
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const inComments = files.sort().map(async (name) => examplesIn(join(source, name), fromComments));
  const page = join(ROOT, folder, 'README.md');
  const onPage = existsSync(page) ? [examplesIn(page, fromPage)] : [];
  return (await Promise.all([...inComments, ...onPage])).flat();
}

type Find = (text: string) => { code: string; at: number }[];

async function examplesIn(path: string, find: Find): Promise<Example[]> {
  const text = await readFile(path, 'utf8');
  return find(text).map(({ code, at }) => {
    const line = text.slice(0, at).split('\n').length;
    const [, file] = /^\/\/ ([\w-]+\.ts)\n/.exec(code) ?? [];
    return { place: `${relative(ROOT, path)}:${line}`, code, file };
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
  if (rest.some((line) => line.startsWith('export '))) return code;
  return [...imports, 'export async function example() {', ...rest, '}', ''].join('\n');
}

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
