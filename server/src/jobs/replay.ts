import { type Db, Overtaken, sql } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { recordset } from '../lib/recordset.ts';
import { tellChanges } from '../stream/tell.ts';
import { lockBoth, queueAgain, refuseMoreResends, refuseUndeliverable } from './control.ts';
import { LOCK_ORDER } from './lanes.ts';
import { markQueued } from './mark.ts';
import type { JobKey, JobRow } from './rows.ts';

/** A job as it was before it was queued again. */
export interface BeforeReplay extends JobKey, Pick<JobRow, 'status' | 'parked_reason'> {
  /** Microseconds and all, as PostgreSQL writes it. */
  settled_at: string | null;
  is_resend: boolean;
}

/** What became of a job that was to be queued again: `passed` is one of which somebody else has made something else since. */
export type Queueing =
  | 'passed'
  | 'undeliverable'
  | { is_resend: boolean; last_attempt: number; endpoint_id: number | null };

/**
 * Queues a job again for a replay: as `retryJob` one without a verdict of its plugin, else as `resendJob`.
 *
 * @param was how it was when the replay chose it.
 */
export async function queueForReplay(
  tx: Db,
  replayId: number,
  jobId: string,
  {
    includeSettled,
    ...was
  }: Pick<JobRow, 'status' | 'parked_reason'> & { includeSettled: boolean },
): Promise<Queueing> {
  try {
    const { queued, job } = await lockBoth(tx, jobId);
    const is_resend = job.settled_by === 'plugin';
    const isAsItWas = job.status === was.status && job.parked_reason === was.parked_reason;
    if (queued !== undefined || !isAsItWas || (is_resend && !includeSettled)) return 'passed';
    refuseUndeliverable(job);
    if (is_resend) refuseMoreResends(job);
    else await markQueued(tx, [job]);
    if (!(await queueAgain(tx, job, { resend: is_resend, replayId }))) return 'passed';
    const { last_attempt, endpoint_id } = job;
    return { is_resend, last_attempt, endpoint_id };
  } catch (error) {
    if (error instanceof Overtaken) return 'passed';
    if (!(error instanceof Failure)) throw error;
    return error.code === 'job_not_found' ? 'passed' : 'undeliverable';
  }
}

const before = recordset<BeforeReplay>('b', {
  install_id: 'bigint',
  job_id: 'uuid',
  status: 'text',
  parked_reason: 'text',
  settled_at: 'timestamptz',
  is_resend: 'boolean',
});

/**
 * Takes those of these jobs out of the queue again that were not sent yet: they stand as before. What is under way goes on. Answers how many
 * were.
 */
export async function unqueueUnsent(
  tx: Db,
  replayId: number,
  jobs: BeforeReplay[],
): Promise<number> {
  if (jobs.length === 0) return 0;
  const rows = await tx.query<JobKey>(sql`
    with b as (select * from ${before.of(jobs)}),
    q as materialized (
      select q.install_id, q.job_id from job_queue q
      join b on b.install_id = q.install_id and b.job_id = q.job_id
      where q.replay_id = ${replayId} and ${UNSENT}
      order by ${LOCK_ORDER} for update of q),
    gone as (
      delete from job_queue g using q where g.install_id = q.install_id and g.job_id = q.job_id),
    again as (
      update jobs j set status = b.status, parked_reason = b.parked_reason, settled_at = b.settled_at,
        settled_by = case when b.status <> 'parked' then 'platform' end
      from q join b on b.install_id = q.install_id and b.job_id = q.job_id and not b.is_resend
      where j.install_id = q.install_id and j.id = q.job_id),
    uncounted as (
      update jobs j set resends = nullif(j.resends - 1, 0)
      from q join b on b.install_id = q.install_id and b.job_id = q.job_id and b.is_resend
      where j.install_id = q.install_id and j.id = q.job_id)
    select install_id, job_id from q`);
  await tellChanges(tx, () => ({ jobs: rows }));
  return rows.length;
}

// Ready, or given back before there was a request.
const UNSENT = sql`(q.state = 'ready' or (q.state = 'scheduled' and q.give_backs > 0))`;
