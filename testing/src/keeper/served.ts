import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createLogger,
  type Database,
  loadServer,
  openDatabase,
  readConfig,
  runAgainOnDeadlock,
  unknownSettings,
} from '@plugboard/server/embed';
import type { Databases } from './postgres.ts';
import { endTokens, moveBack } from './queries.ts';
import type { Started } from './wire.ts';

/** The server of one test, on a database of its own. */
export interface Served {
  started: Started;
  /** Lets so many seconds pass: all that is due or over by then is so afterwards. */
  advance(seconds: number): Promise<void>;
  /** Ends the access tokens of a plugin. */
  expireTokens(pluginId: number): Promise<void>;
  close(): Promise<void>;
}

/** What the server of a test is made of. */
export interface ServedOptions {
  databases: Databases;
  /** Settings that the test wants otherwise, as environment variables. */
  env: Record<string, string>;
  /** For what a server keeps in files; removed with it. */
  folder: string;
  onLog(line: string): void;
}

let count = 0;

/** @throws Error that names the settings which are wrong, and those that there are not. */
export async function serve({ databases, env, folder, onLog }: ServedOptions): Promise<Served> {
  const unknown = unknownSettings(env);
  if (unknown.length > 0) throw new Error(unknown.join('\n'));
  const hostKey = env.PLUGBOARD_HOST_KEY ?? `pbk_test_${randomBytes(24).toString('base64url')}`;
  const dataDir = join(folder, `server-${++count}`);
  const config = readConfig({
    ...DEFAULTS,
    ...ownKeys(hostKey),
    PLUGBOARD_DATA_DIR: dataDir,
    ...env,
  });
  await mkdir(dataDir);
  const database = await databases.take();
  const drop = async () => {
    await rm(dataDir, { recursive: true, force: true });
    await database.drop();
  };
  try {
    const startServer = await loadServer();
    const log = createLogger(config.logLevel, { write: onLog });
    const url = database.url;
    const server = await startServer({
      config,
      databaseUrl: url,
      role: 'all',
      log,
      isMaintained: false,
    });
    const change = async (statements: (db: Database) => Promise<void>) => {
      await withDatabase(url, statements);
      await server.catchUp();
    };
    return {
      started: { url: server.url, hostKey },
      advance: (seconds) => change((db) => runAgainOnDeadlock(db, (tx) => moveBack(tx, seconds))),
      expireTokens: (pluginId) => change((db) => endTokens(db, pluginId)),
      async close() {
        await server.close();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

const DEFAULTS = {
  HOST: '127.0.0.1',
  PORT: '0',
  PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'on',
  PLUGBOARD_LOG_LEVEL: 'warn',
  // Fifty of them share one PostgreSQL.
  PLUGBOARD_DATABASE_POOL: '4',
  // Retries come when the schedule says: a test that lets 5 s pass knows that the second attempt is due.
  PLUGBOARD_RETRY_JITTER_PERCENT: '0',
  // Who is done waits for nobody.
  PLUGBOARD_SHUTDOWN_GRACE_SECONDS: '0',
  // Beside fifty others it may take its time.
  PLUGBOARD_DATABASE_CONNECT_TIMEOUT_MS: '60000',
  PLUGBOARD_DATABASE_STATEMENT_TIMEOUT_MS: '60000',
  PLUGBOARD_DATABASE_LOCK_TIMEOUT_MS: '60000',
};

const ownKeys = (hostKey: string) => ({
  PLUGBOARD_HOST_KEY: hostKey,
  PLUGBOARD_SECRET_KEY: randomBytes(32).toString('base64url'),
});

async function withDatabase(url: string, work: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase({ url, poolSize: 1 });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}
