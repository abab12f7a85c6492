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

/** Held until the transaction ends; false when another process has it. */
export async function tryMaintenanceLock(tx: Db): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(sql`
    select pg_try_advisory_xact_lock(7526489002) as locked`);
  return row?.locked === true;
}
