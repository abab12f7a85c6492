import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { tellChanges } from '../stream/tell.ts';
import { QUEUED, type QueuedJob } from './dequeue.ts';
import { LOCK_ORDER } from './lanes.ts';
import type { JobRow } from './rows.ts';

/** A job as its plugin names it. */
export interface PluginJobKey {
  plugin_id: number;
  job_id: string;
}

const pluginJobKeys = recordset<PluginJobKey>('k', { plugin_id: 'bigint', job_id: 'uuid' });

/** What its plugin may change of a job, with the job's key. */
export type JobChange = Pick<
  JobRow,
  'install_id' | 'id' | 'status' | 'status_message' | 'failure_reason' | 'settled_by'
>;

const jobChanges = recordset<JobChange>('c', {
  install_id: 'bigint',
  id: 'uuid',
  status: 'text',
  status_message: 'text',
  failure_reason: 'text',
  settled_by: 'text',
});

/** A job that an update is about. */
export type UpdatableJob = JobChange & Pick<JobRow, 'plugin_id' | 'name' | 'identifier'>;

/**
 * The queue rows of these jobs, locked: before job rows, as in settle.ts, so that the two cannot deadlock. Each once, since a job leaves
 * its lane only once.
 */
export function lockQueueRows(tx: Db, keys: PluginJobKey[]): Promise<QueuedJob[]> {
  return tx.query(sql`
    select ${QUEUED}
    from (select distinct ${pluginJobKeys.columns} from ${pluginJobKeys.of(keys)}) as u
    join jobs j on j.id = u.job_id and j.plugin_id = u.plugin_id
    join job_queue q on q.install_id = j.install_id and q.job_id = j.id
    order by ${LOCK_ORDER} for update of q`);
}

/** Those of the jobs that exist, locked. */
export function lockJobs(tx: Db, keys: PluginJobKey[]): Promise<UpdatableJob[]> {
  return tx.query(sql`
    select j.install_id, j.id, j.plugin_id, j.name, j.identifier, j.status, j.status_message,
      j.failure_reason, j.settled_by
    from ${pluginJobKeys.of(keys)}
    join jobs j on j.id = k.job_id and j.plugin_id = k.plugin_id
    order by j.install_id, j.id for update of j`);
}

/** Writes changed jobs; a verdict that is new counts from now. */
export async function writeJobChanges(tx: Db, jobs: JobChange[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(sql`
    update jobs j set status = c.status, status_message = c.status_message,
      failure_reason = c.failure_reason,
      parked_reason = case when c.settled_by = 'plugin' then null else j.parked_reason end,
      settled_at = case when c.settled_by is distinct from j.settled_by then now() else j.settled_at end,
      settled_by = c.settled_by
    from ${jobChanges.of(jobs)}
    where j.install_id = c.install_id and j.id = c.id`);
  await tellChanges(tx, () => ({ jobs: jobs.map(toKey) }));
}

const toKey = ({ install_id, id }: JobChange) => ({ install_id, job_id: id });
