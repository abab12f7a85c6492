import { type Db, Overtaken, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { leaveLanes } from './lanes.ts';
import type { JobRow, QueueRow } from './rows.ts';

/** A job in the queue as whoever settles it must know it. */
export type QueuedJob = Pick<
  QueueRow,
  'install_id' | 'job_id' | 'identifier' | 'in_lane' | 'followed' | 'state' | 'resend'
>;

/**
 * To be asked of a job that has no row in the queue, once it is locked.
 *
 * @throws Overtaken for one that has it by now: it was being queued while we waited for it. Whoever goes on would settle a job that is sent
 * all the same, or queue one that is queued.
 */
export function refuseQueued({ status }: Pick<JobRow, 'status'>): void {
  if (status === 'queued' || status === 'ongoing') throw new Overtaken('The job was queued again');
}

/** The columns of a {@link QueuedJob}, with `q` for the queue. */
export const QUEUED = sql`q.install_id, q.job_id, q.identifier, q.in_lane, q.followed, q.state, q.resend`;

const settledJobs = recordset<Pick<QueuedJob, 'install_id' | 'job_id' | 'state'>>('s', {
  install_id: 'bigint',
  job_id: 'uuid',
  state: 'text',
});

/**
 * Takes settled jobs out of the queue and their lanes; one whose request is under way is only marked, so that its attempt is still
 * recorded. The rows must be locked. Answers how many jobs became ready.
 */
export async function dequeue(tx: Db, rows: QueuedJob[]): Promise<number> {
  if (rows.length === 0) return 0;
  await tx.query(sql`
    with settled as (select * from ${settledJobs.of(rows)}),
    marked as (
      update job_queue q set settled = true from settled s
      where s.state = 'leased' and q.install_id = s.install_id and q.job_id = s.job_id)
    delete from job_queue q using settled s
    where s.state <> 'leased' and q.install_id = s.install_id and q.job_id = s.job_id`);
  return leaveLanes(
    tx,
    rows.filter(({ state }) => state !== 'leased' && state !== 'blocked'),
  );
}
