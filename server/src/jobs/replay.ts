import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { tellChanges } from '../stream/tell.ts';
import {
  type ControlledJob,
  isResend,
  isResentEnough,
  lockMany,
  queueAgain,
  whyUndeliverable,
} from './control.ts';
import { LOCK_ORDER } from './lanes.ts';
import type { JobKey, JobRow } from './rows.ts';
import { WAITS_TO_BE_SENT } from './unsent.ts';

/** A job as it was before it was queued again. */
export interface BeforeReplay extends JobKey, Pick<JobRow, 'status' | 'parked_reason'> {
  /** Microseconds and all, as PostgreSQL writes it. */
  settled_at: string | null;
  is_resend: boolean;
}

/** A job as it was when a replay chose it. */
export interface ChosenJob extends JobKey, Pick<JobRow, 'status' | 'parked_reason'> {
  /** For which it was chosen. */
  endpoint_id: number;
  /** There was nowhere to send it to then. Of such more may be chosen than there is room for: they are not to be sent. */
  is_stopped: boolean;
}

/** A job whose install is on another release since it was chosen, with the endpoint of that one. */
export interface MovedJob {
  job_id: string;
  endpoint_id: number;
}

/** A job that a replay has queued. */
export interface QueuedForReplay extends JobKey {
  is_resend: boolean;
  last_attempt: number;
  endpoint_id: number | null;
}

/**
 * Queues jobs again for a replay: as `retryJob` those without a verdict of their plugin, else as `resendJob`. Of which somebody else has made
 * something else since is passed over, and so is what another endpoint is called for by now: there may be no room for it. Answers those that
 * were queued, those of other endpoints, and how many cannot be sent.
 */
export async function queueForReplay(
  tx: Db,
  replayId: number,
  chosen: ChosenJob[],
  includeSettled: boolean,
): Promise<{ queued: QueuedForReplay[]; moved: MovedJob[]; undeliverable: number }> {
  if (chosen.length === 0) return { queued: [], moved: [], undeliverable: 0 };
  const were = new Map(chosen.map((was) => [was.job_id, was]));
  const standing = (await lockMany(tx, chosen)).filter((job) => {
    const was = were.get(job.job_id);
    const isAsItWas = job.status === was?.status && job.parked_reason === was?.parked_reason;
    return isAsItWas && !job.is_queued && (includeSettled || !isResend(job));
  });
  const moved = standing.flatMap(({ job_id, endpoint_id }) =>
    endpoint_id === null || endpoint_id === were.get(job_id)?.endpoint_id
      ? []
      : [{ job_id, endpoint_id }],
  );
  const passed = new Set(moved.map(({ job_id }) => job_id));
  const staying = standing.filter(({ job_id }) => !passed.has(job_id));
  const fit = staying.filter((job) => !were.get(job.job_id)?.is_stopped && mayBeSent(job));
  const keys = new Set((await queueAgain(tx, fit, replayId)).map(({ job_id }) => job_id));
  const queued = fit
    .filter(({ job_id }) => keys.has(job_id))
    .map((job) => ({ ...job, is_resend: isResend(job) }));
  return { queued, moved, undeliverable: staying.length - fit.length };
}

const mayBeSent = (job: ControlledJob): boolean =>
  whyUndeliverable(job) === undefined && !(isResend(job) && isResentEnough(job));

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
      where q.replay_id = ${replayId} and ${WAITS_TO_BE_SENT}
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
