import { type Db, empty, sql } from '../lib/db.ts';
import { firstIdOfDays } from '../lib/partitions.ts';
import { arrays } from '../lib/recordset.ts';
import { type Changed, doAndTell, tellChanges } from '../stream/tell.ts';
import { type InLane, LOCK_ORDER, leaveLanes } from './lanes.ts';
import type { AttemptRow, JobRow, QueueRow, WithRequest } from './rows.ts';
import { holdsLane, PATIENT_STEPS } from './schedule.ts';
import { IS_FIRST_OF_BACKFILL } from './unsent.ts';

/** One request as it is recorded. */
export type AttemptRecord = Omit<AttemptRow, 'number'> & WithRequest;

/** What becomes of a leased job. */
export interface Settlement
  extends Pick<JobRow, 'status'>,
    Partial<Pick<JobRow, 'status_message' | 'settled_by' | 'settled_reason' | 'parked_reason'>> {
  /** As it was claimed: once another claim was made, this writes nothing. */
  job: Pick<QueueRow, 'install_id' | 'job_id' | 'identifier' | 'claim' | 'attempt'>;
  /** Left out when no request was made. */
  record?: AttemptRecord;
  /** Where the job goes: out of the queue, back into it for its next attempt or as if it had not been claimed, or into the plugin's hands. */
  next: 'gone' | 'scheduled' | 'ongoing' | 'released';
  /** Seconds until `scheduled` is due, `ongoing` is given up, or `released` may be claimed; left out for one that may be at once. */
  wait_seconds?: number;
  /** Why a job is `released` that was to be sent. */
  held_up_by?: string;
  /** Its place in the retry schedule from now on. */
  step: number;
}

/** A settlement as the statement takes it; what is null is left out. */
type SettlementRow = Omit<Settlement['job'], 'attempt'> &
  Omit<Settlement, 'job' | 'record' | 'held_up_by'> &
  Partial<AttemptRecord>;

const settlementRows = arrays<SettlementRow>('g', {
  install_id: 'bigint',
  job_id: 'uuid',
  identifier: 'text',
  claim: 'bigint',
  next: 'text',
  wait_seconds: 'double precision',
  step: 'integer',
  status: 'text',
  status_message: 'text',
  settled_by: 'text',
  settled_reason: 'text',
  parked_reason: 'text',
  stage: 'text',
  status_code: 'integer',
  error: 'text',
  url: 'text',
  reply_headers: 'text',
  reply_body: 'text',
  debug_info: 'text',
  started_at: 'timestamptz',
  duration_ms: 'integer',
  request: 'bytea',
});

/** A settlement that was written, since its claim still held. */
export interface Settled extends InLane, Pick<QueueRow, 'job_id' | 'step'> {
  next: Settlement['next'];
}

/**
 * Records attempts and moves their jobs on. Answers those whose lease still held; the others changed nothing.
 *
 * A verdict that the plugin gave by itself while the request was under way stays, and so does that of a job that was sent once more: the
 * attempt is recorded, the row leaves the queue.
 * Queue rows are locked before job rows here and wherever both are written.
 *
 * Mostly all of them are over with their first attempt. What the others need is left out of the statement then, as PostgreSQL makes everything
 * ready of which it might make use; and so it does with the partitions of the days from the first of these jobs' on, instead of all. That is
 * told by one bound: two are taken for so narrow a range that it was read instead of the jobs by their keys, up to 0.8 s for 500 of them.
 *
 * @param which of the jobs: `unfollowed` for those behind which no other one waits, so that nobody has to be made ready. They need no more than
 * this statement; the others change nothing.
 */
async function settleJobs(
  db: Db,
  settlements: Settlement[],
  which: 'all' | 'unfollowed',
): Promise<Settled[]> {
  if (settlements.length === 0) return [];
  const first = firstIdOfDays(settlements.map(({ job }) => job.job_id));
  const isFirstOfAll = settlements.every(({ job }) => job.attempt === 1);
  const areAllGone = settlements.every(({ next }) => next === 'gone');
  return db.query<Settled>(sql`
    with g as materialized (select * from ${settlementRows.of(settlements.map(toRow))}),
    held as (
      select g.*, q.attempt, q.in_lane, q.followed, q.settled,
        case when q.settled or (q.resend and g.next <> 'released') then 'gone' else g.next end as goes,
        not (q.settled or q.resend) and g.next <> 'released' as is_judged,
        q.attempt = 1 and g.stage is not null as is_first
      from (select * from g q order by ${LOCK_ORDER}) as g
      cross join lateral (
        select q.attempt, q.in_lane, q.followed, q.settled, q.resend from job_queue q
        where q.install_id = g.install_id and q.job_id = g.job_id
          and case when q.state = 'leased' then q.claim = g.claim end
          ${which === 'all' ? empty : sql`and not q.followed`}
        for update) as q),
    ${isFirstOfAll ? empty : RECORDED}
    judged as (
      update jobs j set
        status = case when h.is_judged then h.status else j.status end,
        status_message = case when h.is_judged then coalesce(h.status_message, j.status_message) else j.status_message end,
        settled_by = case when h.is_judged then h.settled_by else j.settled_by end,
        settled_reason = case when h.is_judged then h.settled_reason else j.settled_reason end,
        settled_at = case when not h.is_judged then j.settled_at when h.settled_by is not null then now() end,
        parked_reason = case when h.is_judged then h.parked_reason else j.parked_reason end,
        first_stage = case when h.is_first then h.stage else j.first_stage end,
        first_status_code = case when h.is_first then h.status_code else j.first_status_code end,
        first_error = case when h.is_first then h.error else j.first_error end,
        first_url = case when h.is_first then h.url else j.first_url end,
        first_reply_headers = case when h.is_first then h.reply_headers else j.first_reply_headers end,
        first_reply_body = case when h.is_first then h.reply_body else j.first_reply_body end,
        first_debug_info = case when h.is_first then h.debug_info else j.first_debug_info end,
        first_started_at = case when h.is_first then h.started_at else j.first_started_at end,
        first_duration_ms = case when h.is_first then h.duration_ms else j.first_duration_ms end,
        first_request = case when h.is_first then h.request else j.first_request end
      from held h
      where j.install_id = h.install_id and j.id = h.job_id and j.id >= ${first}
        and (h.is_first or (h.is_judged
        and (h.status, h.status_message, h.parked_reason) is distinct from
          (j.status, j.status_message, j.parked_reason)))),
    gone as (
      delete from job_queue q using held h
      where q.install_id = h.install_id and q.job_id = h.job_id and h.goes = 'gone')
      ${areAllGone ? empty : KEPT}
    select install_id, job_id, identifier, in_lane, followed, goes as next, step from held`);
}

// The second attempt, and those after it.
const RECORDED = sql`
    recorded as (
      insert into attempts (install_id, job_id, number, stage, status_code, error, url, reply_headers,
        reply_body, debug_info, started_at, duration_ms, request)
      select install_id, job_id, attempt, stage, status_code, error, url, reply_headers, reply_body,
        debug_info, started_at, duration_ms, request
      from held where stage is not null and not is_first),`;

// What stays in the queue.
const KEPT = sql`,
    kept as (
      update job_queue q
      set state = case when h.goes <> 'released' then h.goes
          when h.wait_seconds is not null then 'scheduled'
          when ${IS_FIRST_OF_BACKFILL} then 'held' else 'ready' end,
        due_at = now() + h.wait_seconds * interval '1 second', step = h.step,
        attempt = case when h.goes = 'released' then q.attempt - 1 else q.attempt end,
        give_backs = case when h.goes <> 'released' then 0
          when h.wait_seconds is null then q.give_backs else q.give_backs + 1 end,
        held_up_by = case when h.goes = 'released' then coalesce(h.error, q.held_up_by) end,
        in_lane = q.in_lane and (h.goes = 'released' or (h.goes = 'scheduled' and h.step < ${PATIENT_STEPS}))
      from held h
      where q.install_id = h.install_id and q.job_id = h.job_id and h.goes <> 'gone')`;

// Written out, since copying both objects by spreading takes four times as long.
function toRow(given: Settlement): SettlementRow {
  const { job, record } = given;
  return {
    install_id: job.install_id,
    job_id: job.job_id,
    identifier: job.identifier,
    claim: job.claim,
    next: given.next,
    wait_seconds: given.wait_seconds,
    step: given.step,
    status: given.status,
    status_message: given.status_message,
    settled_by: given.settled_by,
    settled_reason: given.settled_reason,
    parked_reason: given.parked_reason,
    stage: record?.stage,
    status_code: record?.status_code,
    error: record?.error ?? given.held_up_by,
    url: record?.url,
    reply_headers: record?.reply_headers,
    reply_body: record?.reply_body,
    debug_info: record?.debug_info,
    started_at: record?.started_at,
    duration_ms: record?.duration_ms,
    request: record?.request,
  };
}

// One that is finished, with the plugin, or waits for a late attempt lets its lane go on.
const staysInLane = ({ next, step }: Settled): boolean =>
  next === 'released' || (next === 'scheduled' && holdsLane(step));

/** {@link settleJobs} and what it means for the lanes. Answers how many jobs became ready, and what was written. */
export async function settleAndUnblock(
  tx: Db,
  settlements: Settlement[],
): Promise<{ unblocked: number; settled: Settled[] }> {
  const settled = await settleJobs(tx, settlements, 'all');
  await tellChanges(tx, () => changedBy(settlements, settled));
  const unblocked = await leaveLanes(
    tx,
    settled.filter((job) => !staysInLane(job)),
  );
  return { unblocked, settled };
}

/** {@link settleJobs} for those behind which no other one waits. Answers which were written. */
export const settleUnfollowed = (db: Db, settlements: Settlement[]): Promise<Settled[]> =>
  doAndTell(
    db,
    (one) => settleJobs(one, settlements, 'unfollowed'),
    (settled) => changedBy(settlements, settled),
  );

function changedBy(settlements: Settlement[], settled: Settled[]): Changed {
  const stages = new Map(settlements.map(({ job, record }) => [job.job_id, record?.stage]));
  const attempts = settled.flatMap(({ install_id, job_id }) => {
    const stage = stages.get(job_id);
    return stage === undefined ? [] : [{ install_id, job_id, stage }];
  });
  return { jobs: settled, attempts };
}
