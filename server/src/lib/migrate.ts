import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { sha256 } from './crypto.ts';
import { type Db, sql } from './db.ts';
import { UnfitDatabase } from './unfit-database.ts';

const MIGRATIONS_DIR = fileURLToPath(new URL('../../migrations/', import.meta.url));

// Any fixed number: whoever migrates holds this advisory lock, so that twenty replicas may start at once.
const MIGRATION_LOCK = 7_526_489_001;

/** The first migration of the time before 0.1.0, whose tables were made in other steps than today's. */
const BEFORE_RELEASES = '0001_foundation.sql';

/** What goes on while somebody else migrates. */
export interface MigrateOptions {
  /** Hears, before anything is changed, what is going to be applied. */
  onMissing?(names: string[]): void;
  /** Hears, every ten seconds, that another process migrates. */
  onWait?(): void;
  /**
   * A process that stands still this long within a migration (it is stopped, or its machine is gone) is thrown out by PostgreSQL, and what
   * it had done is rolled back. It only ever waits for its own next statement, so a minute is much.
   */
  frozenAfterMs?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
const TELL_EVERY_MS = 10_000;
const LONGEST_WAIT_MS = 30 * 60_000;

/**
 * Brings the schema up to this release: applies each file of `migrations/` that is missing, in order, each in a transaction of
 * its own. Forward only. Concurrent callers wait for each other, but only where something is missing.
 *
 * @throws Error when the database has a migration that this release does not know (it belongs to a newer one), or has as another file; when
 * PostgreSQL is set to forget what it acknowledged, or does not answer; when a statement fails; when another process migrates for half an hour.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Also where the role has a limit of its own, which is for requests.
    statement_timeout: LONGEST_WAIT_MS,
  });
  // The statement under way fails as well, and says so; without a listener the process would end instead.
  client.on('error', () => undefined);
  try {
    await connect(client);
    await refuseUnfit(client);
    const migrations = await readMigrations();
    // Whoever has the lock may stand still: it is only for those who need it.
    const missing = await missingOf(client, migrations);
    if (missing.length > 0) options.onMissing?.(missing.map(({ name }) => name));
    for (const migration of missing) {
      await applyAlone(client, migration, migrations, options);
    }
  } finally {
    await client.end();
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (cause) {
    if (!/timeout/i.test((cause as Error).message)) throw cause;
    const seconds = CONNECT_TIMEOUT_MS / 1000;
    throw new Error(
      `PostgreSQL does not answer within ${seconds} s (${client.host}, port ${client.port}). Is it stopped, or out of connections?`,
      { cause },
    );
  }
}

/** Names of all migrations of this release, in order. */
export async function migrationNames(): Promise<string[]> {
  const files = await readdir(MIGRATIONS_DIR);
  return files.filter((name) => name.endsWith('.sql')).sort();
}

interface Migration {
  name: string;
  statements: string[];
  /** SHA-256 of the file, in hexadecimal digits. */
  checksum: string;
}

async function readMigrations(): Promise<Migration[]> {
  const names = await migrationNames();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${MIGRATIONS_DIR}/${name}`, 'utf8');
      return { name, statements: statementsOf(text), checksum: sha256(text).toString('hex') };
    }),
  );
}

/**
 * The statements of a migration, in order. Each ends with a semicolon at the end of a line, and no other line ends with one, but for
 * comments, which have lines of their own.
 */
export function statementsOf(text: string): string[] {
  const statements = text.replaceAll(/^\s*--.*$/gm, '').split(/;[ \t]*$/m);
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}

async function missingOf(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const applied = await readApplied(client);
  refuseUnknown(migrations, applied);
  return migrations.filter(({ name }) => !applied.has(name));
}

/** The checksums of what was applied, by name. */
async function readApplied(client: pg.Client): Promise<Map<string, string | undefined>> {
  // Not by to_regclass, which may answer from what this connection knew before it waited for the lock.
  const { rows: tables } = await client.query(`
    select 1 as one from pg_catalog.pg_tables
    where tablename = 'migrations' and schemaname = any (current_schemas(false))`);
  if (tables.length === 0) return new Map();
  // As JSON, since the table of a database from before there were checksums has no such column.
  const { rows } = await client.query<{ row: { name: string; checksum?: string } }>(
    'select to_json(m) as row from migrations m',
  );
  return new Map(rows.map(({ row }) => [row.name, row.checksum]));
}

function refuseUnknown(
  migrations: Migration[],
  applied: ReadonlyMap<string, string | undefined>,
): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (applied.has(BEFORE_RELEASES)) {
    throw new Error(
      'The database was made before Plugboard had releases, and nothing carries its data over: start with an empty database ' +
        '(for the embedded one, an empty PLUGBOARD_DATA_DIR)',
    );
  }
  if (unknown.length > 0) {
    throw new Error(
      `The database has migrations that this release does not know (${unknown.join(', ')}): it was used by a newer release`,
    );
  }
  for (const [name, checksum] of applied) {
    if (checksum === known.get(name)) continue;
    throw new Error(
      `The migration ${name} was another file when the database was made: a migration that was applied must not be edited; ` +
        'what it should do otherwise belongs into a new one',
    );
  }
}

// One statement at a time, since a cluster that distributes tables could not run several at once. By the extended protocol PostgreSQL
// refuses more than one. (The driver's types do not know that it takes `queryMode`.)
const extended = (text: string): pg.QueryConfig => {
  const config = { text, queryMode: 'extended' };
  return config;
};

/** The lock ends with the transaction: there is no moment in which a process that stands still could hold it for good. */
async function applyAlone(
  client: pg.Client,
  migration: Migration,
  all: Migration[],
  options: MigrateOptions,
): Promise<void> {
  await beginAlone(client, options);
  try {
    const missing = await missingOf(client, all);
    if (missing.some(({ name }) => name === migration.name)) await apply(client, migration);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function beginAlone(
  client: pg.Client,
  { onWait, frozenAfterMs = 60_000 }: MigrateOptions,
): Promise<void> {
  const since = performance.now();
  while (performance.now() - since < LONGEST_WAIT_MS) {
    await client.query('begin');
    await client.query(
      `select set_config('idle_in_transaction_session_timeout', $1, true), set_config('lock_timeout', $2, true)`,
      [`${frozenAfterMs}ms`, `${TELL_EVERY_MS}ms`],
    );
    try {
      await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      await client.query(`select set_config('lock_timeout', '0', true)`);
      return;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error;
      onWait?.();
    }
  }
  throw new Error(
    `Another process has been migrating the database for ${LONGEST_WAIT_MS / 60_000} minutes. Look at pg_stat_activity for what it does, and start again`,
  );
}

async function apply(client: pg.Client, { name, statements, checksum }: Migration): Promise<void> {
  try {
    await client.query(`
      create table if not exists migrations
      (name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    for (const text of statements) await client.query(extended(text));
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum]);
  } catch (error) {
    throw new Error(`Migration ${name} failed and was rolled back`, { cause: error });
  }
}

const OLDEST = 15;

async function refuseUnfit(client: pg.Client): Promise<void> {
  const settings = await readSettings(client);
  const { server_version, server_version_num, transaction_read_only } = settings;
  if (Number(server_version_num) < OLDEST * 10_000) {
    throw new UnfitDatabase(
      `PostgreSQL ${server_version}, and ${OLDEST} or newer is needed: upgrade it, or use another one`,
    );
  }
  if (transaction_read_only === 'on') {
    throw new UnfitDatabase(
      'a database that takes no writes (a standby, or default_transaction_read_only is on): use the primary',
    );
  }
  // "Acknowledged means durable" would be a lie with either of these off.
  for (const setting of ['fsync', 'synchronous_commit']) {
    if (settings[setting] !== 'off') continue;
    throw new UnfitDatabase(
      `a PostgreSQL that runs with ${setting}=off, so an acknowledged write could be lost: set ${setting}=on`,
    );
  }
}

const LOOKED_AT = [
  'server_version',
  'server_version_num',
  'transaction_read_only',
  'fsync',
  'synchronous_commit',
];

async function readSettings(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    'select name, current_setting(name) as value from unnest($1::text[]) as name',
    [LOOKED_AT],
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** Those that the database has, in no order; fails where nothing was ever migrated. */
export function selectAppliedMigrations(db: Db): Promise<{ name: string }[]> {
  return db.query(sql`select name from migrations`);
}
