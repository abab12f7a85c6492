import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFile, makeDirectory } from '../lib/durable-file.ts';
import { MIN_KEY_LENGTH } from '../lib/setting-readers.ts';

/** Where the key is when no setting gives it. */
export const keyFileOf = (dataDir: string): string => join(dataDir, 'secret.key');

/**
 * The key in a file: one line.
 *
 * @returns undefined when there is no such file.
 * @throws Error naming the file and what would be right, for one that cannot be a whole key that only its owner knows.
 */
export async function readKeyFile(path: string): Promise<string | undefined> {
  const file = await openKeyFile(path);
  if (file === undefined) return undefined;
  try {
    await refuseUnsafeFile(path, file);
    const key = (await file.readFile('latin1')).trim();
    refuseWrongKey(path, key);
    return key;
  } finally {
    await file.close();
  }
}

/**
 * Makes a key, unless another process just made one there: then it is that one.
 *
 * @throws Error naming the file when it cannot be made.
 */
export async function makeKeyFile(path: string): Promise<string> {
  const key = randomBytes(32).toString('base64url');
  try {
    await makeDirectory(dirname(path), 0o700);
    if (await createFile(path, `${key}\n`)) return key;
  } catch (cause) {
    const why = (cause as Error).message;
    throw wrongFile(
      path,
      `cannot be made (${why})`,
      'Let PLUGBOARD_DATA_DIR be a directory that this user may write to',
    );
  }
  const other = await readKeyFile(path);
  if (other === undefined) throw wrongFile(path, 'leads nowhere', 'Remove the link');
  return other;
}

async function openKeyFile(path: string): Promise<FileHandle | undefined> {
  try {
    // Opening a pipe would wait for somebody to write to it.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw wrongFile(path, `cannot be read (${message})`, 'Let this user read it', cause);
  }
}

async function refuseUnsafeFile(path: string, file: FileHandle): Promise<void> {
  const stats = await file.stat();
  if (!stats.isFile()) throw wrongFile(path, 'is not a regular file', RESTORE);
  // On Windows every file seems to be readable by everybody.
  if (process.platform === 'win32' || (stats.mode & 0o077) === 0) return;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
  throw wrongFile(path, `is open to other users (mode ${mode})`, `Close it: chmod 600 ${path}`);
}

const RESTORE = 'Restore it from a copy';

function refuseWrongKey(path: string, key: string): void {
  if (key === '') throw wrongFile(path, 'is empty', RESTORE);
  if (!/^[\x20-\x7e]*$/.test(key)) {
    throw wrongFile(path, 'is not one line of printable characters: half-written?', RESTORE);
  }
  if (key.length < MIN_KEY_LENGTH) {
    const length = `has ${key.length} characters, and a key has at least ${MIN_KEY_LENGTH}`;
    throw wrongFile(path, `${length}: half-written?`, RESTORE);
  }
}

function wrongFile(path: string, what: string, remedy: string, cause?: unknown): Error {
  return new Error(`The key file ${path} ${what}. ${remedy}, or set PLUGBOARD_SECRET_KEY`, {
    cause,
  });
}
