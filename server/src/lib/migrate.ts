import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { sha256 } from './crypto.ts';
import { type Db, sql } from './db.ts';

const MIGRATIONS_DIR = fileURLToPath(new URL('../../migrations/', import.meta.url));

// Any fixed number: whoever migrates holds this advisory lock, so that twenty replicas may start at once.
const MIGRATION_LOCK = 7_526_489_001;

/** The first migration of the time before 0.1.0, whose tables were made in other steps than today's. */
const BEFORE_RELEASES = '0001_foundation.sql';

/**
 * Brings the schema up to this release: applies each file of `migrations/` that is missing, in order, each in a transaction of
 * its own. Forward only; concurrent callers wait for each other.
 *
 * @throws Error when the database has a migration that this release does not know (it belongs to a newer one), or has as another file; when
 * PostgreSQL is set to forget what it acknowledged; when a statement fails.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // The statement under way fails as well, and says so; without a listener the process would end instead.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseUnsafeSettings(client);
    await applyMissing(client);
  } finally {
    await client.end();
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

async function applyMissing(client: pg.Client): Promise<void> {
  const migrations = await readMigrations();
  const applied = await readApplied(client);
  refuseUnknown(migrations, applied);
  for (const migration of migrations) {
    if (!applied.has(migration.name)) await apply(client, migration);
  }
}

/** The checksums of what was applied, by name. */
async function readApplied(client: pg.Client): Promise<Map<string, string | undefined>> {
  await client.query(`
    create table if not exists migrations
    (name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
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

async function apply(client: pg.Client, { name, statements, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    for (const text of statements) await client.query(extended(text));
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`Migration ${name} failed and was rolled back`, { cause: error });
  }
}

// "Acknowledged means durable" would be a lie with either of these off.
async function refuseUnsafeSettings(client: pg.Client): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit']) {
    const { rows } = await client.query('select current_setting($1) as value', [setting]);
    if (rows[0]?.value === 'off') {
      throw new Error(
        `PostgreSQL runs with ${setting}=off, so an acknowledged write could be lost. Set ${setting}=on`,
      );
    }
  }
}

/** Those that the database has, in no order; fails where nothing was ever migrated. */
export function selectAppliedMigrations(db: Db): Promise<{ name: string }[]> {
  return db.query(sql`select name from migrations`);
}
