import type { InstallStatus } from '../install-status.ts';
import type { ReleasedJob } from '../jobs/backfill.ts';
import type { JobKey } from '../jobs/rows.ts';
import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';

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
 * Says until when a backfill reads, once nobody can be deciding any more who has not seen the install active: whoever decides later gives it the
 * event. ISO 8601; null as long as somebody may. (Of other databases nobody counts, as would by `pg_snapshot_xmin`.)
 */
export async function beginReading(tx: Db, id: number): Promise<string | null> {
  const [row] = await tx.query<{ until: string | null }>(sql`
    update replays set seen_active = coalesce(seen_active, pg_current_xact_id()),
      until = case when not exists (select from pg_stat_activity a
        where a.datname = current_database() and a.pid <> pg_backend_pid()
          and age(a.backend_xid) >= age(seen_active::xid)) and seen_active is not null then now() end
    where id = ${id}
    returning to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as until`);
  return row?.until ?? null;
}

/** Jobs that are looked at for such as newer ones wait for. */
const LOOKED_AT = 1000;

/**
 * The jobs of a backfill that may be sent now: of each endpoint as many as there is room for, the oldest first. Where other jobs are ready, which
 * go first, only those for which newer jobs of their lanes wait: these are others, too. None of an endpoint that is disabled; what has no
 * endpoint any more is among them.
 *
 * @param share how many jobs of replays and backfills an endpoint may have at a time.
 */
export function selectReleasable(tx: Db, id: number, share: number): Promise<JobKey[]> {
  return tx.query(sql`
    with recursive endpoint (id) as (
      (select endpoint_id from job_queue where replay_id = ${id} and state = 'held' order by endpoint_id limit 1)
      union all
      select (select q.endpoint_id from job_queue q
        where q.replay_id = ${id} and q.state = 'held' and q.endpoint_id > endpoint.id
        order by q.endpoint_id limit 1)
      from endpoint where endpoint.id is not null),
    open as materialized (
      select w.id, ${share} - (select count(*)::integer from replay_jobs b where b.is_queued and b.endpoint_id = w.id) as room,
        exists (select from job_queue r
          where r.state = 'ready' and r.endpoint_id = w.id and r.replay_id is null) as is_busy
      from endpoint w left join endpoints e on e.id = w.id
      where w.id is not null and e.disabled_at is null)
    select n.install_id, n.job_id from open cross join lateral (
      select c.install_id, c.job_id from (
        select q.install_id, q.job_id, q.identifier, q.seq from job_queue q
        where q.replay_id = ${id} and q.state = 'held' and q.endpoint_id = open.id and open.room > 0
        order by q.seq limit case when open.is_busy then ${LOOKED_AT} else open.room end) c
      where not open.is_busy or exists (select from job_queue b
        where b.state = 'blocked' and b.install_id = c.install_id and b.identifier = c.identifier and ${IS_NEW})
      order by c.seq limit greatest(open.room, 0)) n`);
}

// Of the queue as `b`: what a backfill has queued is before place 0.
const IS_NEW = sql`b.seq > 0`;

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
    select y.id from replays y where y.state = 'cancelled' and y.kind = 'backfill' and exists (
      select from job_queue q where q.replay_id = y.id and q.state in ('held', 'blocked', 'ready', 'scheduled') and q.backfill_id = y.id and q.attempt = 0)
    order by y.id`);
  return rows.map(({ id }) => id);
}
