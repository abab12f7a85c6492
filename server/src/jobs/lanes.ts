import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import type { LaneRow, QueueRow } from './rows.ts';

/** The lane that jobs of an install with one identifier wait in. */
export type Lane = Omit<LaneRow, 'jobs'>;

const lanes = recordset<Lane>('l', { install_id: 'bigint', identifier: 'text' });

/** A job that is taken out of its lane. */
export interface LeavingJob extends Lane {
  /** It was the one that the others wait for; false for a blocked job that is withdrawn. */
  head: boolean;
}

const leavingJobs = recordset<LeavingJob>('j', {
  install_id: 'bigint',
  identifier: 'text',
  head: 'boolean',
});

type InLane = Pick<QueueRow, 'install_id' | 'identifier' | 'in_lane'>;

/** The lane of a queued job; `undefined` when it waits for no other. */
export function laneOf({ install_id, identifier, in_lane }: InLane): Lane | undefined {
  return in_lane && identifier !== null ? { install_id, identifier } : undefined;
}

/** What {@link leaveLanes} takes for a job that leaves the queue or lets its lane go on: nothing when it is in no lane. */
export function leavingLane(job: InLane, head: boolean): LeavingJob[] {
  const lane = laneOf(job);
  return lane === undefined ? [] : [{ ...lane, head }];
}

/**
 * Takes jobs out of their lanes and makes the next ready where the head left. Answers how many became ready.
 *
 * Two statements, since the second must see what was enqueued by those we waited for in the first.
 */
export async function leaveLanes(tx: Db, leaving: LeavingJob[]): Promise<number> {
  if (leaving.length === 0) return 0;
  const remaining = await countDown(tx, leaving);
  if (remaining.length === 0) return 0;
  const rows = await tx.query(sql`
    update job_queue q set state = 'ready'
    from ${lanes.of(remaining)}
    cross join lateral (
      select job_id from job_queue
      where state = 'blocked' and install_id = l.install_id and identifier = l.identifier
      order by seq limit 1) as next
    where q.install_id = l.install_id and q.job_id = next.job_id
    returning 1`);
  return rows.length;
}

async function countDown(tx: Db, leaving: LeavingJob[]): Promise<Lane[]> {
  return tx.query<Lane>(sql`
    with leaving as (
      select install_id, identifier, count(*)::integer as jobs, bool_or(head) as head
      from ${leavingJobs.of(leaving)}
      group by install_id, identifier),
    locked as (
      select l.install_id, l.identifier, l.jobs - leaving.jobs as jobs, leaving.head
      from lanes l join leaving using (install_id, identifier)
      order by l.install_id, l.identifier for update of l),
    emptied as (
      delete from lanes l using locked
      where l.install_id = locked.install_id and l.identifier = locked.identifier and locked.jobs <= 0),
    counted as (
      update lanes l set jobs = locked.jobs from locked
      where l.install_id = locked.install_id and l.identifier = locked.identifier and locked.jobs > 0)
    select install_id, identifier from locked where jobs > 0 and head`);
}
