import { type Database, type Db, sql } from '../lib/db.ts';
import { leaveLanes } from './lanes.ts';

/** Rows moved by one look at the clock; the next look takes the rest. */
const MOST = 1000;

interface DueJob {
  install_id: number;
  identifier: string | null;
  in_lane: boolean;
  goes: 'ready' | 'gone' | 'timed_out' | 'given_up';
}

/**
 * Moves on what is due by the database's clock. Answers how many jobs may be claimed now.
 *
 * - A retry whose wait is over is ready.
 * - A job whose worker did not come back within its lease is ready again; the lost attempt is recorded and counts, since a job that
 *   kills its worker must not run for ever.
 * - A job that its plugin accepted and never settled has failed.
 */
export async function moveDueJobs(db: Database, mostSteps: number): Promise<number> {
  return db.transaction(async (tx) => {
    const moved = await moveDue(tx, mostSteps);
    const leaving = moved.flatMap(({ install_id, identifier, in_lane, goes }) =>
      in_lane && identifier !== null && goes !== 'ready'
        ? [{ install_id, identifier, head: true }]
        : [],
    );
    const unblocked = await leaveLanes(tx, leaving);
    return unblocked + moved.filter((job) => job.goes === 'ready').length;
  });
}

function moveDue(tx: Db, mostSteps: number): Promise<DueJob[]> {
  return tx.query(sql`
    with due as (
      select install_id, job_id, endpoint_id, identifier, in_lane, attempt, state, due_at,
        case when state = 'scheduled' then 'ready'
          when settled then 'gone'
          when state = 'ongoing' then 'timed_out'
          when step + 1 >= ${mostSteps}::integer then 'given_up'
          else 'ready' end as goes
      from job_queue
      where state in ('scheduled', 'leased', 'ongoing') and due_at <= now()
      order by due_at limit ${MOST} for update skip locked),
    lost as (
      insert into attempts (install_id, job_id, number, stage, error, url, started_at, duration_ms)
      select d.install_id, d.job_id, d.attempt, 'lost', 'The worker did not come back', e.url, d.due_at, 0
      from due d join endpoints e on e.id = d.endpoint_id where d.state = 'leased'
      on conflict do nothing),
    readied as (
      update job_queue q set state = 'ready', due_at = null,
        step = q.step + case d.state when 'leased' then 1 else 0 end
      from due d where d.goes = 'ready' and q.install_id = d.install_id and q.job_id = d.job_id),
    failed as (
      update jobs j set status = 'failed', settled_by = 'platform', settled_at = now(),
        status_message = case d.goes when 'timed_out' then 'The plugin did not settle the job in time'
          else 'No attempt succeeded' end,
        parked_reason = case d.goes when 'given_up' then 'attempts_exhausted' end
      from due d
      where d.goes in ('timed_out', 'given_up') and j.install_id = d.install_id and j.id = d.job_id
        and j.settled_by is distinct from 'plugin'),
    removed as (
      delete from job_queue q using due d
      where d.goes <> 'ready' and q.install_id = d.install_id and q.job_id = d.job_id)
    select install_id, identifier, in_lane, goes from due`);
}
