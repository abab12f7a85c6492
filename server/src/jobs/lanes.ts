import { type Db, type Sql, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import type { QueueRow } from './rows.ts';

/** The lane that jobs of an install with one identifier wait in. */
export interface Lane {
  install_id: number;
  identifier: string;
}

const lanes = recordset<Lane>('l', { install_id: 'bigint', identifier: 'text' });

/** A job as its lane knows it, as of when its row was locked. */
export type InLane = Pick<QueueRow, 'install_id' | 'identifier' | 'in_lane' | 'followed'>;

/** The lane of a queued job; `undefined` when it waits for no other. */
export function laneOf({
  install_id,
  identifier,
  in_lane,
}: Omit<InLane, 'followed'>): Lane | undefined {
  return in_lane && identifier !== null ? { install_id, identifier } : undefined;
}

/**
 * Whether a backfill of the install `installId` has not read all yet: a job that is newer, and in a lane, may have to wait for one that is not
 * there. The same for all rows of a statement, and asked of its snapshot, so that a job is queued as things are when it is.
 */
export const isBeingRead = (installId: Sql): Sql => sql`${installId} = any(array(
  select y.install_id from replays y where y.kind = 'backfill' and y.state = 'running' and not y.is_read))`;

/** The order in which the queue's rows are locked wherever several are, `q` being the queue: heads of lanes as those who queue others meet them. */
export const LOCK_ORDER = sql`q.install_id, q.identifier collate "C", q.job_id`;

/**
 * Makes the next jobs heads where these left their lanes: heads that were followed, whose rows were locked before and are taken out by now.
 * They are ready, or held where a backfill says when. Answers how many there are.
 *
 * To be run as a statement of its own, since it must see what was queued by those we waited for.
 */
export async function leaveLanes(tx: Db, leaving: InLane[]): Promise<number> {
  let ready = 0;
  let left = leaving.flatMap((job) => (job.followed ? (laneOf(job) ?? []) : []));
  while (left.length > 0) {
    const nexts = await makeNextReady(tx, left);
    ready += nexts.filter(({ is_ready }) => is_ready).length;
    left = nexts.filter(({ is_ready }) => !is_ready);
  }
  return ready;
}

// One that is not ready after all was withdrawn while we waited for its row: then it is the turn of the next.
function makeNextReady(tx: Db, of: Lane[]): Promise<(Lane & { is_ready: boolean })[]> {
  return tx.query(sql`
    with next as materialized (
      select l.install_id, l.identifier, n.job_id, n.followed
      from ${lanes.of(of)}
      cross join lateral (
        select b.job_id, lead(b.job_id) over (order by b.seq) is not null as followed
        from (select q.job_id, q.seq from job_queue q
          where q.state = 'blocked' and q.install_id = l.install_id and q.identifier = l.identifier
          order by q.seq limit 2) as b
        order by b.seq limit 1) as n),
    readied as (
      update job_queue q set followed = next.followed, state = case
        when q.replay_id is not null or ${isBeingRead(sql`q.install_id`)} then 'held' else 'ready' end
      from next where q.install_id = next.install_id and q.job_id = next.job_id
      returning q.job_id)
    select next.install_id, next.identifier, readied.job_id is not null as is_ready
    from next left join readied on readied.job_id = next.job_id
    order by next.install_id, next.identifier collate "C"`);
}
