import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Db, sql } from '../../src/lib/db.ts';
import { runAsAdmin, withDatabase } from './admin.ts';

// A copy takes 0.15 s; with file_copy, which makes two checkpoints, 0.5 s.
const CLONE = 'create database %I template %I owner %I strategy = wal_log';

export interface TestDatabase {
  url: string;
  /**
   * Ends every connection to it and removes it. Where the whole cluster goes with the run nobody waits for that: it begins with a checkpoint,
   * which took 0.4 s, a seventh of a run.
   */
  drop(): Promise<void>;
}

/**
 * A database of its own for a test file, with all migrations and no data.
 *
 * @example
 * const database = await createTestDatabase();
 * afterAll(database.drop);
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl');
  const template = new URL(inject('templateUrl'));
  const name = `plugboard_test_${randomBytes(6).toString('hex')}`;
  const owner = decodeURIComponent(template.username);
  await runAsAdmin(adminUrl, CLONE, name, template.pathname.slice(1), owner);
  return {
    url: withDatabase(template.href, name),
    async drop() {
      const dropped = runAsAdmin(adminUrl, 'drop database if exists %I with (force)', name);
      if (inject('clusterOutlivesRun')) await dropped;
      else dropped.catch(() => undefined);
    },
  };
}

/**
 * Ends all connections of the product to the database of `db` but that of `db` itself, or those that run a statement; other roles' are not
 * ours to end. Answers how many.
 */
export async function endConnections(db: Db, which: 'all' | 'active' = 'all'): Promise<number> {
  const rows = await db.query(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
      and ${which}::text in ('all', state)`);
  return rows.length;
}

/** Whether somebody in the database of `db` waits for a lock. Not to be asked within a transaction: there the first answer stands for all. */
export async function someoneWaits(db: Db): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  return rows.length > 0;
}
