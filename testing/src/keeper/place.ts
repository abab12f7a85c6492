import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Of what is compiled, also when this file itself is not.
const PACKAGE = new URL('../../', import.meta.url);

// The least of the systems' limits (macOS has 104 with the final zero byte, Linux 108), and the longest name in a run folder.
const MAX_SOCKET_PATH = 103;
const LONGEST_NAME = 'lock.01234567.4194304';

// The compiler's own files are in the repository of Plugboard only, where a keeper must not outlive a build, or migrations that were edited.
const BUILT = ['dist/keeper/main.js', 'dist/.tsbuildinfo', '../server/dist/.tsbuildinfo'];
const MIGRATIONS = '../server/migrations/';

/** The program that keeps servers for tests. */
export const KEEPER_PROGRAM = fileURLToPath(new URL('dist/keeper/main.js', PACKAGE));

/**
 * Where templates are kept from one run to the next: `PLUGBOARD_TESTING_CACHE`, or in the user's folder for caches.
 *
 * @param home the user's own folder.
 */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  home: () => string = homedir,
): string {
  return resolve(env.PLUGBOARD_TESTING_CACHE || usualCache(env, home));
}

function usualCache(env: NodeJS.ProcessEnv, home: () => string): string {
  try {
    return join(userCaches(env, home), 'plugboard', 'testing');
  } catch {
    // A user that the system does not know, as in containers, has no home. Nothing is put between: whoever made that could replace ours.
    return join(tmpdir(), `plugboard-${userId()}-templates`);
  }
}

/** What an error about the folder for templates has to tell of, and what to do. */
export const NAME_CACHE = 'Name a folder of your own with PLUGBOARD_TESTING_CACHE';

/**
 * Makes the folder for templates where it is missing. PostgreSQL runs what a template says.
 *
 * @throws Error when it is neither ours nor root's, or everybody may write to it, or cannot be made.
 */
export function makeCacheFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Error(`There is no folder for templates (${why}). ${NAME_CACHE}`, { cause });
  }
  const { uid, mode } = statSync(folder);
  const mayBeTrusted = [uid, lstatSync(folder).uid].every(isOursOrRoots) && (mode & 0o002) === 0;
  if (process.getuid === undefined || mayBeTrusted) return;
  throw new Error(
    `The templates in ${folder} may be another user's: it belongs to user ${uid} and has mode ${(mode & 0o777).toString(8)}. ${NAME_CACHE}`,
  );
}

function userCaches(env: NodeJS.ProcessEnv, home: () => string): string {
  const { XDG_CACHE_HOME: named = '', LOCALAPPDATA: local } = env;
  if (process.platform === 'win32') return local || join(home(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(home(), 'Library', 'Caches');
  // One that is relative is to be ignored, says who invented it.
  return isAbsolute(named) ? named : join(home(), '.cache');
}

const isOursOrRoots = (uid: number): boolean => uid === 0 || uid === process.getuid?.();

const userId = (): number | string => process.getuid?.() ?? userInfo().username;

/**
 * The folder in which the keeper of this installation and user is found while there is one. Runs beside each other share it: who asks has a
 * database, a port and keys of their own. Another installation, or one that was built again, has another. It is in the folder for temporary
 * files, and where the path of a socket there would be longer than the system knows, in `/tmp`.
 */
export function runFolder(): string {
  const installed = `${KEEPER_PROGRAM}\n${builtWhen(PACKAGE)}\n${cacheFolder()}`;
  const name = createHash('sha256').update(installed).digest('hex').slice(0, 12);
  const folderIn = (temporary: string) => join(temporary, `plugboard-${userId()}-${name}`);
  const usual = folderIn(resolve(tmpdir()));
  return holdsSockets(usual) ? usual : folderIn('/tmp');
}

/**
 * When the parts of an installation were made, which is another text after each build and each edit of a migration.
 *
 * @param folder of the package, beside the server's.
 */
export function builtWhen(folder: URL): string {
  const migrations = new URL(MIGRATIONS, folder);
  const times = [
    ...BUILT.map((path) => new URL(path, folder)),
    ...namesIn(migrations).map((name) => new URL(name, migrations)),
  ].map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return times.join();
}

function namesIn(folder: URL): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

const holdsSockets = (folder: string): boolean =>
  process.platform === 'win32' || Buffer.byteLength(join(folder, LONGEST_NAME)) <= MAX_SOCKET_PATH;

/**
 * Makes the folder where it is missing. Nothing in it is believed, or connected to, before: in a folder for everybody's temporary files
 * anybody may have made it.
 *
 * @returns what tells it from another folder that takes its place.
 * @throws Error when it is somebody else's, others may write to it, or it cannot be made.
 */
export function makeRunFolder(folder: string): string {
  const stats = orNameTmpdir(folder, () => madeFolder(folder));
  if (stats.isDirectory() && isOnlyOurs(stats)) return identityOf(stats);
  throw new Error(
    `${folder} is not a folder of yours that only you may write to. Another user of this machine may have put it there: have it removed, ` +
      'or name a folder of your own for temporary files with TMPDIR',
  );
}

function madeFolder(folder: string): Stats {
  // Where PostgreSQL runs as another user, that user passes through it.
  mkdirSync(dirname(folder), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  for (;;) {
    makeUnlessThere(folder);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    // Otherwise a keeper that ended has removed it just now.
    if (stats !== undefined) return stats;
  }
}

// With `recursive` it fails where the folder that was there is gone when it looks what it is.
function makeUnlessThere(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Does something in the folder for temporary files.
 *
 * @param path that is made there.
 * @throws Error that names the setting, where it cannot be done.
 */
export function orNameTmpdir<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Error(
      `${path} cannot be made (${why}). Name a folder for temporary files that you may write to with TMPDIR`,
      { cause },
    );
  }
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
