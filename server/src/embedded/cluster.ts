import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile, syncDirectory } from '../lib/durable-file.ts';
import type { Binaries } from './binaries.ts';
import { give, type Layout } from './layout.ts';
import type { EmbeddedLogger } from './logger.ts';
import type { Run } from './run-as.ts';

/** Passwords of the two roles. Plugboard itself works as the second, which owns its database and is no superuser. */
export interface Passwords {
  postgres: string;
  plugboard: string;
}

/**
 * Makes the database cluster on the first start, and checks it on later ones.
 *
 * @returns the passwords of its roles.
 * @throws Error when the cluster is of another major version, has lost its passwords, or cannot be made.
 */
export async function prepareCluster(
  layout: Layout,
  binaries: Binaries,
  run: Run,
  logger: EmbeddedLogger,
): Promise<Passwords> {
  if (existsSync(join(layout.cluster, 'PG_VERSION'))) {
    await refuseOtherMajor(layout.cluster, binaries.major);
    return readPasswords(layout);
  }
  refuseForeignFiles(layout.cluster);
  const passwords = existsSync(layout.passwords)
    ? await readPasswords(layout)
    : await writePasswords(layout);
  logger.info({ step: 'initialise' }, 'Making the database, which is done once …');
  await initialise(layout, binaries, run, passwords.postgres);
  return passwords;
}

async function refuseOtherMajor(cluster: string, major: number): Promise<void> {
  const existing = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (existing === String(major)) return;
  throw new Error(
    `The data in ${cluster} is of PostgreSQL ${existing}, and this Plugboard brings PostgreSQL ${major}. ` +
      `Start the Plugboard release that made it and move the data with a backup and a restore, or run a PostgreSQL ${existing} server and set DATABASE_URL`,
  );
}

function refuseForeignFiles(cluster: string): void {
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    throw new Error(
      `${cluster} is not empty and holds no PostgreSQL cluster. Move those files away`,
    );
  }
}

/** @throws Error when they are lost. */
export async function readPasswords(layout: Layout): Promise<Passwords> {
  try {
    return JSON.parse(await readFile(layout.passwords, 'utf8'));
  } catch (cause) {
    throw new Error(
      `The passwords of the embedded PostgreSQL cannot be read from ${layout.passwords}: ${(cause as Error).message}. Restore that file from a backup of the data directory`,
      { cause },
    );
  }
}

async function writePasswords(layout: Layout): Promise<Passwords> {
  const passwords = { postgres: newPassword(), plugboard: newPassword() };
  await writeOwned(layout, layout.passwords, `${JSON.stringify(passwords)}\n`);
  return passwords;
}

const writeOwned = ({ owner }: Layout, path: string, text: string): Promise<void> =>
  replaceFile(path, text, { prepare: (unfinished) => give(unfinished, owner) });

// 192 bits, in characters that need no escape in a URL.
function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

// Made beside its place and renamed, so that a start that was killed leaves no half cluster. Under a new name each time, for the
// initdb of such a start may still be writing to the old one.
async function initialise(
  layout: Layout,
  binaries: Binaries,
  run: Run,
  password: string,
): Promise<void> {
  removeUnfinished(layout.root);
  const unfinished = `${layout.cluster}.new-${randomBytes(4).toString('hex')}`;
  const passwordFile = `${unfinished}.password`;
  await writeOwned(layout, passwordFile, `${password}\n`);
  try {
    await runInitdb(run, binaries, unfinished, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  if (existsSync(layout.cluster)) rmdirSync(layout.cluster);
  await rename(unfinished, layout.cluster);
  await syncDirectory(layout.root);
  // The root was made by this start too, as may have been the data directory.
  await syncDirectory(dirname(layout.root));
  await syncDirectory(dirname(dirname(layout.root)));
}

function removeUnfinished(root: string): void {
  for (const name of readdirSync(root).filter((entry) => entry.startsWith('data.new-'))) {
    try {
      rmSync(join(root, name), { recursive: true, force: true });
    } catch {
      // Still being written to: a later start removes it.
    }
  }
}

// The same order and case mapping on every machine: that of code points. Before version 17 there is none for letters beyond ASCII.
function localeArguments(major: number): string[] {
  const builtin = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return ['--locale=C', ...(major < 17 ? [] : builtin)];
}

async function runInitdb(
  run: Run,
  { initdb, major }: Binaries,
  directory: string,
  passwordFile: string,
): Promise<void> {
  const args = [
    `--pgdata=${directory}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...localeArguments(major),
    '--no-instructions',
  ];
  const child = await run(initdb, args, {
    cwd: dirname(directory),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  if (code === 0) return;
  throw new Error(
    `The embedded PostgreSQL could not be initialised:\n${output.trim()}${hintFor(output)}`,
  );
}

function hintFor(output: string): string {
  if (output.includes('user does not exist')) {
    return '\nPostgreSQL wants its user to be in /etc/passwd. Add the user, start Plugboard as another one, or set DATABASE_URL';
  }
  if (output.includes('setpriv:')) {
    return '\nThis root may not run PostgreSQL as another user. Start Plugboard as an ordinary user, or set DATABASE_URL';
  }
  return '';
}
