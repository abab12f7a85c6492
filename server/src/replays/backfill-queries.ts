import type { InstallStatus } from '../install-status.ts';
import type { ReleasedJob } from '../jobs/backfill.ts';
import type { JobKey } from '../jobs/rows.ts';
import { IS_FIRST_UNDER_WAY, IS_UNSENT } from '../jobs/unsent.ts';
import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { roomFor } from './room-queries.ts';
import type { RunningReplay } from './work-queries.ts';

/** How the install of a backfill stands. */
export interface BackfilledInstall {
  id: number;
  space_id: number;
  status: InstallStatus;
  generation: number;
  plugin_suspended: boolean;
}

/** The install that is told of the past; undefined for one that there is not. */
export async function selectBackfilledInstall(
  db: Db,
  id: number | null,
): Promise<BackfilledInstall | undefined> {
  const [row] = await db.query<BackfilledInstall>(sql`
    select i.id, i.space_id, i.status, i.generation, p.suspended_at is not null as plugin_suspended
    from installs i join plugins p on p.id = i.plugin_id where i.id = ${id}`);
  return row;
}

/**
 * Keeps an install of this generation from being ended and removed until the transaction ends: nobody would find what is queued of it then. False
 * where it is ended, or somebody is at it: for them nobody waits, as they may be waiting for the backfill.
 */
export async function keepToBackfill(
  tx: Db,
  { id, generation }: Pick<BackfilledInstall, 'id' | 'generation'>,
): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from installs
    where id = ${id} and generation = ${generation} and status <> 'uninstalled' for key share skip locked`);
  return rows.length > 0;
}

/**
 * The jobs of a backfill that may be sent now: of each endpoint as many as there is room for, the oldest first. Where other jobs are ready, which
 * go first, only those for which newer jobs of their lanes wait: these are others, too. They are found by those that wait, as there are few of
 * them. None of an endpoint that is disabled.
 *
 * @param share how many jobs of replays and backfills an endpoint may have at a time.
 */
export function selectReleasable(
  tx: Db,
  { id, install_id }: Pick<RunningReplay, 'id' | 'install_id'>,
  share: number,
): Promise<JobKey[]> {
  return tx.query(sql`
    with recursive endpoint (id) as (
      (select endpoint_id from job_queue where replay_id = ${id} and state = 'held' order by endpoint_id limit 1)
      union all
      select (select q.endpoint_id from job_queue q
        where q.replay_id = ${id} and q.state = 'held' and q.endpoint_id > endpoint.id
        order by q.endpoint_id limit 1)
      from endpoint where endpoint.id is not null),
    open as materialized (
      select e.id, ${roomFor(sql`e.id`, id, share)} as room,
        exists (select from job_queue r
          where r.state = 'ready' and r.endpoint_id = e.id and r.replay_id is null) as is_busy
      from endpoint w join endpoints e on e.id = w.id and e.disabled_at is null)
    select n.install_id, n.job_id from open cross join lateral (
      (select q.install_id, q.job_id from job_queue q
        where q.replay_id = ${id} and q.state = 'held' and q.endpoint_id = open.id and not open.is_busy
        order by q.seq limit greatest(open.room, 0))
      union all
      (select h.install_id, h.job_id from job_queue b
        join job_queue h on h.install_id = b.install_id and h.identifier = b.identifier and h.in_lane
          and h.state <> 'blocked' and h.state = 'held' and h.replay_id = ${id} and h.endpoint_id = open.id
        where b.install_id = ${install_id} and ${IS_NEW_AND_NEXT} and open.is_busy and open.room > 0
        order by b.seq limit greatest(open.room, 0))) n`);
}

// Of the queue as `b`: the first of its lane that no backfill has queued, whose places are before 0. It has waited for the longest time.
const IS_NEW_AND_NEXT = sql`(b.state = 'blocked' and b.seq > 0 and not exists (select from job_queue o
  where o.state = 'blocked' and o.install_id = b.install_id and o.identifier = b.identifier and o.seq > 0 and o.seq < b.seq))`;

const released = recordset<ReleasedJob>('n', {
  install_id: 'bigint',
  job_id: 'uuid',
  last_attempt: 'integer',
  endpoint_id: 'bigint',
});

/** Notes what is on its way. */
export async function noteReleased(tx: Db, id: number, jobs: ReleasedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(sql`
    insert into replay_jobs (replay_id, job_id, install_id, endpoint_id, is_queued, status, attempt)
    select ${id}, n.job_id, n.install_id, n.endpoint_id, true, 'queued', n.last_attempt
    from ${released.of(jobs)} on conflict do nothing`);
}

/** Ends it: what is under way goes on, and all else is to be unmade. */
export async function endBackfill(tx: Db, id: number): Promise<void> {
  await tx.query(sql`
    with noted as (delete from replay_jobs where replay_id = ${id})
    update replays set state = 'cancelled', finished_at = now() where id = ${id} and state = 'running'`);
}

/** Ends what an install was told of before it began anew, where no worker has seen yet that it is over. */
export async function endOutlived(tx: Db, installId: number, generation: number): Promise<void> {
  const rows = await tx.query<{ id: number }>(sql`
    select id from replays
    where state = 'running' and kind = 'backfill' and install_id = ${installId} and generation <> ${generation}`);
  for (const { id } of rows) await endBackfill(tx, id);
}

/** Those that were ended, and have left jobs in the queue. */
export async function selectLeftOver(db: Db): Promise<number[]> {
  const rows = await db.query<{ id: number }>(sql`
    select y.id from replays y
    cross join lateral (select 1 as one from job_queue q where q.replay_id = y.id and ${IS_UNSENT} limit 1) q
    where y.state = 'cancelled' and y.kind = 'backfill' order by y.id`);
  return rows.map(({ id }) => id);
}

/**
 * Whether one that was ended has jobs of this install that may be unmade yet: those that were not sent, and those that a worker has, which may be
 * given back. Their events count as told as long as the jobs are there, and are told by nobody then.
 */
export async function hasLeftOver(
  db: Db,
  { id, generation }: Pick<BackfilledInstall, 'id' | 'generation'>,
): Promise<boolean> {
  const [row] = await db.query<{ is_left: boolean }>(sql`
    select exists (select from replays y cross join lateral (
        (select 1 as one from job_queue q where q.replay_id = y.id and ${IS_UNSENT} limit 1)
        union all
        (select 1 as one from job_queue q where q.replay_id = y.id and ${IS_FIRST_UNDER_WAY} limit 1)) l
      where y.install_id = ${id} and y.kind = 'backfill' and y.state = 'cancelled' and y.generation = ${generation}) as is_left`);
  return row?.is_left === true;
}
