import { existsSync, readFileSync, statSync } from 'node:fs';

/** The user PostgreSQL runs as when the server itself runs as root. */
export interface ProcessOwner {
  uid: number;
  gid: number;
}

interface User extends ProcessOwner {
  name: string;
}

// In this order: Debian and others ship the first with PostgreSQL; every system has the second.
const CANDIDATES = ['postgres', 'nobody'];

/**
 * Whom PostgreSQL, which refuses root, is to run as. Undefined when we are not root: then it runs as ourselves.
 *
 * An ordinary user who owns one of `directories` comes first, so that a root shell on a user's installation does not take the files away
 * from that user. Only users the system knows count: without an entry for its user initdb gives up.
 *
 * @throws Error that says what to do, when there is nobody.
 */
export function chooseOwner(directories: string[]): ProcessOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readUsers();
  const owners = directories.map((path) => statSync(path, { throwIfNoEntry: false })?.uid);
  const owner =
    owners.map((uid) => users.find((user) => user.uid === uid)).find(Boolean) ??
    CANDIDATES.map((name) => users.find((user) => user.name === name)).find(Boolean);
  if (owner !== undefined) return { uid: owner.uid, gid: owner.gid };
  throw new Error(
    `PostgreSQL refuses to run as root, and there is no user ${CANDIDATES.join(' or ')} to run it as. Start Plugboard as an ordinary user, or set DATABASE_URL`,
  );
}

/** All users but root. */
function readUsers(): User[] {
  if (!existsSync('/etc/passwd')) return [];
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid >= 0);
}
