import { type Db, sql } from '../lib/db.ts';

/** How many jobs are in each state of the queue. */
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
