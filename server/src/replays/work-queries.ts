import type { BeforeReplay, ChosenJob, MovedJob, QueuedForReplay } from '../jobs/replay.ts';
import { IS_BACK, IS_UNDER_WAY } from '../jobs/unsent.ts';
import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import type { ReplayRow } from './queries.ts';
import { roomFor } from './room-queries.ts';

/** A replay that goes on, with where it has come to. */
export interface RunningReplay extends ReplayRow {
  /** ISO 8601; null for a backfill that has not begun. */
  until: string | null;
  /** Of the install of a backfill. */
  generation: number | null;
  after_id: string | null;
  is_read: boolean;
  /** Jobs of what was read so far. */
  found: number;
}

/**
 * Holds off whoever works on any replay until the transaction ends: how much of an endpoint all of them together take must be known to who
 * takes more. Waits for it as long as a statement may take, and not as long as for other locks: those of several processes may be before us.
 */
export async function lockReplaying(tx: Db): Promise<void> {
  await tx.query(sql`select set_config('lock_timeout', '0', true)`);
  await tx.query(sql`select pg_advisory_xact_lock(hashtext('plugboard replays'), 0)`);
}

/** The same, and locks one that runs, as it is by then; undefined for one that does not. */
export async function lockRunning(tx: Db, id: number): Promise<RunningReplay | undefined> {
  const [row] = await tx.query<RunningReplay>(sql`
    with alone as materialized (select pg_advisory_xact_lock(hashtext('plugboard replays'), 0))
    select id, kind, space_id, install_id, generation, plugin_id, filter, include_settled, state, total, done, failed, created_at,
      finished_at, to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as until, after_id, is_read, found
    from alone cross join replays y where id = ${id} and state = 'running' for update of y`);
  return row;
}

/** A job of a replay whose sending is over, and whether it came to a verdict, or into the plugin's hands. */
export interface SentJob {
  job_id: string;
  is_done: boolean;
}

/**
 * Forgets those that were sent: out of the queue, or waiting for another attempt. What was given back before there was a request is not.
 * Whatever ends up in a verdict is done; of a settled job that was sent once more its last attempt says it. What was given back to a backfill
 * waits for it again, and is forgotten as well.
 */
export function takeSent(tx: Db, replayId: number): Promise<SentJob[]> {
  return tx.query(sql`
    with sent as materialized (
      select r.job_id, coalesce(case when r.is_resend then t.is_verdict
        else j.settled_by = 'plugin' or j.status = 'ongoing' end, false) as is_done,
        h.job_id is not null as is_held
      from replay_jobs r
      left join job_queue h on h.install_id = r.install_id and h.job_id = r.job_id and h.state = 'held'
      left join jobs j on j.install_id = r.install_id and j.id = r.job_id
      left join lateral (
        select coalesce(l.stage, j.first_stage) = 'answered' and (coalesce(l.status_code, j.first_status_code) between 200 and 299
            or coalesce(l.status_code, j.first_status_code) in (400, 410, 412)) as is_verdict
        from (select max(a.number) as number from attempts a
          where a.install_id = r.install_id and a.job_id = r.job_id) m
        left join attempts l on l.install_id = r.install_id and l.job_id = r.job_id and l.number = m.number
        where coalesce(m.number, case when j.first_stage is not null then 1 end) > r.attempt) t on r.is_resend
      where r.replay_id = ${replayId} and r.is_queued
        and not exists (select from job_queue q where q.install_id = r.install_id and q.job_id = r.job_id
          and ${IS_UNDER_WAY})),
    forgotten as (
      delete from replay_jobs r using sent where r.replay_id = ${replayId} and r.job_id = sent.job_id)
    select job_id, is_done from sent where not is_held`);
}

/**
 * Those that may be queued now: of each endpoint as many as there is room for, the first ones first. None where other jobs are ready:
 * they go first. Endpoints are found by hopping along the index. Of an endpoint that is disabled or gone, or whose plugin is suspended, a slice that is
 * `is_stopped`: it takes no room, since it is to be dropped.
 *
 * @param share how many jobs of replays and backfills an endpoint may have at a time.
 * @param most of all endpoints together to which nothing is sent, but for one more of each.
 */
export function selectFitting(
  tx: Db,
  replayId: number,
  share: number,
  most: number,
): Promise<ChosenJob[]> {
  return tx.query(sql`
    with recursive endpoint (id) as (
      (select endpoint_id from replay_jobs where replay_id = ${replayId} and not is_queued and endpoint_id is not null
        order by endpoint_id limit 1)
      union all
      select (select r.endpoint_id from replay_jobs r
        where r.replay_id = ${replayId} and not r.is_queued and r.endpoint_id > endpoint.id
        order by r.endpoint_id limit 1)
      from endpoint where endpoint.id is not null),
    open as materialized (
      select e.id, false as is_stopped, ${roomFor(sql`e.id`, replayId, share)} as room
      from endpoint w join endpoints e on e.id = w.id and e.disabled_at is null
      join plugins p on p.id = e.plugin_id and p.suspended_at is null
      where not exists (select from job_queue w
        where w.state = 'ready' and w.endpoint_id = e.id and w.replay_id is null)
      union all
      select w.id, true, ${most}::integer / (count(*) over ())::integer + 1
      from endpoint w left join endpoints e on e.id = w.id left join plugins p on p.id = e.plugin_id
      where w.id is not null and (e.id is null or e.disabled_at is not null or p.suspended_at is not null))
    select n.install_id, n.job_id, n.status, n.parked_reason, open.is_stopped, open.id as endpoint_id from open cross join lateral (
      select r.install_id, r.job_id, r.status, r.parked_reason from replay_jobs r
      where r.replay_id = ${replayId} and not r.is_queued and r.endpoint_id = open.id
      order by r.job_id limit greatest(open.room, 0)) n
    order by n.job_id`);
}

/** Forgets those whose event the plugin does not hear any more. Answers how many there were. */
export async function takeUnsubscribed(tx: Db, replayId: number): Promise<number> {
  const rows = await tx.query(sql`
    delete from replay_jobs where replay_id = ${replayId} and not is_queued and endpoint_id is null returning 1`);
  return rows.length;
}

const nowQueued = recordset<QueuedForReplay>('n', {
  install_id: 'bigint',
  job_id: 'uuid',
  is_resend: 'boolean',
  last_attempt: 'integer',
  endpoint_id: 'bigint',
});

const elsewhere = recordset<MovedJob>('n', { job_id: 'uuid', endpoint_id: 'bigint' });

/** Notes for which endpoint jobs wait by now. */
export async function noteMoved(tx: Db, replayId: number, moved: MovedJob[]): Promise<void> {
  await tx.query(sql`
    update replay_jobs r set endpoint_id = n.endpoint_id
    from ${elsewhere.of(moved)} where r.replay_id = ${replayId} and r.job_id = n.job_id`);
}

/**
 * Notes what was queued.
 *
 * @param dropped what is not to be sent, and forgotten.
 */
export async function noteQueued(
  tx: Db,
  replayId: number,
  queued: QueuedForReplay[],
  dropped: string[],
): Promise<void> {
  await tx.query(sql`
    with forgotten as (
      delete from replay_jobs where replay_id = ${replayId} and job_id = any(${dropped}::uuid[]))
    update replay_jobs r set is_queued = true, is_resend = n.is_resend, attempt = n.last_attempt,
      endpoint_id = n.endpoint_id
    from ${nowQueued.of(queued)} where r.replay_id = ${replayId} and r.job_id = n.job_id`);
}

/** How many were read and not queued yet, counted up to `most`. */
export async function countWaiting(tx: Db, replayId: number, most: number): Promise<number> {
  const [row] = await tx.query<{ jobs: number }>(sql`
    select count(*)::integer as jobs from (
      select 1 from replay_jobs where replay_id = ${replayId} and not is_queued limit ${most}) r`);
  return row?.jobs ?? 0;
}

/**
 * Notes how far it has come; it is over when all is read, and nothing of it is left. Answers whether it is. When all is read, it is known how
 * many jobs there are.
 */
export async function noteProgress(
  tx: Db,
  { id, after_id, is_read }: Pick<RunningReplay, 'id' | 'after_id' | 'is_read'>,
  { done, failed }: { done: number; failed: number },
): Promise<boolean> {
  const [row] = await tx.query<{ is_over: boolean }>(sql`
    update replays y set done = y.done + ${done}::integer, failed = y.failed + ${failed}::integer,
      after_id = ${after_id}, is_read = ${is_read}, state = case when o.is_over then 'done' else y.state end,
      finished_at = case when o.is_over then now() end,
      total = case when y.kind = 'backfill' and ${is_read} and not y.is_read
        then y.done + ${done}::integer + y.failed + ${failed}::integer
          + (select count(*)::integer from replay_jobs where replay_id = ${id})
          + (select count(*)::integer from job_queue q where q.replay_id = ${id} and ${IS_BACK})
        when ${is_read} and not y.is_read then coalesce(y.total, y.found) else y.total end
    from (select ${is_read}::boolean and not exists (select from replay_jobs where replay_id = ${id})
      and not exists (select from job_queue q where q.replay_id = ${id} and ${IS_BACK}) as is_over) o
    where y.id = ${id} returning o.is_over`);
  return row?.is_over === true;
}

/** Ends it, and forgets what it has read. Answers what of that is in the queue. */
export function cancelRunning(tx: Db, id: number): Promise<BeforeReplay[]> {
  return tx.query(sql`
    with ended as (
      update replays set state = 'cancelled', finished_at = now() where id = ${id}),
    r as (delete from replay_jobs where replay_id = ${id} returning *)
    select r.install_id, r.job_id, r.status, r.parked_reason, r.settled_at::text as settled_at, r.is_resend
    from r where r.is_queued`);
}
