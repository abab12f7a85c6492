import { NOT_SUSPENDED } from '../install-status.ts';
import { announce } from '../lib/changes.ts';
import { type Database, type Db, sql } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { enqueueJobs, type NewQueueEntry } from './enqueue.ts';
import { type JobKey, jobKeys } from './rows.ts';

// With `j` for the job, `e` for its endpoint and `t` for its event's type.
const ENTRY = sql`j.install_id, j.id as job_id, j.event_id, e.id as endpoint_id, j.identifier,
  j.identifier is not null and coalesce(t.ordered, true) as in_lane,
  coalesce((select max(a.number) from attempts a
    where a.install_id = j.install_id and a.job_id = j.id), 0) as attempt`;

/** Jobs queued again in one transaction: some 100 ms, in which the lanes among them stand. */
export const RESUMED_AT_ONCE = 1000;

/** Whose parked jobs are queued again. */
export interface Resumption {
  endpoint_id: number | null;
  install_id: number | null;
  plugin_id: number | null;
}

const NOTHING = { endpoint_id: null, install_id: null, plugin_id: null };

/**
 * Jobs that were set aside because their endpoint was disabled are queued again, in their order: the first of them now, and if there are
 * more, those by workers ({@link resumeSome}). Answers how many were.
 */
export function resumeParkedJobs(tx: Db, endpointId: number): Promise<number> {
  return begin(tx, { ...NOTHING, endpoint_id: endpointId });
}

/** The same for jobs that were set aside because their install was suspended. */
export function resumeJobsOfInstall(tx: Db, installId: number): Promise<number> {
  return begin(tx, { ...NOTHING, install_id: installId });
}

/** The same for jobs that were set aside because their plugin was suspended. */
export function resumeJobsOfPlugin(tx: Db, pluginId: number): Promise<number> {
  return begin(tx, { ...NOTHING, plugin_id: pluginId });
}

async function begin(tx: Db, of: Resumption): Promise<number> {
  await tx.query(sql`
    insert into resumptions (endpoint_id, install_id, plugin_id)
    values (${of.endpoint_id}, ${of.install_id}, ${of.plugin_id})
    on conflict do nothing`);
  const { resumed, isOver } = await resumeSlice(tx, of, RESUMED_AT_ONCE);
  if (!isOver) await announce(tx, 'resumptions');
  return resumed;
}

/** What {@link resumeSome} did. */
export interface ResumedSlice extends Resumption {
  /** Jobs that were queued again. */
  resumed: number;
  /** There are no more of them. */
  isOver: boolean;
}

/**
 * Queues the next parked jobs again of what is being resumed for the longest time. Any process may go on where another one stopped.
 * Undefined when nothing is being resumed.
 *
 * @param most in one transaction.
 */
export async function resumeSome(
  db: Database,
  most = RESUMED_AT_ONCE,
): Promise<ResumedSlice | undefined> {
  const [next] = await db.query<Resumption>(sql`
    select endpoint_id, install_id, plugin_id from resumptions order by id limit 1`);
  if (next === undefined) return undefined;
  return runAgainOnDeadlock(db, (tx) => resumeSlice(tx, next, most));
}

// The row is locked first, and held: an event whose job must keep its order waits here for us or we for it (`lockResumptions`), so that it
// is either parked before we look, or queued after the last one that was parked.
async function resumeSlice(tx: Db, of: Resumption, most: number): Promise<ResumedSlice> {
  const [row] = await tx.query<{ id: number }>(sql`
    select id from resumptions
    where endpoint_id = ${of.endpoint_id} or install_id = ${of.install_id} or plugin_id = ${of.plugin_id}
    for update`);
  if (row === undefined) return { ...of, resumed: 0, isOver: true };
  const entries = await selectParked(tx, of, most);
  if (entries.length > 0) {
    await markQueued(tx, entries);
    await enqueueJobs(tx, entries);
    await announce(tx, 'jobs');
  }
  const isOver = entries.length < most;
  await tx.query(
    isOver
      ? sql`delete from resumptions where id = ${row.id}`
      : sql`update resumptions set resumed = resumed + ${entries.length}::integer where id = ${row.id}`,
  );
  return { ...of, resumed: entries.length, isOver };
}

async function selectParked(
  tx: Db,
  { endpoint_id, install_id, plugin_id }: Resumption,
  most: number,
): Promise<NewQueueEntry[]> {
  if (endpoint_id !== null) return selectOfEndpoint(tx, endpoint_id, most);
  if (install_id !== null) return selectOfInstall(tx, install_id, most);
  return plugin_id === null ? [] : selectOfPlugin(tx, plugin_id, most);
}

function selectOfEndpoint(tx: Db, endpointId: number, most: number): Promise<NewQueueEntry[]> {
  return tx.query(sql`
    select ${ENTRY}
    from endpoints e
    join jobs j on j.plugin_id = e.plugin_id and j.name = e.event_name
    join installs i on i.id = j.install_id and i.generation = j.install_generation
    left join event_types t on t.name = j.name
    where e.id = ${endpointId} and e.disabled_at is null and j.parked_reason = 'endpoint_disabled'
    order by j.id limit ${most} for update of j`);
}

function selectOfInstall(tx: Db, installId: number, most: number): Promise<NewQueueEntry[]> {
  return tx.query(sql`
    select ${ENTRY}
    from jobs j
    join installs i on i.id = j.install_id and i.generation = j.install_generation
    join endpoints e on e.plugin_id = j.plugin_id and e.event_name = j.name
    left join event_types t on t.name = j.name
    where j.install_id = ${installId} and i.status = 'active' and j.parked_reason = 'suspended'
    order by j.id limit ${most} for update of j`);
}

function selectOfPlugin(tx: Db, pluginId: number, most: number): Promise<NewQueueEntry[]> {
  return tx.query(sql`
    select ${ENTRY}
    from jobs j
    join installs i on i.id = j.install_id and i.generation = j.install_generation
    join plugins p on p.id = j.plugin_id
    join endpoints e on e.plugin_id = j.plugin_id and e.event_name = j.name
    left join event_types t on t.name = j.name
    where j.plugin_id = ${pluginId} and ${NOT_SUSPENDED} and j.parked_reason = 'plugin_suspended'
    order by j.id limit ${most} for update of j`);
}

/**
 * Those of these endpoints, installs and plugins that are being resumed. They go on being so until the transaction ends: what it parks is found
 * before they are done. To be asked before lanes are entered.
 */
export function lockResumptions(
  tx: Db,
  of: { endpointIds: number[]; installIds: number[]; pluginIds: number[] },
): Promise<Resumption[]> {
  return tx.query(sql`
    select endpoint_id, install_id, plugin_id from resumptions
    where endpoint_id = any(${of.endpointIds}) or install_id = any(${of.installIds})
      or plugin_id = any(${of.pluginIds})
    order by id for share`);
}

/** How many endpoints, installs and plugins are being resumed, and how many of their jobs were queued again so far. */
export async function countResumptions(db: Db): Promise<{ under_way: number; resumed: number }> {
  const [row] = await db.query<{ under_way: number; resumed: number }>(sql`
    select count(*)::integer as under_way, coalesce(sum(resumed), 0)::integer as resumed from resumptions`);
  return row ?? { under_way: 0, resumed: 0 };
}

/**
 * Queues jobs again that were set aside for a reason that no longer holds. A worker that claims a job just before its install is resumed
 * (or its plugin, or its endpoint enabled) sets it aside just after: those who resumed looked for it too early, and nobody else would.
 * Answers how many, of those that were at once.
 */
export async function resumeStrandedJobs(db: Database): Promise<number> {
  let resumed = 0;
  for (const { install_id } of await selectStrandedInstalls(db)) {
    resumed += await runAgainOnDeadlock(db, (tx) => resumeJobsOfInstall(tx, install_id));
  }
  for (const { plugin_id } of await selectStrandedPlugins(db)) {
    resumed += await runAgainOnDeadlock(db, (tx) => resumeJobsOfPlugin(tx, plugin_id));
  }
  for (const { endpoint_id } of await selectStrandedEndpoints(db)) {
    resumed += await runAgainOnDeadlock(db, (tx) => resumeParkedJobs(tx, endpoint_id));
  }
  return resumed;
}

function selectStrandedInstalls(db: Db): Promise<{ install_id: number }[]> {
  return db.query(sql`
    select distinct j.install_id from jobs j
    join installs i on i.id = j.install_id and i.generation = j.install_generation
    join endpoints e on e.plugin_id = j.plugin_id and e.event_name = j.name
    where j.parked_reason = 'suspended' and i.status = 'active'`);
}

function selectStrandedPlugins(db: Db): Promise<{ plugin_id: number }[]> {
  return db.query(sql`
    select distinct j.plugin_id from jobs j
    join installs i on i.id = j.install_id and i.generation = j.install_generation
    join plugins p on p.id = j.plugin_id
    join endpoints e on e.plugin_id = j.plugin_id and e.event_name = j.name
    where j.parked_reason = 'plugin_suspended' and ${NOT_SUSPENDED}`);
}

function selectStrandedEndpoints(db: Db): Promise<{ endpoint_id: number }[]> {
  return db.query(sql`
    select distinct e.id as endpoint_id from jobs j
    join installs i on i.id = j.install_id and i.generation = j.install_generation
    join endpoints e on e.plugin_id = j.plugin_id and e.event_name = j.name
    where j.parked_reason = 'endpoint_disabled' and e.disabled_at is null and i.status <> 'uninstalled'`);
}

/** Opens jobs again that were parked, failed or waiting. */
export async function markQueued(tx: Db, jobs: JobKey[]): Promise<void> {
  await tx.query(sql`
    update jobs j set status = 'queued', parked_reason = null, settled_by = null, settled_at = null
    from ${jobKeys.of(jobs)} where j.install_id = k.install_id and j.id = k.job_id`);
}
