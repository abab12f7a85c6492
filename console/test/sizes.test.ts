import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

const FILES = fileURLToPath(new URL('../dist/files/', import.meta.url));
const MANIFEST: Record<string, Chunk> = JSON.parse(
  readFileSync(`${FILES}.vite/manifest.json`, 'utf8'),
);
const MOST_BYTES = 200_000;

/** What a browser asks a server that speaks HTTP/1.1 for in three turns. */
const MOST_FILES = 18;

interface Files {
  scripts: Set<string>;
  styles: Set<string>;
}

/** What a browser loads for some chunks: they and all that they import, each once. */
function filesOf(...names: string[]): Files {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const load = (name: string) => {
    const chunk = MANIFEST[name];
    if (chunk === undefined) throw new Error(`The manifest has no ${name}`);
    if (scripts.has(chunk.file)) return;
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    for (const imported of chunk.imports ?? []) load(imported);
  };
  for (const name of names) load(name);
  return { scripts, styles };
}

const sizeOf = ({ scripts }: Files): number =>
  [...scripts].reduce((sum, file) => sum + gzipSync(readFileSync(FILES + file)).length, 0);

const languages = Object.keys(MANIFEST).filter((name) => /\/texts\/\w\w\/index\.js$/.test(name));
const PAGES = ['src/pages/space/home/home.tsx', 'src/pages/space/catalog/catalog.tsx'];

const VIEWS = [
  'src/pages/space/catalog/catalog.tsx',
  'src/pages/space/installed/installed.tsx',
  'src/pages/space/install/settings.tsx',
  'src/embed/activity.tsx',
];

test.each(languages.flatMap((language) => VIEWS.map((page) => [page, language] as const)))(
  'the first load of %s in a view in %s is 200 kB of scripts at most',
  (page, language) => {
    expect(sizeOf(filesOf('src/embed/main.tsx', language, page))).toBeLessThanOrEqual(MOST_BYTES);
  },
);

test('there are languages to choose from', () => expect(languages.length).toBeGreaterThan(1));

test.each(languages.flatMap((language) => PAGES.map((page) => [page, language] as const)))(
  'the first load of %s in %s is 200 kB of scripts at most',
  (page, language) => {
    expect(sizeOf(filesOf('src/main.tsx', language, page))).toBeLessThanOrEqual(MOST_BYTES);
  },
);

test.each(PAGES)('the first load of %s is a few files', (page) => {
  const { scripts, styles } = filesOf('src/main.tsx', languages[0] as string, page);
  expect(scripts.size + styles.size).toBeLessThanOrEqual(MOST_FILES);
});
