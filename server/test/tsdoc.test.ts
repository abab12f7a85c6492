import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/tsdoc.js', import.meta.url));

const CODE = ['server', 'bridge', 'look', 'console', 'sdk', 'testing', 'bench', 'examples/one'];

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tsdoc-'));
  for (const folder of [...CODE.map((name) => `${name}/src`), 'scripts']) {
    await mkdir(join(root, folder), { recursive: true });
  }
});
afterAll(() => rm(root, { recursive: true }));

/** What the check says of a repository with this file only. */
async function complaints(path: string, text: string): Promise<string> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  try {
    return (await promisify(execFile)(process.execPath, [SCRIPT, '--root', root])).stderr;
  } catch (error) {
    return (error as { stderr: string }).stderr;
  } finally {
    await rm(file);
  }
}

const DOCUMENTED = `/** One line. */
export const one = 1;

/**
 * Some lines, of \`a/*\` too.
 */
export function two(text: string): string;
export function two(text: number): string;
export function two(text: unknown) {
  return String(text);
}

/** A schema, and what it describes. */
export const Three = Type.Object({});
export type Three = Static<typeof Three>;

export type { Four } from './four.ts';
export { five } from './five.ts';
const six = 6;
`;
const LINES = DOCUMENTED.split('\n').length;

test.each(['server/src/a/b.ts', 'bridge/src/b.ts', 'bench/src/b.ts', 'examples/one/src/b.ts'])(
  'what is documented in %s is let pass',
  async (path) => {
    expect(await complaints(path, DOCUMENTED)).toBe('');
  },
);

test.each([
  ['function', 'export async function* gap() {}'],
  ['constant', 'export const gap = 1;'],
  ['type', 'export type gap = string;'],
  ['interface', 'export interface gap {}'],
  ['class', 'export abstract class gap {}'],
  ['declaration', 'export declare function gap(): void;'],
])('a %s without a comment is named', async (_kind, text) => {
  const complaint = await complaints('bench/src/deep/down.ts', `${DOCUMENTED}${text}\n`);
  expect(complaint).toBe(`bench/src/deep/down.ts:${LINES}: gap has no TSDoc comment\n`);
});

test.each([
  ['a comment of another kind', '// Not this one.\n'],
  ['one that is no TSDoc', '/* Nor this one. */\n'],
  ['a blank line after it', '/** About the file. */\n\n'],
  ['a statement after it', '/** About six. */\nconst six = 6;\n'],
])('%s is not enough', async (_what, before) => {
  const text = `${before}export const gap = 1;\n`;
  expect(await complaints('server/src/a.ts', text)).toContain('gap has no TSDoc comment');
});

test('the types of scripts are looked at, and nothing else in their folder', async () => {
  expect(await complaints('scripts/a.d.ts', 'export function gap(): void;\n')).toContain(
    'scripts/a.d.ts:1: gap has no TSDoc comment',
  );
  expect(await complaints('scripts/a.js', 'export function gap() {}\n')).toBe('');
});
