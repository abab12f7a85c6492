import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Of what is compiled, also when this file itself is not.
const PACKAGE = new URL('../../', import.meta.url);

// The least of the systems' limits (macOS has 104 with the final zero byte, Linux 108), and the longest name in a run folder.
const MAX_SOCKET_PATH = 103;
const LONGEST_NAME = 'lock.01234567.4194304';

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

/**
 * Makes the folder for templates where it is missing. PostgreSQL runs what a template says.
 *
 * @throws Error when it is neither ours nor root's, or everybody may write to it.
 */
export function makeCacheFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = statSync(folder);
  const mayBeTrusted = [process.getuid?.(), 0].includes(uid) && (mode & 0o002) === 0;
  if (process.getuid === undefined || mayBeTrusted) return;
  throw new Error(
    `The templates in ${folder} may be another user's: it belongs to user ${uid} and has mode ${(mode & 0o777).toString(8)}. Name a folder of ` +
      'your own with PLUGBOARD_TESTING_CACHE',
  );
}

function userCaches(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}

/**
 * The folder in which the keeper of this installation and user is found while there is one. Runs beside each other share it: who asks has a
 * database, a port and keys of their own. Another installation, or one that was built again, has another. It is in the folder for temporary
 * files, and where the path of a socket there would be longer than the system knows, in `/tmp`.
 */
export function runFolder(): string {
  const user = process.getuid?.() ?? userInfo().username;
  const built = BUILT.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const installed = `${KEEPER_PROGRAM}\n${built}\n${cacheFolder()}`;
  const name = createHash('sha256').update(installed).digest('hex').slice(0, 12);
  const folderIn = (temporary: string) => join(temporary, `plugboard-${user}-${name}`);
  const usual = folderIn(resolve(tmpdir()));
  return holdsSockets(usual) ? usual : folderIn('/tmp');
}

const holdsSockets = (folder: string): boolean =>
  process.platform === 'win32' || Buffer.byteLength(join(folder, LONGEST_NAME)) <= MAX_SOCKET_PATH;

/**
 * Makes the folder where it is missing. Nothing in it is believed, or connected to, before: in a folder for everybody's temporary files
 * anybody may have made it.
 *
 * @returns what tells it from another folder that takes its place.
 * @throws Error when it is somebody else's, or others may write to it.
 */
export function makeRunFolder(folder: string): string {
  // Where PostgreSQL runs as another user, that user passes through it.
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const stats = lstatSync(folder);
  if (stats.isDirectory() && isOnlyOurs(stats)) return identityOf(stats);
  throw new Error(
    `${folder} is not a folder of yours that only you may write to. Another user of this machine may have put it there: have it removed, ` +
      'or name a folder of your own for temporary files with TMPDIR',
  );
}

// Windows has neither users by number nor a mode: there the folder for temporary files is one user's.
const isOnlyOurs = ({ uid, mode }: Stats): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o722) === 0o700);

const identityOf = ({ dev, ino }: Stats): string => `${dev}:${ino}`;

/** Whether the folder is the one that `makeRunFolder` found, and was not removed, and made by anybody, since. */
export function isStill(folder: string, identity: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  return stats !== undefined && isOnlyOurs(stats) && identityOf(stats) === identity;
}

/** The end of the name of a keeper's socket in the run folder; on Windows pipes are elsewhere, and there is one. */
export const SOCKET_END = '.keeper';

/** The named pipe of a keeper on Windows. */
export const pipeOf = (folder: string): string =>
  `\\\\.\\pipe\\${folder.replaceAll(/[\\/:]+/g, '-')}`;
