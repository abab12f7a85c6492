import { type Db, sql } from '../lib/db.ts';
import type { DayOfIds } from '../lib/partitions.ts';

/** Whether a job of a day, or one of an event of that day, still has something to wait for. Reads the whole queue: 0.2 s a million. */
export async function hasQueuedOfDay(db: Db, { first, before }: DayOfIds): Promise<boolean> {
  const [row] = await db.query<{ queued: boolean }>(sql`
    select exists (select from job_queue
      where (job_id >= ${first} and job_id < ${before}) or (event_id >= ${first} and event_id < ${before})) as queued`);
  return row?.queued === true;
}
