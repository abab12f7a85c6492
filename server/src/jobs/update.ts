import { createBatcher } from '../lib/batch.ts';
import { type Database, type Db, isConnectionError, sql } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { recordset } from '../lib/recordset.ts';
import { type LeavingJob, leaveLanes, leavingLane } from './lanes.ts';
import type { AttachmentRow, JobRow, QueueRow } from './rows.ts';
import type { Verdict } from './schema.ts';

/** What a plugin tells of one of its jobs; everything is optional. */
export interface JobUpdate {
  plugin_id: number;
  job_id: string;
  status?: Verdict;
  status_message?: string;
  failure_reason?: string;
  /** JSON texts, appended. */
  attachments: string[];
}

type UpdateKey = Pick<JobUpdate, 'plugin_id' | 'job_id'>;

const updateKeys = recordset<UpdateKey>('k', { plugin_id: 'bigint', job_id: 'uuid' });

export type UpdatedJob = Pick<JobRow, 'id' | 'name' | 'identifier'>;

/** What an update of a job may change, with what finds it. */
type Change = Pick<
  JobRow,
  'install_id' | 'id' | 'status' | 'status_message' | 'failure_reason' | 'settled_by'
>;

const changes = recordset<Change>('c', {
  install_id: 'bigint',
  id: 'uuid',
  status: 'text',
  status_message: 'text',
  failure_reason: 'text',
  settled_by: 'text',
});

/** A job that an update is about. */
interface HeldJob extends Change, UpdatedJob, Pick<JobRow, 'plugin_id'> {}

/** A job in the queue as whoever settles it must know it. */
export type QueuedJob = Omit<QueueRow, 'event_id' | 'endpoint_id' | 'due_at' | 'attempt' | 'step'>;

const settledJobs = recordset<Pick<QueuedJob, 'install_id' | 'job_id' | 'state'>>('s', {
  install_id: 'bigint',
  job_id: 'uuid',
  state: 'text',
});

/**
 * Makes the function behind PATCH job; concurrent updates share a transaction.
 *
 * @throws Failure `job_not_found` for an unknown job and another plugin's alike, `job_settled` for a second, different verdict.
 */
export function createJobUpdates(
  db: Database,
  wake: () => void,
): (update: JobUpdate) => Promise<UpdatedJob> {
  return createBatcher<JobUpdate, UpdatedJob>({
    maxSize: 200,
    isFatal: isConnectionError,
    async run(updates) {
      const { results, unblocked } = await db.transaction((tx) => applyUpdates(tx, updates));
      if (unblocked > 0) wake();
      return results;
    },
  });
}

async function applyUpdates(tx: Db, updates: JobUpdate[]) {
  const queued = await lockQueueRows(tx, updates);
  const jobs = new Map((await lockJobs(tx, updates)).map((job) => [job.id, job]));
  const settled = new Set<HeldJob>();
  const attachments: AttachmentRow[] = [];
  const results = updates.map((update) => {
    const job = jobs.get(update.job_id);
    if (job === undefined || job.plugin_id !== update.plugin_id) {
      return new Failure('job_not_found', 'There is no such job of this plugin');
    }
    if (!mayBecome(job, update.status)) {
      return new Failure('job_settled', `The job is already "${job.status}"; a verdict is final`);
    }
    apply(job, update);
    if (update.status !== undefined) settled.add(job);
    for (const attachment of update.attachments) {
      attachments.push({ install_id: job.install_id, job_id: job.id, attachment });
    }
    return { id: job.id, name: job.name, identifier: job.identifier };
  });
  await writeJobs(tx, [...jobs.values()]);
  await insertAttachments(tx, attachments);
  const settledIds = new Set([...settled].map((job) => job.id));
  const leaving = await dequeue(
    tx,
    queued.filter((row) => settledIds.has(row.job_id)),
  );
  return { results, unblocked: await leaveLanes(tx, leaving) };
}

// A plugin's verdict is final; what the platform decided (time-out, attempts used up) is open to it.
function mayBecome(job: HeldJob, status: Verdict | undefined): boolean {
  return status === undefined || job.settled_by !== 'plugin' || job.status === status;
}

function apply(job: HeldJob, update: JobUpdate): void {
  if (update.status !== undefined) {
    job.status = update.status;
    job.settled_by = 'plugin';
  }
  job.status_message = update.status_message ?? job.status_message;
  job.failure_reason = update.failure_reason ?? job.failure_reason;
}

// Without what is to be written, which may be long.
const keysOf = (updates: JobUpdate[]): UpdateKey[] =>
  updates.map(({ plugin_id, job_id }) => ({ plugin_id, job_id }));

// Queue rows before job rows, as in settle.ts: the two then cannot deadlock. Each once, since a job leaves its lane only once.
function lockQueueRows(tx: Db, updates: JobUpdate[]): Promise<QueuedJob[]> {
  return tx.query(sql`
    select q.install_id, q.job_id, q.identifier, q.in_lane, q.state
    from (select distinct ${updateKeys.columns} from ${updateKeys.of(keysOf(updates))}) as u
    join jobs j on j.id = u.job_id and j.plugin_id = u.plugin_id
    join job_queue q on q.install_id = j.install_id and q.job_id = j.id
    order by q.install_id, q.job_id for update of q`);
}

function lockJobs(tx: Db, updates: JobUpdate[]): Promise<HeldJob[]> {
  return tx.query(sql`
    select j.install_id, j.id, j.plugin_id, j.name, j.identifier, j.status, j.status_message,
      j.failure_reason, j.settled_by
    from ${updateKeys.of(keysOf(updates))}
    join jobs j on j.id = k.job_id and j.plugin_id = k.plugin_id
    order by j.install_id, j.id for update of j`);
}

async function writeJobs(tx: Db, jobs: Change[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(sql`
    update jobs j set status = c.status, status_message = c.status_message,
      failure_reason = c.failure_reason,
      parked_reason = case when c.settled_by = 'plugin' then null else j.parked_reason end,
      settled_at = case when c.settled_by is distinct from j.settled_by then now() else j.settled_at end,
      settled_by = c.settled_by
    from ${changes.of(jobs)}
    where j.install_id = c.install_id and j.id = c.id`);
}

const newAttachments = recordset<AttachmentRow>('a', {
  install_id: 'bigint',
  job_id: 'uuid',
  attachment: 'text',
});

/** Appends attachments, JSON texts, to their jobs. */
export async function insertAttachments(tx: Db, attachments: AttachmentRow[]): Promise<void> {
  if (attachments.length === 0) return;
  await tx.query(sql`
    insert into job_attachments (${newAttachments.columns})
    select ${newAttachments.columns} from ${newAttachments.of(attachments)}`);
}

/** Takes settled jobs out of the queue; one whose request is under way is only marked, so that its attempt is still recorded. */
export async function dequeue(tx: Db, rows: QueuedJob[]): Promise<LeavingJob[]> {
  if (rows.length === 0) return [];
  await tx.query(sql`
    with settled as (
      select * from ${settledJobs.of(rows)}),
    marked as (
      update job_queue q set settled = true from settled s
      where s.state = 'leased' and q.install_id = s.install_id and q.job_id = s.job_id)
    delete from job_queue q using settled s
    where s.state <> 'leased' and q.install_id = s.install_id and q.job_id = s.job_id`);
  const gone = rows.filter((row) => row.state !== 'leased');
  return gone.flatMap((row) => leavingLane(row, row.state !== 'blocked'));
}
