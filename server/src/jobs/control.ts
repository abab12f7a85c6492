import { endpointFor, type InstallStatus, isLive, RUNNING_RELEASE } from '../install-status.ts';
import { announce } from '../lib/changes.ts';
import { type Db, sql } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { recordset } from '../lib/recordset.ts';
import { tellChanges } from '../stream/tell.ts';
import { dequeue, QUEUED, type QueuedJob, refuseQueued } from './dequeue.ts';
import { HEARD, type Heard, whyUnheard } from './heard.ts';
import { markCancelled } from './mark.ts';
import { type JobKey, type JobRow, jobKeys, LAST_ATTEMPT } from './rows.ts';
import type { SettledReason } from './schema.ts';

/** A job that is about to be run again, locked. */
export interface ControlledJob
  extends JobKey,
    Heard,
    Pick<
      JobRow,
      'event_id' | 'identifier' | 'status' | 'settled_by' | 'parked_reason' | 'backfill_id'
    > {
  endpoint_id: number | null;
  endpoint_disabled: boolean;
  /** The release that the install runs hears it. Its endpoint may be there longer: as long as jobs wait for it. */
  subscribed: boolean;
  /** How often it was sent once more after its verdict. */
  resends: number;
  install_status: InstallStatus;
  plugin_suspended: boolean;
  /** The install was reinstalled since: the job was for the one before. */
  outlived: boolean;
  last_attempt: number;
}

/**
 * Runs a job again as soon as a worker is free, with the retry schedule from its start: one that waits for its next attempt now, and one
 * that has left the queue outside its lane. One that is ready, or waits for the one before it, stays as it is.
 *
 * @param isAdmin whether it is an admin of its space who asks, or the host: what was withdrawn is run again by nobody else.
 * @throws Failure `job_not_found`; `forbidden` for a job that was withdrawn; `job_settled` when the plugin has given its verdict;
 * `wrong_state` while a request is under way or the job is in the plugin's hands, for an event that the install is not granted any more,
 * and for a job that has left the queue when the plugin does not subscribe any more, the endpoint is disabled, or the install is not live or
 * begun anew;
 * `plugin_suspended` for one that has left it.
 */
export async function retryJob(tx: Db, jobId: string, isAdmin: boolean): Promise<void> {
  const { queued, job } = await lockBoth(tx, jobId);
  if (job.status === 'cancelled' && !isAdmin) {
    throw new Failure(
      'forbidden',
      'The job was withdrawn: only an admin of its space may run it again',
    );
  }
  if (job.settled_by === 'plugin') {
    throw new Failure(
      'job_settled',
      `The plugin settled the job as "${job.status}"; a verdict is final`,
    );
  }
  refuseUngranted(job);
  if (queued !== undefined) await hurry(tx, queued);
  else {
    refuseUndeliverable(job);
    await queueAgain(tx, [job]);
  }
  await announce(tx, 'jobs');
}

/**
 * Sends a job once more that its plugin has settled: outside its lane, with one attempt. Its verdict stays, whatever comes of it.
 *
 * @throws Failure `job_not_found`; `wrong_state` for a job without a verdict of its plugin, for one that is being sent or was sent as often
 * as may be, and where the plugin does not subscribe any more, the endpoint is disabled, or the install is not live, not granted the event any more, or begun anew;
 * `plugin_suspended`.
 */
export async function resendJob(tx: Db, jobId: string): Promise<void> {
  const { queued, job } = await lockBoth(tx, jobId);
  if (job.settled_by !== 'plugin') {
    throw new Failure('wrong_state', 'Its plugin has not settled the job: run it again by retry');
  }
  if (queued !== undefined) throw beingSent();
  refuseUndeliverable(job);
  refuseMoreResends(job);
  if ((await queueAgain(tx, [job])).length === 0) throw beingSent();
  await announce(tx, 'jobs');
}

const beingSent = () => new Failure('wrong_state', 'The job is being sent already');

async function hurry(tx: Db, queued: QueuedJob): Promise<void> {
  if (queued.state === 'leased' || queued.state === 'ongoing') {
    throw new Failure('wrong_state', 'An attempt is under way, or the plugin has accepted the job');
  }
  if (queued.state !== 'scheduled') return;
  await tx.query(sql`
    update job_queue set state = 'ready', due_at = null, step = 0, give_backs = 0
    where install_id = ${queued.install_id} and job_id = ${queued.job_id}`);
  await tellChanges(tx, () => ({ jobs: [queued] }));
}

/** How often a job is sent once more after its verdict. */
const MOST_RESENDS = 50;

/** Whether a settled job was sent as often as may be. */
export const isResentEnough = ({ resends }: ControlledJob): boolean => resends >= MOST_RESENDS;

function refuseMoreResends(job: ControlledJob): void {
  if (isResentEnough(job)) {
    throw new Failure(
      'wrong_state',
      `The job was sent once more ${job.resends} times, and ${MOST_RESENDS} are the most`,
    );
  }
}

function refuseUngranted(job: ControlledJob): void {
  const reason = whyUnheard(job);
  if (reason !== undefined) throw unwanted(reason, job);
}

/** Why nobody wants a job to be sent. */
export type Unwanted = Extract<
  SettledReason,
  'not_subscribed' | 'not_granted' | 'missing_scope' | 'reinstalled'
>;

const SAID: Record<Unwanted, (job: Heard) => string> = {
  not_subscribed: () => 'The plugin no longer subscribes to this event',
  not_granted: () => 'The install is not granted this event any more',
  missing_scope: ({ missing_scope }) =>
    `The event requires the scope "${missing_scope}", which the install does not have`,
  reinstalled: () => 'The plugin was reinstalled since',
};

const unwanted = (reason: Unwanted, job: Heard): Failure =>
  new Failure('wrong_state', SAID[reason](job));

// It would be set aside at once, for as long as that lasts, whatever it was before.
const ENDPOINT_DISABLED =
  'The endpoint of the plugin for this event is disabled; enable it once the plugin is well';

/** Why a job cannot be sent as things are; undefined for one that can. */
export function whyUndeliverable(job: ControlledJob): Failure | undefined {
  if (job.endpoint_id === null || !job.subscribed) return unwanted('not_subscribed', job);
  if (!isLive(job.install_status))
    return new Failure('wrong_state', `The install is ${job.install_status}`);
  if (job.plugin_suspended) return new Failure('plugin_suspended', 'The plugin is suspended');
  if (job.endpoint_disabled) return new Failure('wrong_state', ENDPOINT_DISABLED);
  const reason = whyNever(job);
  return reason === undefined ? undefined : unwanted(reason, job);
}

/**
 * Why a job is not sent any more: nobody wants it, and that is not over by itself as a suspension is. Undefined for one that is wanted.
 */
export function whyNever(job: ControlledJob): Unwanted | undefined {
  if (job.endpoint_id === null) return 'not_subscribed';
  return job.outlived ? 'reinstalled' : whyUnheard(job);
}

function refuseUndeliverable(job: ControlledJob): void {
  const failure = whyUndeliverable(job);
  if (failure !== undefined) throw failure;
}

type QueuedAgain = Pick<
  ControlledJob,
  | 'install_id'
  | 'job_id'
  | 'event_id'
  | 'endpoint_id'
  | 'identifier'
  | 'backfill_id'
  | 'last_attempt'
> & { resend: boolean };

const queuedAgain = recordset<QueuedAgain>('n', {
  install_id: 'bigint',
  job_id: 'uuid',
  event_id: 'uuid',
  endpoint_id: 'bigint',
  identifier: 'text',
  backfill_id: 'bigint',
  last_attempt: 'integer',
  resend: 'boolean',
});

/** What only a resend leaves as it is: the plugin's verdict. */
export const isResend = ({ settled_by }: Pick<JobRow, 'settled_by'>): boolean =>
  settled_by === 'plugin';

/**
 * Queues locked jobs outside their lanes: to be sent once more those that their plugin has settled, and all others as if they never had been
 * set aside. Answers those that were. Of the rest somebody else was first: a job that is settled does not tell that it is in the queue.
 *
 * @param replayId the replay that waits for them; null for none.
 */
export async function queueAgain(
  tx: Db,
  jobs: ControlledJob[],
  replayId: number | null = null,
): Promise<JobKey[]> {
  const rows = jobs.map((job) => ({ ...job, resend: isResend(job) }));
  const queued = await tx.query<JobKey>(sql`
    with queued as (
      insert into job_queue as q (install_id, job_id, event_id, endpoint_id, identifier, in_lane, state, attempt, resend,
        replay_id, backfill_id)
      select n.install_id, n.job_id, n.event_id, n.endpoint_id, n.identifier, false, 'ready', n.last_attempt, n.resend,
        ${replayId}::bigint, n.backfill_id
      from ${queuedAgain.of(rows)} order by n.job_id
      on conflict do nothing returning q.install_id, q.job_id, q.resend),
    reopened as (
      update jobs j set status = 'queued', parked_reason = null, settled_by = null, settled_at = null
      from queued n where not n.resend and j.install_id = n.install_id and j.id = n.job_id),
    counted as (
      update jobs j set resends = coalesce(j.resends, 0) + 1
      from queued n where n.resend and j.install_id = n.install_id and j.id = n.job_id)
    select install_id, job_id from queued`);
  await tellChanges(tx, () => ({ jobs: queued }));
  return queued;
}

/**
 * Withdraws a job that is not settled; false when it was withdrawn before. A request that is under way still ends, and is recorded.
 *
 * @throws Failure `job_not_found`, or `job_settled` when there is a verdict already.
 */
export async function cancelJob(tx: Db, jobId: string): Promise<boolean> {
  const { queued, job } = await lockBoth(tx, jobId);
  if (job.status === 'cancelled') return false;
  if (job.settled_by !== null)
    throw new Failure('job_settled', `The job is already "${job.status}"`);
  await markCancelled(tx, [job]);
  if (queued !== undefined) await dequeue(tx, [queued]);
  return true;
}

/** A job and its place in the queue, if it has one. */
interface LockedJob {
  job: ControlledJob;
  queued: QueuedJob | undefined;
}

/**
 * The queue's row first, as in settle.ts.
 *
 * @throws Failure `job_not_found`.
 */
async function lockBoth(tx: Db, jobId: string): Promise<LockedJob> {
  const queued = await lockQueueRow(tx, jobId);
  const job = await lockJob(tx, jobId);
  if (queued === undefined) refuseQueued(job);
  return { queued, job };
}

async function lockQueueRow(tx: Db, jobId: string): Promise<QueuedJob | undefined> {
  const [row] = await tx.query<QueuedJob>(sql`
    select ${QUEUED}
    from job_queue q join jobs j on j.install_id = q.install_id and j.id = q.job_id
    where j.id = ${jobId} for update of q`);
  return row;
}

async function lockJob(tx: Db, jobId: string): Promise<ControlledJob> {
  const [job] = await tx.query<ControlledJob>(sql`
    select ${CONTROLLED} from jobs j ${AS_THINGS_ARE_NOW} where j.id = ${jobId} for update of j`);
  if (job === undefined) throw new Failure('job_not_found', `There is no job ${jobId}`);
  return job;
}

/** A job among many that are locked at once. */
export interface OneOfMany extends ControlledJob {
  /** It is in the queue, whatever its status says. */
  is_queued: boolean;
}

/** Locks jobs, in the order of their ids; those that are gone are left out. Of the queue nothing is locked. */
export function lockMany(tx: Db, jobs: JobKey[]): Promise<OneOfMany[]> {
  return tx.query(sql`
    select ${CONTROLLED}, q.job_id is not null as is_queued
    from ${jobKeys.of(jobs)} join jobs j on j.install_id = k.install_id and j.id = k.job_id
    ${AS_THINGS_ARE_NOW}
    left join job_queue q on q.install_id = j.install_id and q.job_id = j.id
    order by j.id for update of j`);
}

// The columns of a `ControlledJob`, of the job `j` and what is joined below.
const CONTROLLED = sql`j.install_id, j.id as job_id, j.event_id, j.identifier, j.status, j.settled_by, j.parked_reason,
      j.backfill_id,
      e.id as endpoint_id, e.disabled_at is not null as endpoint_disabled, i.status as install_status, p.suspended_at is not null as plugin_suspended,
      i.generation <> j.install_generation as outlived,
      ${HEARD},
      coalesce(j.name = any(r.events), false) as subscribed, coalesce(j.resends, 0) as resends, ${LAST_ATTEMPT} as last_attempt`;

const AS_THINGS_ARE_NOW = sql`
    join installs i on i.id = j.install_id
    join plugins p on p.id = j.plugin_id
    left join endpoints e on e.id = ${endpointFor(sql`j.name`)}
    left join ${RUNNING_RELEASE}`;
