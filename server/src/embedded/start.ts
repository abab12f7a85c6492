import { existsSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type Binaries, findBinaries } from './binaries.ts';
import { type Passwords, prepareCluster } from './cluster.ts';
import { connectionUrl } from './connection.ts';
import { type Layout, prepareLayout } from './layout.ts';
import { stopLeftover } from './leftover.ts';
import { acquireLock, acquirePipeLock, type Lock } from './lock.ts';
import { type EmbeddedLogger, silentLogger } from './logger.ts';
import { launch } from './postmaster.ts';
import { createDatabase, createRole, databaseExists, roleExists } from './queries.ts';
import { runAs } from './run-as.ts';
import { type Settings, serverArguments } from './settings.ts';
import { type SupervisionEvents, supervise } from './supervise.ts';
import type { Launch, Postmaster } from './types.ts';

/** Where the embedded PostgreSQL keeps its data, and who hears of what happens to it. */
export interface EmbeddedPostgresOptions extends SupervisionEvents {
  /** Plugboard's data directory; PostgreSQL keeps to `postgres/` in it. Made if missing. */
  dataDir: string;
  /** By default nobody is told. */
  logger?: EmbeddedLogger;
  /** Settings of `postgresql.conf` that win over the built-in ones. */
  settings?: Settings;
  /** Of another PostgreSQL than the one that comes with Plugboard. */
  binaries?: Binaries;
}

/** The PostgreSQL that came along, running until it is stopped. */
export interface EmbeddedPostgres {
  /** Plugboard's own database, as the role that owns it. Stays the same when PostgreSQL is started again. */
  readonly url: string;
  /** The `postgres` database as superuser: for tests and maintenance. */
  readonly adminUrl: string;
  /** Port on 127.0.0.1; only on Windows, elsewhere there is just the Unix socket. */
  readonly port: number | undefined;
  /** Process id of the PostgreSQL that runs now. */
  readonly pid: number;
  /** Stops PostgreSQL (fast, then harder; at most 25 s) and gives the data directory free. */
  stop(): Promise<void>;
}

/** Name of Plugboard's role and of its database. */
const APPLICATION = 'plugboard';

/**
 * Starts the PostgreSQL that comes with Plugboard, as a child process: makes its cluster on the first start, clears up what a killed
 * server left behind, and starts it again should it crash. Nothing but a Unix socket only we can reach is opened.
 *
 * @example
 * const database = await startEmbeddedPostgres({ dataDir: '.plugboard' });
 * const pool = new pg.Pool({ connectionString: database.url });
 * await database.stop();
 *
 * @throws Error that says what is wrong and what to do: another Plugboard uses the directory, the binaries are not installed or
 *   cannot run here, the data is of another major version, or PostgreSQL did not start.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const logger = options.logger ?? silentLogger;
  const layout = prepareLayout(resolve(options.dataDir));
  const lock = await lockCluster(layout);
  try {
    const binaries = options.binaries ?? (await findBinaries());
    const run = runAs(layout.owner, reachedPaths(layout, binaries));
    const passwords = await prepareCluster(layout, binaries, run, logger);
    await stopLeftover(layout, logger);
    keepPreviousLog(layout);
    logger.info({ step: 'start' }, 'Starting PostgreSQL …');
    const port = process.platform === 'win32' ? await freePort() : undefined;
    const urlFor = (user: keyof Passwords) =>
      connectionUrl({ sockets: layout.sockets, port }, user, passwords[user], user);
    const [url, adminUrl] = [urlFor(APPLICATION), urlFor('postgres')];
    const args = serverArguments(layout, port, options.settings ?? {});
    const parts: Launch = { layout, run, postgres: binaries.postgres, args, adminUrl, logger };
    const first = await launchWithDatabase(parts, passwords);
    const supervisor = supervise(first, (signal) => launchAgain(parts, signal), logger, options);
    return {
      url,
      adminUrl,
      port,
      get pid() {
        return supervisor.pid();
      },
      async stop() {
        await supervisor.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function lockCluster(layout: Layout): Promise<Lock> {
  return process.platform === 'win32' ? acquirePipeLock(layout.name) : acquireLock(layout.sockets);
}

function reachedPaths(layout: Layout, { nativeDir, postgres }: Binaries): string[] {
  const share = join(nativeDir, 'share', 'postgresql', 'postgres.bki');
  return [postgres, join(nativeDir, 'lib'), share, layout.root];
}

// One earlier log is kept: it tells of the crash that made us start again.
function keepPreviousLog(layout: Layout): void {
  if (existsSync(layout.log)) renameSync(layout.log, `${layout.log}.1`);
}

async function launchWithDatabase(parts: Launch, passwords: Passwords): Promise<Postmaster> {
  const postmaster = await launch(parts);
  try {
    await ensureDatabase(parts.adminUrl, passwords);
    return postmaster;
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
}

async function launchAgain(parts: Launch, signal: AbortSignal): Promise<Postmaster> {
  await stopLeftover(parts.layout, parts.logger);
  return launch(parts, signal);
}

async function ensureDatabase(adminUrl: string, passwords: Passwords): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  // What is under way fails as well, and says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    if (!(await roleExists(client, APPLICATION))) {
      await createRole(client, APPLICATION, passwords.plugboard);
    }
    if (!(await databaseExists(client, APPLICATION))) {
      await createDatabase(client, APPLICATION, APPLICATION);
    }
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolvePort(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
