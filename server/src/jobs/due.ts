import { type Database, type Db, sql } from '../lib/db.ts';
import { leaveLanes, leavingLane } from './lanes.ts';
import type { QueueRow } from './rows.ts';

/** Rows moved by one look at the clock; the next look takes the rest. */
const MOST = 1000;

interface DueJob extends Pick<QueueRow, 'install_id' | 'identifier' | 'in_lane'> {
  goes: 'ready' | 'gone' | 'timed_out' | 'given_up' | 'unsubscribed';
}

/**
 * Moves on what is due by the database's clock. Answers how many jobs may be claimed now.
 *
 * - A retry whose wait is over is ready.
 * - A job whose worker did not come back within its lease is ready again; the lost attempt is recorded and counts, since a job that
 *   kills its worker must not run for ever: with the last attempt it has failed.
 * - A job that its plugin accepted and never settled has failed.
 * - A job whose endpoint is gone is withdrawn. (An event that was being taken in while a release ended the subscription may have queued
 *   one; it is leased like others, but to nobody. Holding off one for the other would cost every event a lock.)
 */
export async function moveDueJobs(db: Database, mostSteps: number): Promise<number> {
  return db.transaction(async (tx) => {
    const moved = await moveDue(tx, mostSteps);
    const gone = moved.filter((job) => job.goes !== 'ready');
    const unblocked = await leaveLanes(
      tx,
      gone.flatMap((job) => leavingLane(job, true)),
    );
    return unblocked + moved.length - gone.length;
  });
}

function moveDue(tx: Db, mostSteps: number): Promise<DueJob[]> {
  return tx.query(sql`
    with due as (
      select q.install_id, q.job_id, e.url, q.identifier, q.in_lane, q.attempt, q.state, q.due_at,
        case when q.settled then 'gone'
          when q.state = 'ongoing' then 'timed_out'
          when e.id is null then 'unsubscribed'
          when q.state = 'scheduled' then 'ready'
          when q.step + 1 >= coalesce(json_array_length(p.retry_schedule::json), ${mostSteps}::integer)
            then 'given_up'
          else 'ready' end as goes
      from job_queue q
      left join endpoints e on e.id = q.endpoint_id
      left join plugins p on p.id = e.plugin_id
      where q.state in ('scheduled', 'leased', 'ongoing') and q.due_at <= now()
      order by q.due_at limit ${MOST} for update of q skip locked),
    lost as (
      insert into attempts (install_id, job_id, number, stage, error, url, started_at, duration_ms)
      select install_id, job_id, attempt, 'lost', 'The worker did not come back', url, due_at, 0
      from due where state = 'leased' and url is not null
      on conflict do nothing),
    readied as (
      update job_queue q set state = 'ready', due_at = null,
        step = q.step + case d.state when 'leased' then 1 else 0 end
      from due d where d.goes = 'ready' and q.install_id = d.install_id and q.job_id = d.job_id),
    failed as (
      update jobs j set status = case d.goes when 'unsubscribed' then 'cancelled' else 'failed' end,
        settled_by = 'platform', settled_at = now(),
        status_message = case d.goes when 'timed_out' then 'The plugin did not settle the job in time'
          when 'unsubscribed' then 'The plugin no longer subscribes to the event'
          else 'No attempt succeeded' end,
        parked_reason = case d.goes when 'given_up' then 'attempts_exhausted' end
      from due d
      where d.goes in ('timed_out', 'given_up', 'unsubscribed') and j.install_id = d.install_id and j.id = d.job_id
        and j.settled_by is distinct from 'plugin'),
    removed as (
      delete from job_queue q using due d
      where d.goes <> 'ready' and q.install_id = d.install_id and q.job_id = d.job_id)
    select install_id, identifier, in_lane, goes from due`);
}
