import { existsSync, readFileSync, statSync } from 'node:fs';

/** The user PostgreSQL runs as when the server itself runs as root. */
export interface ProcessOwner {
  uid: number;
  gid: number;
}

// In this order: Debian and others ship the first with PostgreSQL; every system has the second.
const CANDIDATES = ['postgres', 'nobody'];

/**
 * Whom PostgreSQL, which refuses root, is to run as. Undefined when we are not root: then it runs as ourselves.
 *
 * Whoever owns one of `directories` already comes first, so that a root shell on a user's installation does not take the files
 * away from that user.
 */
export function chooseOwner(directories: string[]): ProcessOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const directory of directories) {
    const stats = statSync(directory, { throwIfNoEntry: false });
    if (stats !== undefined && stats.uid !== 0) return { uid: stats.uid, gid: stats.gid };
  }
  for (const name of CANDIDATES) {
    const owner = findUser(name);
    if (owner !== undefined) return owner;
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and there is no user ${CANDIDATES.join(' or ')} to run it as. Start Plugboard as an ordinary user, or set DATABASE_URL`,
  );
}

function findUser(name: string): ProcessOwner | undefined {
  if (!existsSync('/etc/passwd')) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
