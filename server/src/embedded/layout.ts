import { createHash } from 'node:crypto';
import { accessSync, constants, lchownSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectories } from '../lib/directories.ts';
import { chooseOwner, type ProcessOwner } from './process-owner.ts';

/** Where the parts of one embedded PostgreSQL lie. */
export interface Layout {
  /** Everything below belongs to `owner`; mode 0700. */
  root: string;
  cluster: string;
  passwords: string;
  log: string;
  /** Unix sockets: PostgreSQL's and the lock's. Unused on Windows. */
  sockets: string;
  /** Tells this cluster from others in the list of processes. */
  name: string;
  owner: ProcessOwner | undefined;
}

// The least of the systems' limits (macOS has 104 with the final zero byte, Linux 108), and the longest name in the directory.
const MAX_SOCKET_PATH = 103;
const LONGEST_NAME = 'lock.01234567.4194304';

/**
 * Makes the directories of the embedded PostgreSQL below `dataDir`, if they are missing, and gives them to the user it runs as.
 *
 * @throws Error when we may not write there.
 */
export function prepareLayout(dataDir: string): Layout {
  const asRoot = process.getuid?.() === 0;
  // Root's data directory lets the other user pass; nothing in it can be listed, and what is secret has a mode of its own.
  makeDirectory(dataDir, asRoot ? 0o711 : 0o700);
  const root = join(realpathSync(dataDir), 'postgres');
  const owner = chooseOwner([root, dataDir]);
  makeDirectory(root, 0o700);
  refuseUnwritable(root);
  if (owner !== undefined) giveRootsFiles(root, owner);
  refuseForeign(root, owner);
  const name = `plugboard-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  return {
    root,
    cluster: join(root, 'data'),
    passwords: join(root, 'passwords.json'),
    log: join(root, 'postgres.log'),
    sockets: prepareSocketDirectory(root, name, owner),
    name,
    owner,
  };
}

/** Gives a file to the user PostgreSQL runs as. */
export function give(path: string, owner: ProcessOwner | undefined): void {
  if (owner !== undefined) lchownSync(path, owner.uid, owner.gid);
}

// What root owns here comes from a first start that was cut short, or from a backup that root copied back.
function giveRootsFiles(root: string, owner: ProcessOwner): void {
  const parts = [root, join(root, 'data'), join(root, 'run')];
  const isRoots = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.uid === 0;
  if (!parts.some(isRoots)) return;
  give(root, owner);
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    give(join(root, name), owner);
  }
}

// Inside the data directory, so that whoever sees the data also sees the lock, whatever TMPDIR or private /tmp a process has; only
// where that path is too long for a socket, or has the comma that separates hosts in a connection URL, in /tmp.
function prepareSocketDirectory(
  root: string,
  name: string,
  owner: ProcessOwner | undefined,
): string {
  const inside = join(root, 'run');
  const fits = Buffer.byteLength(join(inside, LONGEST_NAME)) <= MAX_SOCKET_PATH;
  const directory =
    (fits && !inside.includes(',')) || process.platform === 'win32' ? inside : `/tmp/${name}`;
  // Given away only when new: in /tmp anybody may have put a link in its place.
  if (makeDirectory(directory, 0o700)) give(directory, owner);
  refuseForeign(directory, owner);
  return directory;
}

function refuseForeign(directory: string, owner: ProcessOwner | undefined): void {
  const expected = owner?.uid ?? process.getuid?.();
  if (expected === undefined) return;
  const stats = lstatSync(directory);
  if (stats.isDirectory() && stats.uid === expected && (stats.mode & 0o077) === 0) return;
  throw new Error(
    `${directory} must be a directory of user ${expected} that is closed to others (mode 0700). ` +
      `It belongs to user ${stats.uid}, mode ${(stats.mode & 0o7777).toString(8)}: start Plugboard as the user who made it, or choose another PLUGBOARD_DATA_DIR`,
  );
}

/** True when the directory is new. */
function makeDirectory(path: string, mode: number): boolean {
  return orRefuse(path, () => makeDirectories(path, mode) !== undefined);
}

// It may be there since a start by somebody else, or on a file system that has become read-only.
function refuseUnwritable(directory: string): void {
  orRefuse(directory, () => accessSync(directory, constants.W_OK | constants.X_OK));
}

function orRefuse<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new Error(
      `PLUGBOARD_DATA_DIR cannot be used, because of ${path} (${(cause as Error).message}): set it to a directory that this user may write to`,
    );
  }
}
