import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lang } from '../pages/texts.ts';

/** An entry of the manifest that the bundler writes. */
interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

type Manifest = Record<string, Chunk>;

/** What a document loads first. */
export interface ConsoleEntry {
  script: string;
  /** Modules that the script imports, and texts: fetched beside it rather than after it. */
  modules: string[];
  styles: string[];
}

/** The files of the console as they were built. */
export interface ConsoleFiles {
  /** What the document of an entry names, such as `src/main.tsx`, with the texts of a language. Undefined where what was built is of before there was this entry. */
  entry(source: string, lang?: Lang): ConsoleEntry | undefined;
  /** The bytes of a file, with the extension of one of `ENCODINGS` or plain; undefined where there is none. */
  read(name: string, extension?: string): Promise<Buffer | undefined>;
}

const NAME = /^assets\/[\w.-]+$/;

/** The built console; undefined where nobody built it. */
export function openConsoleFiles(): ConsoleFiles | undefined {
  const folder = fileURLToPath(
    new URL('dist/files', import.meta.resolve('@plugboard/console/package.json')),
  );
  const manifestFile = join(folder, '.vite/manifest.json');
  if (!existsSync(manifestFile)) return undefined;
  const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const read = new Map<string, Promise<Buffer | undefined>>();
  return {
    entry: (source, lang) => entryOf(manifest, source, lang),
    read(name, extension = '') {
      if (!NAME.test(name)) return Promise.resolve(undefined);
      const path = join(folder, name + extension);
      const bytes = read.get(path) ?? readFile(path).catch(() => undefined);
      // What is not there is not kept: anybody may ask for any number of names.
      bytes.then((found) => found === undefined && read.delete(path));
      read.set(path, bytes);
      return bytes;
    },
  };
}

function entryOf(manifest: Manifest, source: string, lang?: Lang): ConsoleEntry | undefined {
  const entry = manifest[source];
  if (entry === undefined) return undefined;
  const chunks = new Set<Chunk>();
  const collect = (chunk: Chunk | undefined) => {
    if (chunk === undefined || chunks.has(chunk)) return;
    chunks.add(chunk);
    for (const name of chunk.imports ?? []) collect(manifest[name]);
  };
  collect(entry);
  if (lang !== undefined) collect(textsIn(manifest, lang));
  const [, ...modules] = chunks;
  return {
    script: entry.file,
    modules: modules.map(({ file }) => file),
    // The entry's own first: it says in which order the layers of all others count.
    styles: [...chunks].flatMap(({ css = [] }) => css),
  };
}

// They are imported once the script runs: without being named they would be asked for a round trip later.
function textsIn(manifest: Manifest, lang: Lang): Chunk | undefined {
  const name = Object.keys(manifest).find((one) => one.endsWith(`/texts/${lang}/index.js`));
  return name === undefined ? undefined : manifest[name];
}
