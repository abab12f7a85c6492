import { randomBytes } from 'node:crypto';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectories } from './directories.ts';

/**
 * Files that are whole or not there, whenever the process is killed or the power goes: written beside their place, synced, put into
 * place in one step, and the directory synced, without which the name may be gone after a power cut though the bytes are not.
 */

/** How such a file is made. */
export interface DurableFileOptions {
  /** By default for its owner only. */
  mode?: number;
  /** Sees the file before anybody finds it under its name, to give it to another user, for example. */
  prepare?(unfinished: string): void;
}

type Content = string | Uint8Array;

/** Puts a file at `path`, in place of what may be there. */
export async function replaceFile(
  path: string,
  content: Content,
  options?: DurableFileOptions,
): Promise<void> {
  const unfinished = await writeBeside(path, content, options);
  await orRemove(unfinished, () => rename(unfinished, path));
  await syncDirectory(dirname(path));
}

/** Puts a file at `path`; false when something is there already, which stays as it is. */
export async function createFile(
  path: string,
  content: Content,
  options?: DurableFileOptions,
): Promise<boolean> {
  const unfinished = await writeBeside(path, content, options);
  try {
    // Unlike a rename, a link does not overwrite.
    await link(unfinished, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(unfinished, { force: true });
  }
  await syncDirectory(dirname(path));
  return true;
}

/** Makes a directory and those above it that are missing, so that they are there after a power cut too. */
export async function makeDirectory(path: string, mode?: number): Promise<void> {
  const first = makeDirectories(path, mode);
  if (first === undefined) return;
  let made = path;
  while (made.length >= first.length && made !== dirname(made)) {
    made = dirname(made);
    await syncDirectory(made);
  }
}

/** Makes what was made, renamed or removed in a directory last. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows neither allows nor needs it.
  if (process.platform === 'win32') return;
  try {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  } catch (error) {
    if (!CANNOT_SYNC.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

// As PostgreSQL sees it: a directory that may not be listed, and file systems that cannot sync one.
const CANNOT_SYNC = ['EACCES', 'EBADF', 'EINVAL'];

async function writeBeside(
  path: string,
  content: Content,
  { mode = 0o600, prepare }: DurableFileOptions = {},
): Promise<string> {
  const unfinished = `${path}.${randomBytes(8).toString('hex')}.part`;
  const file = await open(unfinished, 'wx', mode);
  await orRemove(unfinished, async () => {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    prepare?.(unfinished);
  });
  return unfinished;
}

// A disk that is full must not be filled further by each try.
async function orRemove(unfinished: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

const UNFINISHED = /\.[0-9a-f]{16}\.part$/;
/** Far longer than any file of ours takes to be written: what is older was left behind by a process that was killed. */
const LEFT_BEHIND_MS = 3_600_000;

/** Removes from a directory what was being written there when a process was killed. */
export async function removeLeftBehind(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!UNFINISHED.test(name)) continue;
    const path = join(directory, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > LEFT_BEHIND_MS) await rm(path, { force: true });
  }
}
