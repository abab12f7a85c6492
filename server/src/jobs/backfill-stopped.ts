import { RUNNING_RELEASE } from '../install-status.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import type { Unwanted } from './control.ts';
import { dequeue, QUEUED, type QueuedJob } from './dequeue.ts';
import { HEARD, type Heard, whyUnheard } from './heard.ts';
import { LOCK_ORDER } from './lanes.ts';
import { markCancelled, markParked } from './mark.ts';
import { IS_BACK, IS_UNSENT } from './unsent.ts';

/** An endpoint for which a backfill has jobs that were not sent. */
interface AwaitedEndpoint extends Heard {
  endpoint_id: number;
  /** The release that the install runs hears its event. */
  subscribed: boolean;
  is_disabled: boolean;
}

/** What became of jobs of a backfill for which there is no way now. */
export interface TakenOut {
  /** How many of them were withdrawn or set aside. */
  taken: number;
  /** How many others are at the head of their lanes now. */
  unblocked: number;
  /** There may be more of them. */
  isMore: boolean;
}

/**
 * Takes jobs of a backfill out of the queue that cannot be sent, so that their lanes go on: those of events that are not granted any more, or not
 * subscribed to, are withdrawn; those of endpoints that are disabled are set aside until they are enabled.
 *
 * What is enabled again is put behind all that is queued by then. So whatever is left in the queue has to be older than what is set aside: the
 * last ones go first, and before them those that came since.
 *
 * @param most in one transaction.
 */
export async function takeOutStopped(
  tx: Db,
  backfillId: number,
  installId: number,
  most: number,
): Promise<TakenOut> {
  const refused = new Map<number, Unwanted>();
  const disabled: number[] = [];
  for (const endpoint of await selectAwaited(tx, backfillId, installId)) {
    const reason = endpoint.subscribed ? whyUnheard(endpoint) : 'not_subscribed';
    if (reason !== undefined) refused.set(endpoint.endpoint_id, reason);
    else if (endpoint.is_disabled) disabled.push(endpoint.endpoint_id);
  }
  const stopped = await lockDisabled(tx, disabled);
  if (refused.size + stopped.length === 0) return { taken: 0, unblocked: 0, isMore: false };
  const old = lastOf(backfillId, [...refused.keys(), ...stopped], most);
  const rows = await lockSlice(tx, sql`(${old}) union all (${newOf(installId, stopped)})`, most);
  const reasonOf = ({ endpoint_id }: StoppedJob) => refused.get(endpoint_id);
  for (const reason of new Set(refused.values())) {
    const withdrawn = rows.filter((row) => reasonOf(row) === reason);
    await markCancelled(tx, withdrawn, reason);
  }
  const setAside = rows.filter((row) => reasonOf(row) === undefined);
  await markParked(tx, setAside, 'endpoint_disabled');
  const unblocked = await dequeue(tx, rows);
  return {
    taken: rows.filter(({ is_past }) => is_past).length,
    unblocked,
    isMore: rows.length > 0,
  };
}

function selectAwaited(tx: Db, backfillId: number, installId: number): Promise<AwaitedEndpoint[]> {
  return tx.query(sql`
    with recursive awaited (id) as (
      (select q.endpoint_id from job_queue q where q.replay_id = ${backfillId} and ${IS_UNSENT}
        order by q.endpoint_id limit 1)
      union all
      select (select q.endpoint_id from job_queue q
        where q.replay_id = ${backfillId} and ${IS_UNSENT} and q.endpoint_id > awaited.id
        order by q.endpoint_id limit 1)
      from awaited where awaited.id is not null)
    select awaited.id as endpoint_id, e.disabled_at is not null as is_disabled,
      coalesce(j.name = any(r.events), false) as subscribed, ${HEARD}
    from awaited
    join installs i on i.id = ${installId}
    join plugins p on p.id = i.plugin_id
    left join endpoints e on e.id = awaited.id
    cross join lateral (select e.event_name as name) as j
    left join ${RUNNING_RELEASE}
    where awaited.id is not null`);
}

// Whoever enables one waits for us, and finds what we set aside; or we for them, and it is not disabled any more.
async function lockDisabled(tx: Db, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<{ id: number }>(sql`
    select id from endpoints where id = any(${ids}) and disabled_at is not null order by id for share`);
  return rows.map(({ id }) => id);
}

const lastOf = (backfillId: number, endpointIds: number[], most: number): Sql => sql`
  select l.install_id, l.job_id, l.seq from unnest(${endpointIds}::bigint[]) as w (id) cross join lateral (
    select q.install_id, q.job_id, q.seq from job_queue q
    where q.replay_id = ${backfillId} and q.endpoint_id = w.id and ${IS_BACK}
    order by q.seq desc limit ${most}) l`;

// What came while the past was read may be held, and nobody has let it go yet.
const newOf = (installId: number, endpointIds: number[]): Sql => sql`
  select n.install_id, n.job_id, n.seq from (
    select q.install_id, q.job_id, q.endpoint_id, q.seq from job_queue q
    where q.install_id = ${installId} and q.state = 'blocked' and q.seq > 0
    union all
    select q.install_id, q.job_id, q.endpoint_id, q.seq from job_queue q
    where q.install_id = ${installId} and q.state = 'held' and q.replay_id is null) n
  where n.endpoint_id = any(${endpointIds}::bigint[])`;

interface StoppedJob extends QueuedJob {
  endpoint_id: number;
  /** A backfill has queued it. */
  is_past: boolean;
}

function lockSlice(tx: Db, chosen: Sql, most: number): Promise<StoppedJob[]> {
  return tx.query(sql`
    with slice as materialized (
      select c.install_id, c.job_id from (${chosen}) c order by c.seq desc limit ${most})
    select ${QUEUED}, q.endpoint_id, q.replay_id is not null as is_past from slice
    join job_queue q on q.install_id = slice.install_id and q.job_id = slice.job_id
    where q.state in ('held', 'blocked')
    order by ${LOCK_ORDER} for update of q`);
}
