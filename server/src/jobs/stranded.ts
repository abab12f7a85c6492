import { NOT_SUSPENDED } from '../install-status.ts';
import { type Database, type Db, sql } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import type { Logger } from '../log.ts';
import { resumeJobsOfInstall, resumeJobsOfPlugin, resumeParkedJobs } from './resume.ts';
import type { ParkedReason } from './schema.ts';

/** A job that was set aside, with what it may be waiting for. */
export interface SetAsideJob {
  parked_reason: ParkedReason;
  plugin_id: number;
  install_id: number;
  endpoint_id: number | null;
}

/**
 * Queues those of these jobs again whose reason is over by now. Who sets a job aside has read of the reason some moments before; if it
 * ended in between, those who ended it looked for jobs too early, and nobody else would soon. To be called once the jobs are committed.
 * Answers how many were queued, others among them.
 *
 * Never throws, since nothing is lost: {@link resumeStrandedJobs} finds them within a minute.
 */
export async function resumeStrandedAmong(
  db: Database,
  log: Logger,
  jobs: SetAsideJob[],
): Promise<number> {
  const waiting = jobs.filter(({ parked_reason }) => parked_reason !== 'attempts_exhausted');
  if (waiting.length === 0) return 0;
  try {
    return await resumeEach(db, await selectOver(db, waiting));
  } catch (error) {
    log.warn({ err: error }, 'jobs that were set aside could not be looked at again');
    return 0;
  }
}

type Reason = Exclude<ParkedReason, 'attempts_exhausted'>;

/** A reason that no longer holds, with the plugin, install or endpoint of which it was one. */
interface Over {
  reason: Reason;
  id: number;
}

async function resumeEach(db: Database, over: Over[]): Promise<number> {
  let resumed = 0;
  for (const { reason, id } of over) {
    resumed += await runAgainOnDeadlock(db, (tx) => RESUME[reason](tx, id));
  }
  return resumed;
}

const RESUME: Record<Reason, (tx: Db, id: number) => Promise<number>> = {
  plugin_suspended: resumeJobsOfPlugin,
  suspended: resumeJobsOfInstall,
  endpoint_disabled: resumeParkedJobs,
};

// The locks wait for whoever is ending a reason and may have looked for our jobs before they were there. A row is read anew once it is ours,
// and only then says how it stands; hence `materialized`, without which the condition would choose the rows before they are.
function selectOver(db: Db, jobs: SetAsideJob[]): Promise<Over[]> {
  const of = (reason: Reason, column: 'plugin_id' | 'install_id' | 'endpoint_id'): number[] => {
    const concerned = jobs.filter(({ parked_reason }) => parked_reason === reason);
    return [...new Set(concerned.flatMap((job) => job[column] ?? []))];
  };
  return db.query(sql`
    with plugin as materialized (
      select id, suspended_at is null as is_over from plugins
      where id = any(${of('plugin_suspended', 'plugin_id')}) order by id for share),
    install as materialized (
      select id, status = 'active' as is_over from installs
      where id = any(${of('suspended', 'install_id')}) order by id for share),
    endpoint as materialized (
      select id, disabled_at is null as is_over from endpoints
      where id = any(${of('endpoint_disabled', 'endpoint_id')}) order by id for share)
    select 'plugin_suspended' as reason, id from plugin where is_over
    union all select 'suspended', id from install where is_over
    union all select 'endpoint_disabled', id from endpoint where is_over`);
}

/**
 * Queues jobs again that were set aside for a reason that no longer holds. Mostly {@link resumeStrandedAmong} has done so: this finds what a
 * process that died in between left behind. Answers how many, of those that were at once.
 */
export async function resumeStrandedJobs(db: Database): Promise<number> {
  return resumeEach(db, [
    ...(await selectStrandedInstalls(db)),
    ...(await selectStrandedPlugins(db)),
    ...(await selectStrandedEndpoints(db)),
  ]);
}

// Each hops along an index from one that has parked jobs to the next, whatever their number: a minute's look must not read all of them.
function selectStrandedInstalls(db: Db): Promise<Over[]> {
  return db.query(sql`
    with recursive hop (install_id) as (
      select 0::bigint
      union all
      select next.install_id from hop cross join lateral (
        select j.install_id from jobs j
        where j.parked_reason = 'suspended' and j.install_id > hop.install_id
        order by j.install_id limit 1) as next)
    select 'suspended' as reason, i.id from hop
    join installs i on i.id = hop.install_id where i.status = 'active'`);
}

function selectStrandedPlugins(db: Db): Promise<Over[]> {
  return db.query(sql`
    with recursive hop (plugin_id) as (
      select 0::bigint
      union all
      select next.plugin_id from hop cross join lateral (
        select j.plugin_id from jobs j
        where j.parked_reason = 'plugin_suspended' and j.plugin_id > hop.plugin_id
        order by j.plugin_id limit 1) as next)
    select 'plugin_suspended' as reason, p.id from hop
    join plugins p on p.id = hop.plugin_id where ${NOT_SUSPENDED}`);
}

function selectStrandedEndpoints(db: Db): Promise<Over[]> {
  return db.query(sql`
    with recursive hop (plugin_id, name) as (
      select 0::bigint, ''
      union all
      select next.plugin_id, next.name from hop cross join lateral (
        select j.plugin_id, j.name from jobs j
        where j.parked_reason = 'endpoint_disabled' and (j.plugin_id, j.name) > (hop.plugin_id, hop.name)
        order by j.plugin_id, j.name limit 1) as next)
    select 'endpoint_disabled' as reason, e.id from hop
    join endpoints e on e.plugin_id = hop.plugin_id and e.event_name = hop.name
    where e.disabled_at is null`);
}
