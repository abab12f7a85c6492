import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Of what is compiled, also when this file itself is not.
const PACKAGE = new URL('../../', import.meta.url);

// The compiler's own files are in the repository of Plugboard only, where a keeper must not outlive a build.
const BUILT = ['dist/keeper/main.js', 'dist/.tsbuildinfo', '../server/dist/.tsbuildinfo'].map(
  (path) => new URL(path, PACKAGE),
);

/** The program that keeps servers for tests. */
export const KEEPER_PROGRAM = fileURLToPath(new URL('dist/keeper/main.js', PACKAGE));

/** Where templates are kept from one run to the next: `PLUGBOARD_TESTING_CACHE`, or in the user's folder for caches. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.PLUGBOARD_TESTING_CACHE ?? join(userCaches(env), 'plugboard', 'testing'));
}

function userCaches(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}

/**
 * The folder in which the keeper of this installation and user is found while there is one. Runs beside each other share it: who asks has a
 * database, a port and keys of their own. Another installation, or one that was built again, has another.
 */
export function runFolder(): string {
  const user = process.getuid?.() ?? userInfo().username;
  const built = BUILT.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const installed = `${KEEPER_PROGRAM}\n${built}\n${cacheFolder()}`;
  const name = createHash('sha256').update(installed).digest('hex').slice(0, 12);
  return join(tmpdir(), `plugboard-${user}-${name}`);
}

/**
 * Makes the folder where it is missing.
 *
 * @throws Error when it is somebody else's: in a folder for everybody's temporary files anybody may have made it.
 */
export function makeRunFolder(folder: string): void {
  // Where PostgreSQL runs as another user, that user passes through it.
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const stats = lstatSync(folder);
  const isOurs = process.getuid === undefined || stats.uid === process.getuid();
  if (stats.isDirectory() && isOurs && (stats.mode & 0o022) === 0) return;
  throw new Error(`${folder} is not a folder of yours that only you may write to: remove it`);
}

/** The end of the name of a keeper's socket in the run folder; on Windows pipes are elsewhere, and there is one. */
export const SOCKET_END = '.keeper';

/** The named pipe of a keeper on Windows. */
export const pipeOf = (folder: string): string =>
  `\\\\.\\pipe\\${folder.replaceAll(/[\\/:]+/g, '-')}`;
