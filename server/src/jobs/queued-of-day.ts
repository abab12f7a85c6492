import { type Db, type Sql, sql } from '../lib/db.ts';
import type { DayOfIds } from '../lib/partitions.ts';
import { tellChanges } from '../stream/tell.ts';
import { dequeue, QUEUED, type QueuedJob } from './dequeue.ts';
import { LOCK_ORDER } from './lanes.ts';
import { jobKeys } from './rows.ts';
import { IS_BACK } from './unsent.ts';

/** Whether a job of a day, or one of an event of that day, still has something to wait for. Reads the whole queue: 0.2 s a million. */
export async function hasQueuedOfDay(db: Db, day: DayOfIds): Promise<boolean> {
  const [row] = await db.query<{ queued: boolean }>(sql`
    select exists (select from job_queue q where ${isOfDay(day)}) as queued`);
  return row?.queued === true;
}

/** Whether backfills have jobs of a day waiting. Reads all that is queued of replays and backfills. */
export async function hasUnsentOfDay(db: Db, day: DayOfIds): Promise<boolean> {
  const [row] = await db.query<{ unsent: boolean }>(sql`
    select exists (select from job_queue q where ${IS_BACK} and ${isOfDay(day)}) as unsent`);
  return row?.unsent === true;
}

/** A job that a backfill has made, and that was never sent. */
export interface UnsentJob {
  backfill_id: number;
  job_id: string;
}

/**
 * Unmakes jobs of a day that backfills have made, and that wait for them: nothing says when they are let go, while all else that is queued comes to
 * an end by its schedule. Those that wait for others go first.
 *
 * @param most in one transaction. Answers which they were.
 */
export async function unmakeUnsentOfDay(tx: Db, day: DayOfIds, most: number): Promise<UnsentJob[]> {
  const rows = await tx.query<QueuedJob & UnsentJob>(sql`
    with slice as materialized (
      select q.install_id, q.job_id from job_queue q
      where ${IS_BACK} and ${isOfDay(day)}
      order by q.seq desc limit ${most})
    select ${QUEUED}, coalesce(q.backfill_id, 0) as backfill_id from slice
    join job_queue q on q.install_id = slice.install_id and q.job_id = slice.job_id
    where ${IS_BACK}
    order by ${LOCK_ORDER} for update of q`);
  if (rows.length === 0) return [];
  await dequeue(tx, rows);
  await tx.query(sql`
    delete from jobs j using ${jobKeys.of(rows)} where j.install_id = k.install_id and j.id = k.job_id`);
  await tellChanges(tx, () => ({ jobs: rows }));
  return rows;
}

/** The installs that have newer jobs of a day held back while a backfill of theirs is being read. */
export async function selectHeldBackOfDay(db: Db, day: DayOfIds): Promise<number[]> {
  const rows = await db.query<{ install_id: number }>(sql`
    select distinct q.install_id from job_queue q
    where q.state = 'held' and q.replay_id is null and ${isOfDay(day)}
    order by q.install_id`);
  return rows.map(({ install_id }) => install_id);
}

const isOfDay = ({ first, before }: DayOfIds): Sql => sql`(
  (q.job_id >= ${first} and q.job_id < ${before}) or (q.event_id >= ${first} and q.event_id < ${before}))`;
