import { type Db, sql } from '../lib/db.ts';

export interface QueueState {
  state: string;
  jobs: number;
  overdue_seconds: number | null;
}

export function selectQueueState(db: Db): Promise<QueueState[]> {
  return db.query(sql`
    select state, count(*)::integer as jobs,
      extract(epoch from now() - min(due_at))::double precision as overdue_seconds
    from job_queue group by state`);
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

/** Held until the transaction ends; false when another process has it. */
export async function tryMaintenanceLock(tx: Db): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(sql`
    select pg_try_advisory_xact_lock(7526489002) as locked`);
  return row?.locked === true;
}
