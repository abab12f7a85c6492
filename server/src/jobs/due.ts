import { type Database, type Db, empty, sql } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { isUnstorable } from '../lib/unstorable.ts';
import { type Changed, tellChanges } from '../stream/tell.ts';
import { type InLane, leaveLanes } from './lanes.ts';
import { OWN_SCHEDULE } from './own-schedule.ts';
import type { JobKey } from './rows.ts';
import { holdsLane, PATIENT_STEPS, type RetrySchedule } from './schedule.ts';

/** Rows moved by one look at the clock; the next look takes the rest. */
const MOST = 1000;

/** Hears of a job that could not be moved, and why. */
export type OnUnmovable = (job: JobKey, error: unknown) => void;

interface DueJob extends InLane, JobKey {
  is_lost: boolean;
  goes: 'ready' | 'at_once' | 'again' | 'gone' | 'timed_out' | 'given_up' | 'unsubscribed';
  next_step: number;
}

/**
 * Moves on what is due by the database's clock. Answers how many jobs may be claimed now.
 *
 * - A job whose wait is over is ready.
 * - A job whose worker did not come back within its lease goes through the retry schedule as after any failure: nobody knows whether
 *   there was a request, so a lost attempt is recorded and counts. A job that kills its worker must not run for ever, nor again and again.
 *   After the first loss there is no wait, since mostly it is the worker's fault.
 * - A settled job that was sent once more, and lost its worker, is sent again at once; after the second loss it is not.
 * - A job that its plugin accepted and never settled has failed.
 * - A job whose endpoint is gone is withdrawn. (An event that was being taken in while a release ended the subscription may have queued
 *   one; it is leased like others, but to nobody. Holding off one for the other would cost every event a lock.)
 *
 * A job that cannot be moved, for what the database has of it, is put off for five minutes, and the others go on.
 *
 * @param schedule for plugins without one of their own; the jitter is for all.
 * @param onUnmovable hears of each that is put off.
 */
export async function moveDueJobs(
  db: Database,
  schedule: RetrySchedule,
  onUnmovable: OnUnmovable = () => undefined,
): Promise<number> {
  try {
    return await move(db, schedule);
  } catch (error) {
    if (!isUnstorable(error)) throw error;
    return moveOneByOne(db, schedule, onUnmovable);
  }
}

// One that cannot be moved must not hold up the others, nor be looked at with each of them again and again.
async function moveOneByOne(
  db: Database,
  schedule: RetrySchedule,
  onUnmovable: OnUnmovable,
): Promise<number> {
  let ready = 0;
  for (const job of await selectDue(db)) {
    try {
      ready += await move(db, schedule, job);
    } catch (error) {
      if (!isUnstorable(error)) throw error;
      await putOff(db, job);
      onUnmovable(job, error);
    }
  }
  return ready;
}

function move(db: Database, schedule: RetrySchedule, only?: JobKey): Promise<number> {
  return runAgainOnDeadlock(db, async (tx) => {
    const moved = await moveDue(tx, schedule, only);
    await tellChanges(tx, () => changedOf(moved));
    const unblocked = await leaveLanes(
      tx,
      moved.filter((job) => !staysInLane(job)),
    );
    return unblocked + moved.filter(isReady).length;
  });
}

// That a wait is over changes nothing of the job: it goes on being queued.
const changedOf = (moved: DueJob[]): Changed => ({
  jobs: moved.filter(({ goes }) => goes !== 'ready'),
  attempts: moved
    .filter(({ is_lost }) => is_lost)
    .map(({ install_id, job_id }) => ({ install_id, job_id, stage: 'lost' })),
});

const isReady = ({ goes }: DueJob): boolean => goes === 'ready' || goes === 'at_once';

const staysInLane = (job: DueJob): boolean =>
  isReady(job) || (job.goes === 'again' && holdsLane(job.next_step));

const IS_DUE = sql`q.state in ('scheduled', 'leased', 'ongoing') and q.due_at <= now()`;

function selectDue(db: Db): Promise<JobKey[]> {
  return db.query(sql`
    select q.install_id, q.job_id from job_queue q where ${IS_DUE} order by q.due_at limit ${MOST}`);
}

async function putOff(db: Db, { install_id, job_id }: JobKey): Promise<void> {
  await db.query(sql`
    update job_queue q set due_at = now() + interval '5 minutes'
    where q.install_id = ${install_id} and q.job_id = ${job_id} and ${IS_DUE}`);
}

const LOST = 'The worker did not come back';

function moveDue(
  tx: Db,
  { steps, jitterPercent }: RetrySchedule,
  only?: JobKey,
): Promise<DueJob[]> {
  return tx.query(sql`
    with due as (
      select q.install_id, q.job_id, e.url, q.identifier, q.in_lane, q.followed, q.attempt, q.state,
        q.due_at, q.step + 1 as next_step, s.steps, q.state = 'leased' and e.url is not null as is_lost,
        case when q.settled then 'gone'
          when q.resend and (e.id is null or (q.state = 'leased' and q.step > 0)) then 'gone'
          when q.resend and q.state = 'leased' then 'at_once'
          when q.state = 'ongoing' then 'timed_out'
          when e.id is null then 'unsubscribed'
          when q.state = 'scheduled' then 'ready'
          when q.step + 1 >= json_array_length(s.steps) then 'given_up'
          when q.step = 0 then 'at_once'
          else 'again' end as goes
      from job_queue q
      left join endpoints e on e.id = q.endpoint_id
      left join plugins p on p.id = e.plugin_id
      cross join lateral (
        select case when q.state = 'leased'
          then coalesce(${OWN_SCHEDULE}, ${JSON.stringify(steps)})::json end as steps) s
      where ${IS_DUE}
        ${only ? sql`and q.install_id = ${only.install_id} and q.job_id = ${only.job_id}` : empty}
      order by q.due_at limit ${MOST} for update of q skip locked),
    lost as (
      insert into attempts (install_id, job_id, number, stage, error, url, started_at, duration_ms)
      select install_id, job_id, attempt, 'lost', ${LOST}, url, due_at, 0
      from due where is_lost and attempt > 1
      on conflict do nothing),
    readied as (
      update job_queue q set state = 'ready', due_at = null
      from due d where d.goes = 'ready' and q.install_id = d.install_id and q.job_id = d.job_id),
    scheduled as (
      update job_queue q set state = case when d.goes = 'at_once' then 'ready' else 'scheduled' end,
        step = d.next_step, give_backs = 0, held_up_by = null,
        due_at = case when d.goes = 'again' then now() + interval '1 second'
          * (1 + (2 * random() - 1) * ${jitterPercent}::double precision / 100)
          * (d.steps ->> d.next_step)::double precision end,
        in_lane = q.in_lane and d.next_step < ${PATIENT_STEPS}
      from due d where d.goes in ('again', 'at_once') and q.install_id = d.install_id and q.job_id = d.job_id),
    told as (
      update jobs j set status = case when not d.fails then j.status
          when d.goes = 'unsubscribed' then 'cancelled' else 'failed' end,
        settled_by = case when d.fails then 'platform' else j.settled_by end,
        settled_at = case when d.fails then now() else j.settled_at end,
        settled_reason = case when not d.fails then j.settled_reason
          when d.goes = 'timed_out' then 'timed_out'
          when d.goes = 'unsubscribed' then 'not_subscribed'
          else 'attempts_exhausted' end,
        parked_reason = case when not d.fails then j.parked_reason
          when d.goes = 'given_up' then 'attempts_exhausted' end,
        first_stage = case when d.is_first then 'lost' else j.first_stage end,
        first_error = case when d.is_first then ${LOST} else j.first_error end,
        first_url = case when d.is_first then d.url else j.first_url end,
        first_started_at = case when d.is_first then d.due_at else j.first_started_at end,
        first_duration_ms = case when d.is_first then 0 else j.first_duration_ms end
      from (select due.*, is_lost and attempt = 1 as is_first,
        goes in ('timed_out', 'given_up', 'unsubscribed') as fails from due) d
      where j.install_id = d.install_id and j.id = d.job_id
        and (d.is_first or d.fails)),
    removed as (
      delete from job_queue q using due d
      where d.goes not in ('ready', 'again', 'at_once') and q.install_id = d.install_id and q.job_id = d.job_id)
    select install_id, job_id, identifier, in_lane, followed, is_lost, goes, next_step from due`);
}
