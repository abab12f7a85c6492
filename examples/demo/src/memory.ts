import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Credentials } from './plugin.ts';

/** What the demo keeps from one start to the next; whatever is missing is looked up or made again. */
export interface Memory {
  host_key?: string;
  space_id?: number;
  /** Where the server listens, for what runs beside it. */
  url?: string;
  /** By their slugs. */
  plugins?: Record<string, Partial<Credentials> & { port?: number }>;
  /** What the link checker shows at Sites. */
  sites?: { client_secret: string; port: number };
  reception?: { port: number };
}

/** @throws Error naming the file when it is there and cannot be used. */
export async function readMemory(path: string): Promise<Memory> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    // What is wrong with JSON is told with a piece of it: there are secrets in this.
    const why = error instanceof SyntaxError ? 'it is no JSON' : (error as Error).message;
    throw new Error(`${path} cannot be read (${why}). Remove it to begin anew`);
  }
}

/** Written beside its place, synced and renamed, so that it is never half there. It holds secrets: for its owner only. */
export async function writeMemory(path: string, memory: Memory): Promise<void> {
  await makeDirectory(dirname(path));
  const unfinished = await open(`${path}.new`, 'w', 0o600);
  try {
    await unfinished.writeFile(`${JSON.stringify(memory, null, 2)}\n`);
    // Without it the name may be on the disk before what it names.
    await unfinished.sync();
  } finally {
    await unfinished.close();
  }
  await rename(`${path}.new`, path);
}

/** With those above it. (By Node's own `recursive` that never ends below `/proc`.) */
async function makeDirectory(path: string): Promise<void> {
  if (existsSync(path)) return;
  if (dirname(path) !== path) await makeDirectory(dirname(path));
  await mkdir(path);
}
