import { type Db, sql } from '../lib/db.ts';

export function selectQueueState(db: Db): Promise<{ state: string; jobs: number }[]> {
  return db.query(sql`select state, count(*)::integer as jobs from job_queue group by state`);
}

/** How long ago the first lease or wait in the queue was due: below 0 when it is yet to be, null when there is none. */
export async function selectOverdueSeconds(db: Db): Promise<number | null> {
  const [row] = await db.query<{ seconds: number | null }>(sql`
    select extract(epoch from now() - min(due_at))::double precision as seconds
    from job_queue where state in ('scheduled', 'leased', 'ongoing')`);
  return row?.seconds ?? null;
}

export function selectAppliedMigrations(db: Db): Promise<{ name: string }[]> {
  return db.query(sql`select name from migrations`);
}

export async function deleteOldIdempotencyKeys(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from idempotency_keys where (key, route) in (
      select key, route from idempotency_keys where created_at < now() - interval '24 hours'
      limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}

/** Removes notifications that are older than `days`, at most `limit` at once. Answers how many. */
export async function deleteOldNotifications(db: Db, days: number, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from notifications where (install_id, id) in (
      select install_id, id from notifications
      where created_at < now() - ${days}::integer * interval '1 day'
      order by created_at limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}

/** Held until the transaction ends; false when another process has it. */
export async function tryMaintenanceLock(tx: Db): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(sql`
    select pg_try_advisory_xact_lock(7526489002) as locked`);
  return row?.locked === true;
}
