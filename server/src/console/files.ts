import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An entry of the manifest that the bundler writes. */
interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

/** What a document loads first. */
export interface ConsoleEntry {
  script: string;
  /** Modules that the script imports, so that they are fetched beside it rather than after it. */
  modules: string[];
  styles: string[];
}

/** The files of the console as they were built. */
export interface ConsoleFiles {
  /** What the document of an entry names: `src/main.tsx`. Undefined where what was built is of before there was this entry. */
  entry(source: string): ConsoleEntry | undefined;
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
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const read = new Map<string, Promise<Buffer | undefined>>();
  return {
    entry: (source) => entryOf(manifest, source),
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

function entryOf(manifest: Record<string, Chunk>, source: string): ConsoleEntry | undefined {
  const entry = manifest[source];
  if (entry === undefined) return undefined;
  const chunks = new Set<Chunk>();
  const collect = ({ imports = [] }: Chunk) => {
    for (const name of imports) {
      const chunk = manifest[name];
      if (chunk === undefined || chunks.has(chunk)) continue;
      chunks.add(chunk);
      collect(chunk);
    }
  };
  collect(entry);
  return {
    script: entry.file,
    modules: [...chunks].map(({ file }) => file),
    // The entry's own first: it says in which order the layers of all others count.
    styles: [entry, ...chunks].flatMap(({ css = [] }) => css),
  };
}
