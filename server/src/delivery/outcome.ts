import type { ClaimedJob } from '../jobs/claim.ts';
import { pauseBefore } from '../jobs/schedule.ts';
import type { ParkedReason, Verdict } from '../jobs/schema.ts';
import type { AttemptRecord, Settlement } from '../jobs/settle.ts';
import { isFirstOfBackfill } from '../jobs/unsent.ts';
import type { ReplyContent } from './reply.ts';

/** How an endpoint did. Both who `failed` and who `struggled` gave no verdict; the latter asked for a slower pace, or took too long. */
export type EndpointResult = 'answered' | 'gone' | 'failed' | 'struggled';

/** What becomes of a claimed job, with all else that the attempt at it brings about. */
export interface Outcome extends Settlement {
  job: ClaimedJob;
  /** What the reply asks for, if there was one of use. */
  content?: ReplyContent;
  /** Left out when no request was made. */
  endpoint?: EndpointResult;
}

/** The plugin gave its verdict. */
export const settled = (
  job: ClaimedJob,
  record: AttemptRecord,
  content: ReplyContent,
  { status, gone }: { status: Verdict; gone: boolean },
): Outcome => ({
  job,
  record,
  next: 'gone',
  step: job.step,
  status,
  status_message: content.message,
  settled_by: 'plugin',
  content,
  endpoint: gone ? 'gone' : 'answered',
});

/** The plugin accepted the job, and has `seconds` to settle it. */
export const ongoing = (
  job: ClaimedJob,
  record: AttemptRecord,
  content: ReplyContent,
  seconds: number,
): Outcome => ({
  job,
  record,
  next: 'ongoing',
  wait_seconds: seconds,
  step: job.step,
  status: 'ongoing',
  status_message: content.message,
  content,
  endpoint: 'answered',
});

/** The attempt failed, and there will be another in `seconds`. */
export const scheduled = (
  job: ClaimedJob,
  record: AttemptRecord,
  endpoint: EndpointResult,
  seconds: number,
): Outcome => ({
  job,
  record,
  next: 'scheduled',
  wait_seconds: seconds,
  step: job.step + 1,
  status: 'queued',
  endpoint,
});

/** The last attempt failed. */
export const exhausted = (
  job: ClaimedJob,
  record: AttemptRecord,
  endpoint: EndpointResult,
): Outcome => ({
  job,
  record,
  next: 'gone',
  step: job.step,
  status: 'failed',
  settled_by: 'platform',
  settled_reason: 'attempts_exhausted',
  parked_reason: 'attempts_exhausted',
  endpoint,
});

/** A job that goes back to the queue as if it had not been claimed. */
export const released = (job: ClaimedJob): Outcome => ({
  job,
  next: 'released',
  step: job.step,
  status: 'queued',
});

/**
 * A job that could not be sent since something failed in us. It is no attempt of the plugin's: the job goes back, keeps its place in the
 * lane, and is tried again after a pause that grows.
 */
export const givenBack = (job: ClaimedJob, reason: string): Outcome => ({
  ...released(job),
  wait_seconds: pauseBefore(job.give_backs),
  held_up_by: reason,
});

/** What becomes of a job that must not be sent now; `undefined` when it may be. */
export function outcomeWithoutSending(job: ClaimedJob): Outcome | undefined {
  if (job.install_status === 'uninstalled' && job.event_name !== 'plugin_uninstalled')
    return withdrawn(job);
  // Its backfill knows of the others, and does with all of them what is to be done: set aside alone, it would come after those behind it.
  if (isFirstOfBackfill(job) && mustWait(job)) return released(job);
  if (job.plugin_suspended) return parked(job, 'plugin_suspended');
  if (job.install_status === 'suspended') return parked(job, 'suspended');
  if (job.endpoint_disabled) return parked(job, 'endpoint_disabled');
  return undefined;
}

const mustWait = ({ plugin_suspended, install_status, endpoint_disabled }: ClaimedJob): boolean =>
  plugin_suspended || install_status === 'suspended' || endpoint_disabled;

// Its install is gone.
const withdrawn = (job: ClaimedJob): Outcome => ({
  job,
  next: 'gone',
  step: job.step,
  status: 'cancelled',
  settled_by: 'platform',
  settled_reason: 'uninstalled',
});

/**
 * What is recorded of a job: of one that was sent once more the attempt alone. That its endpoint answered is good news of the endpoint; that it
 * did not says nothing, or whoever asks again and again could have it disabled.
 */
export function recordable(outcome: Outcome): Outcome {
  const { job, record, next, step, status, endpoint } = outcome;
  if (!job.resend || next === 'released') return outcome;
  return {
    job,
    record,
    next: 'gone',
    step,
    status,
    endpoint: endpoint === 'answered' ? endpoint : undefined,
  };
}

/** The job is set aside until the reason is over. A request that was made all the same is recorded, and that is all that comes of it. */
export const parked = (job: ClaimedJob, reason: ParkedReason, record?: AttemptRecord): Outcome => ({
  job,
  record,
  next: 'gone',
  step: job.step,
  status: 'parked',
  parked_reason: reason,
});
