import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Db, sql } from './db.ts';

const MIGRATIONS_DIR = fileURLToPath(new URL('../../migrations/', import.meta.url));

// Any fixed number: whoever migrates holds this advisory lock, so that twenty replicas may start at once.
const MIGRATION_LOCK = 7_526_489_001;

/**
 * Brings the schema up to this release: applies each file of `migrations/` that is missing, in order, each in a transaction of
 * its own. Forward only; concurrent callers wait for each other.
 *
 * @throws Error when the database has a migration that this release does not know: it belongs to a newer one.
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

async function applyMissing(client: pg.Client): Promise<void> {
  await client.query(
    'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
  );
  const { rows } = await client.query<{ name: string }>('select name from migrations');
  const applied = new Set(rows.map((row) => row.name));
  const names = await migrationNames();
  const unknown = [...applied].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `The database has migrations that this release does not know (${unknown.join(', ')}): it was used by a newer release`,
    );
  }
  for (const name of names) if (!applied.has(name)) await apply(client, name);
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const text = await readFile(`${MIGRATIONS_DIR}/${name}`, 'utf8');
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into migrations (name) values ($1)', [name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
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

export function selectAppliedMigrations(db: Db): Promise<{ name: string }[]> {
  return db.query(sql`select name from migrations`);
}
