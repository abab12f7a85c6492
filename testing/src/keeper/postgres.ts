import {
  type EmbeddedPostgres,
  openDatabase,
  raw,
  startEmbeddedPostgres,
} from '@plugboard/server/embed';
import { copyTemplate, SPARSE_WAL } from './template.ts';

/** The PostgreSQL of a keeper. */
export interface Databases {
  /** A database of its own, with all migrations and no data. */
  take(): Promise<{ url: string; drop(): Promise<void> }>;
  /** Where its socket is. */
  sockets: string;
  stop(): Promise<void>;
}

// Nothing here outlives the keeper, so nothing needs to reach a disk. Fifty servers have up to eight connections each.
const SETTINGS = {
  fsync: false,
  synchronous_commit: false,
  full_page_writes: false,
  wal_level: 'minimal',
  max_wal_senders: 0,
  min_wal_size: '32MB',
  checkpoint_timeout: '1h',
  max_connections: 500,
  shared_buffers: '128MB',
  autovacuum: false,
  ...SPARSE_WAL,
};

/** Fifty who come at the same moment wait for each other. */
const PATIENT = { connectMs: 300_000, statementMs: 300_000, lockMs: 300_000 };

// The one that a server of the product would use: it exists after every start.
const TEMPLATE = 'plugboard';

/**
 * Starts PostgreSQL on a copy of the template.
 *
 * @throws Error that says what is wrong.
 */
export async function startDatabases(cache: string, dataDir: string): Promise<Databases> {
  const postgres = await startPostgres(cache, dataDir).catch(refuseForTests);
  const admin = openDatabase({ url: postgres.adminUrl, poolSize: 4, limits: PATIENT });
  let count = 0;

  async function copyDatabase(): Promise<string> {
    const name = `test_${++count}`;
    await admin.query(
      raw(`create database ${name} template ${TEMPLATE} owner ${TEMPLATE} strategy = wal_log`),
    );
    return name;
  }

  // One more is always made ahead: a copy takes longer than the start of a server.
  let next = copyDatabase();
  next.catch(() => undefined);
  return {
    sockets: new URL(postgres.adminUrl).searchParams.get('host') ?? dataDir,
    async take() {
      const taken = next;
      next = copyDatabase();
      next.catch(() => undefined);
      const name = await taken;
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return {
        url: url.href,
        async drop() {
          await admin.query(raw(`drop database if exists ${name} with (force)`));
        },
      };
    },
    async stop() {
      await next.catch(() => undefined);
      await admin.close();
      await postgres.stop();
    },
  };
}

async function startPostgres(cache: string, dataDir: string): Promise<EmbeddedPostgres> {
  await copyTemplate(cache, dataDir);
  return startEmbeddedPostgres({ dataDir, settings: SETTINGS });
}

// Errors of the embedded PostgreSQL advise whoever runs a server, for whom these are other ways.
function refuseForTests(cause: Error): never {
  const { message } = cause;
  if (!/DATABASE_URL|PLUGBOARD_DATA_DIR/.test(message)) throw cause;
  const hint =
    'Tests read neither DATABASE_URL nor PLUGBOARD_DATA_DIR: their PostgreSQL is always the one that comes with Plugboard, in the folder for ' +
    'temporary files (TMPDIR)';
  throw new Error(`${message}\n${hint}`, { cause });
}
