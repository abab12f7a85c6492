import { readdirSync, readFileSync } from 'node:fs';
import { analyse } from 'scslre';
import { expect, test } from 'vitest';

const SOURCES = ['server', 'bridge'].map(
  (name) => new URL(`../../../${name}/src/`, import.meta.url),
);
const DOCUMENT = new URL('../../../openapi.json', import.meta.url);

interface Expression {
  where: string;
  source: string;
  flags: string;
}

// A slash after what no value ends with begins an expression. Markup in templates looks like one now and then: it does no harm here.
const LITERAL =
  /(?<=(?:[=(,:[!&|?]|return|=>)\s*)\/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/g;

const COMMENT_LINE = /^ *(?:\/\/|\/?\*).*$/gm;

function literalsOf(file: string, folder: URL): Expression[] {
  const text = readFileSync(new URL(file, folder), 'utf8').replaceAll(COMMENT_LINE, '');
  return Array.from(text.matchAll(LITERAL), ([, source = '', flags = '']) => ({
    where: file,
    source,
    flags,
  }));
}

const literals = SOURCES.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => literalsOf(file, folder)),
);

function patternsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'pattern' && typeof value === 'string' ? [value] : patternsIn(value),
  );
}

const patterns = patternsIn(JSON.parse(readFileSync(DOCUMENT, 'utf8'))).map((source) => ({
  where: 'openapi.json',
  source,
  flags: 'u',
}));

const expressions = [...literals, ...patterns].filter(
  ({ source }, at, all) => all.findIndex((other) => other.source === source) === at,
);

test('the expressions of the sources are found', () => {
  const sources = literals.map(({ source }) => source);
  expect(sources).toContain('^Bearer +([A-Za-z0-9._~+/-]+=*) *$');
  expect(literals.length).toBeGreaterThan(60);
  expect(patterns.length).toBeGreaterThan(5);
});

test('an expression that is worse than linear would be seen', () => {
  expect(analyse({ source: String.raw`^\S+(?::\S*)?@$`, flags: '' }).reports).not.toEqual([]);
});

// What they read is our own: a line that `ps` wrote, a migration.
const HARMLESS: ReadonlySet<string> = new Set([
  String.raw`^\s*(\d+)\s+(.*)$`,
  String.raw`^\s*--.*$`,
]);

test.each(expressions)('$where takes a time linear in the text: $source', ({ source, flags }) => {
  if (HARMLESS.has(source)) return;
  const { reports } = analyse({ source, flags });
  expect(reports.map(({ type, exponential }) => ({ type, exponential }))).toEqual([]);
});
