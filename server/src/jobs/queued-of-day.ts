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

/** What a backfill has waiting for an endpoint. */
export interface WaitingLine {
  replay_id: number;
  endpoint_id: number;
}

/**
 * Which backfills have jobs of a day waiting, or of one before it, and for which endpoints. Hops along an index from one to the next, and looks at
 * the first of each alone: places in the queue are in the order of the events, whose ids begin with their time.
 */
export function selectUnsentOfDay(db: Db, { before }: DayOfIds): Promise<WaitingLine[]> {
  return db.query(sql`
    with recursive line (replay_id, endpoint_id) as (
      (select q.replay_id, q.endpoint_id from job_queue q where q.replay_id is not null and q.attempt = 0
        order by q.replay_id, q.endpoint_id limit 1)
      union all
      select next.replay_id, next.endpoint_id from line cross join lateral (
        select q.replay_id, q.endpoint_id from job_queue q
        where q.replay_id is not null and q.attempt = 0 and (q.replay_id, q.endpoint_id) > (line.replay_id, line.endpoint_id)
        order by q.replay_id, q.endpoint_id limit 1) next)
    select line.replay_id, line.endpoint_id from line cross join lateral (
      select q.event_id from job_queue q
      where q.replay_id = line.replay_id and q.endpoint_id = line.endpoint_id and ${IS_BACK}
      order by q.seq limit 1) oldest
    where oldest.event_id < ${before}`);
}

/** A job that a backfill has made, and that was never sent. */
export interface UnsentJob {
  backfill_id: number;
  job_id: string;
}

/**
 * Unmakes jobs of a day, and of those before it, that a backfill has made, and that wait for it: nothing says when they are let go, while all else
 * that is queued comes to an end by its schedule. The oldest go first; of what is newer no more is read than fits.
 *
 * @param most in one transaction. Answers which they were.
 */
export async function unmakeUnsentOfDay(
  tx: Db,
  { replay_id, endpoint_id }: WaitingLine,
  { before }: DayOfIds,
  most: number,
): Promise<UnsentJob[]> {
  const rows = await tx.query<QueuedJob & UnsentJob>(sql`
    with slice as materialized (
      select q.install_id, q.job_id, q.event_id from job_queue q
      where q.replay_id = ${replay_id} and q.endpoint_id = ${endpoint_id} and ${IS_BACK}
      order by q.seq limit ${most})
    select ${QUEUED}, coalesce(q.backfill_id, 0) as backfill_id from slice
    join job_queue q on q.install_id = slice.install_id and q.job_id = slice.job_id
    where slice.event_id < ${before} and ${IS_BACK}
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
