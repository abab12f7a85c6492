import { createBatcher } from '../lib/batch.ts';
import { type Database, type Db, whenUnavailable } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { type AttachmentRow, insertAttachments } from './attachment-queries.ts';
import { dequeue, refuseQueued } from './dequeue.ts';
import type { JobRow } from './rows.ts';
import type { Verdict } from './schema.ts';
import {
  lockJobs,
  lockQueueRows,
  type PluginJobKey,
  type UpdatableJob,
  writeJobChanges,
} from './update-queries.ts';

/** What a plugin tells of one of its jobs; everything is optional. */
export interface JobUpdate extends PluginJobKey {
  status?: Verdict;
  status_message?: string;
  failure_reason?: string;
  /** JSON texts, appended. */
  attachments: string[];
}

/** What PATCH job answers of a job, unless it is asked for the whole. */
export type UpdatedJob = Pick<JobRow, 'id' | 'name' | 'identifier'>;

/**
 * Makes the function behind PATCH job; concurrent updates share a transaction.
 *
 * @throws Failure `job_not_found` for an unknown job and another plugin's alike, `job_settled` for a second, different verdict.
 */
export function createJobUpdates(
  db: Database,
  jobsReady: () => void,
): (update: JobUpdate) => Promise<UpdatedJob> {
  return createBatcher<JobUpdate, UpdatedJob>({
    maxSize: 200,
    ...whenUnavailable,
    async run(updates) {
      const { results, unblocked } = await runAgainOnDeadlock(db, (tx) =>
        applyUpdates(tx, updates),
      );
      if (unblocked > 0) jobsReady();
      return results;
    },
  });
}

async function applyUpdates(tx: Db, updates: JobUpdate[]) {
  const keys = updates.map(({ plugin_id, job_id }) => ({ plugin_id, job_id }));
  const queued = await lockQueueRows(tx, keys);
  const jobs = new Map((await lockJobs(tx, keys)).map((job) => [job.id, job]));
  const inQueue = new Set(queued.map(({ job_id }) => job_id));
  const settled = new Set<string>();
  const attachments: AttachmentRow[] = [];
  const results = updates.map((update) => {
    const job = jobs.get(update.job_id);
    if (job === undefined || job.plugin_id !== update.plugin_id) {
      return new Failure('job_not_found', 'There is no such job of this plugin');
    }
    if (!mayBecome(job, update.status)) {
      return new Failure('job_settled', `The job is already "${job.status}"; a verdict is final`);
    }
    if (update.status !== undefined) {
      if (!inQueue.has(job.id)) refuseQueued(job);
      settled.add(job.id);
    }
    apply(job, update);
    for (const attachment of update.attachments) {
      attachments.push({ install_id: job.install_id, job_id: job.id, attachment });
    }
    return { id: job.id, name: job.name, identifier: job.identifier };
  });
  await writeJobChanges(tx, [...jobs.values()]);
  await insertAttachments(tx, attachments);
  const unblocked = await dequeue(
    tx,
    // One that is sent once more has its verdict already, and goes on.
    queued.filter((row) => settled.has(row.job_id) && !row.resend),
  );
  return { results, unblocked };
}

// A plugin's verdict is final; what the platform decided (time-out, attempts used up) is open to it.
function mayBecome(job: UpdatableJob, status: Verdict | undefined): boolean {
  return status === undefined || job.settled_by !== 'plugin' || job.status === status;
}

function apply(job: UpdatableJob, update: JobUpdate): void {
  if (update.status !== undefined) {
    job.status = update.status;
    job.settled_by = 'plugin';
  }
  job.status_message = update.status_message ?? job.status_message;
  job.failure_reason = update.failure_reason ?? job.failure_reason;
}
