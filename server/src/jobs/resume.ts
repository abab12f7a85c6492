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

/** Jobs that were set aside because their endpoint was disabled are queued again, in their order. Answers how many. */
export function resumeParkedJobs(tx: Db, endpointId: number): Promise<number> {
  return resume(
    tx,
    tx.query<NewQueueEntry>(sql`
      select ${ENTRY}
      from endpoints e
      join jobs j on j.plugin_id = e.plugin_id and j.name = e.event_name
      join installs i on i.id = j.install_id and i.generation = j.install_generation
      left join event_types t on t.name = j.name
      where e.id = ${endpointId} and j.parked_reason = 'endpoint_disabled'
      order by j.id for update of j`),
  );
}

/** Jobs that were set aside because their install was suspended are queued again, in their order. Answers how many. */
export function resumeJobsOfInstall(tx: Db, installId: number): Promise<number> {
  return resume(
    tx,
    tx.query<NewQueueEntry>(sql`
      select ${ENTRY}
      from jobs j
      join installs i on i.id = j.install_id and i.generation = j.install_generation
      join endpoints e on e.plugin_id = j.plugin_id and e.event_name = j.name
      left join event_types t on t.name = j.name
      where j.install_id = ${installId} and j.parked_reason = 'suspended'
      order by j.id for update of j`),
  );
}

/** Jobs that were set aside because their plugin was suspended are queued again, in their order. Answers how many. */
export function resumeJobsOfPlugin(tx: Db, pluginId: number): Promise<number> {
  return resume(
    tx,
    tx.query<NewQueueEntry>(sql`
      select ${ENTRY}
      from jobs j
      join installs i on i.id = j.install_id and i.generation = j.install_generation
      join endpoints e on e.plugin_id = j.plugin_id and e.event_name = j.name
      left join event_types t on t.name = j.name
      where j.plugin_id = ${pluginId} and j.parked_reason = 'plugin_suspended'
      order by j.id for update of j`),
  );
}

/**
 * Queues jobs again that were set aside for a reason that no longer holds. A worker that claims a job just before its install is resumed
 * (or its plugin, or its endpoint enabled) sets it aside just after: those who resumed looked for it too early, and nobody else would. Answers how many.
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

async function resume(tx: Db, parked: Promise<NewQueueEntry[]>): Promise<number> {
  const entries = await parked;
  if (entries.length === 0) return 0;
  await markQueued(tx, entries);
  await enqueueJobs(tx, entries);
  await announce(tx, 'jobs');
  return entries.length;
}

/** Opens jobs again that were parked, failed or waiting. */
export async function markQueued(tx: Db, jobs: JobKey[]): Promise<void> {
  await tx.query(sql`
    update jobs j set status = 'queued', parked_reason = null, settled_by = null, settled_at = null
    from ${jobKeys.of(jobs)} where j.install_id = k.install_id and j.id = k.job_id`);
}
