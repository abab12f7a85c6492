import { endpointFor, NOT_SUSPENDED, RUNNING_RELEASE } from '../install-status.ts';
import { announce } from '../lib/changes.ts';
import { type Database, type Db, type Sql, sql } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { tellChanges } from '../stream/tell.ts';
import { noteBackfills } from './backfill.ts';
import type { Unwanted } from './control.ts';
import { enqueueJobs, type NewQueueEntry } from './enqueue.ts';
import { HEARD, type Heard, whyUnheard } from './heard.ts';
import { markCancelled, markQueued } from './mark.ts';
import { type JobRow, jobKeys, LAST_ATTEMPT } from './rows.ts';
import type { ParkedReason } from './schema.ts';

/** Jobs queued again in one transaction: some 100 ms, in which the lanes among them stand. */
export const RESUMED_AT_ONCE = 500;

/** Those that are queued with the answer to who asked for it. */
export const RESUMED_FIRST = 100;

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
  const { resumed, isOver } = await resumeSlice(tx, of, RESUMED_FIRST);
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

interface ResumptionRow extends Resumption {
  id: number;
  /** The parked jobs after this one have not been looked at yet; null for all. */
  after_job: string | null;
}

// The rows of the plugin are locked first, and held: an event whose job must keep its order waits here for us or we for it
// (`lockResumptions`), so that it is either parked before we look, or queued after the last one that was parked. The one that began first
// goes on; the others wait for it, since it may have jobs of their lanes.
async function resumeSlice(tx: Db, of: Resumption, most: number): Promise<ResumedSlice> {
  const rows = await lockResumptionsOfPlugin(tx, of);
  const row = rows.find((one) => isSame(one, of));
  if (row === undefined) return { ...of, resumed: 0, isOver: true };
  if (row !== rows[0]) return { ...of, resumed: 0, isOver: false };
  const { jobs, after, isOver } = await readSlice(tx, row, most);
  const { entries, handedOver, withdrawn } = sort(jobs, rows.slice(1));
  if (entries.length > 0) {
    await markQueued(tx, entries);
    await enqueueJobs(tx, entries);
    await noteBackfills(tx, entries);
    await announce(tx, 'jobs');
  }
  for (const [next, handed] of handedOver) await handOver(tx, next, handed);
  for (const [reason, some] of withdrawn) await markCancelled(tx, some, reason);
  await tx.query(
    isOver
      ? sql`delete from resumptions where id = ${row.id}`
      : sql`
        update resumptions set resumed = resumed + ${entries.length}::integer, after_job = ${after}
        where id = ${row.id}`,
  );
  return { ...of, resumed: entries.length, isOver };
}

const isSame = (one: Resumption, other: Resumption): boolean =>
  one.endpoint_id === other.endpoint_id &&
  one.install_id === other.install_id &&
  one.plugin_id === other.plugin_id;

function lockResumptionsOfPlugin(tx: Db, of: Resumption): Promise<ResumptionRow[]> {
  return tx.query(sql`
    select r.id, r.endpoint_id, r.install_id, r.plugin_id, r.after_job from resumptions r
    left join endpoints e on e.id = r.endpoint_id
    left join installs i on i.id = r.install_id
    where coalesce(r.plugin_id, e.plugin_id, i.plugin_id) = coalesce(${of.plugin_id}::bigint,
      (select plugin_id from endpoints where id = ${of.endpoint_id}),
      (select plugin_id from installs where id = ${of.install_id}))
    order by r.id for update of r`);
}

/** What there was in a slice, and where the next begins. */
interface Slice {
  jobs: ParkedJob[];
  after: string | null;
  isOver: boolean;
}

// From where the last slice ended, past the entries that it left dead in the index; those that were parked since may have lower ids, as
// clocks differ. All that is read is parked no more, so it is over when nothing is left at the end, nor at the start.
async function readSlice(tx: Db, row: ResumptionRow, most: number): Promise<Slice> {
  const rest = await selectParked(tx, row, row.after_job ?? FIRST_ID, most);
  if (rest === undefined) return { jobs: [], after: null, isOver: true };
  if (rest.length === most)
    return { jobs: rest, after: rest.at(-1)?.job_id ?? null, isOver: false };
  if (row.after_job === null) return { jobs: rest, after: null, isOver: true };
  const left = most - rest.length;
  const known = new Set(rest.map(({ job_id }) => job_id));
  const read = (await selectParked(tx, row, FIRST_ID, most)) ?? [];
  const start = read.filter(({ job_id }) => !known.has(job_id)).slice(0, left);
  // A start that is the whole of it comes before the rest, in the order of the ids.
  return { jobs: [...start, ...rest], after: null, isOver: read.length < most };
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** What becomes of the jobs of a slice. */
interface Sorted {
  entries: ResumedEntry[];
  handedOver: Map<ResumptionRow, ParkedJob[]>;
  withdrawn: Map<Unwanted, ParkedJob[]>;
}

// A job that keeps its order goes on to whoever else resumes jobs of its lane: those come in the order of their ids from there.
function sort(jobs: ParkedJob[], others: ResumptionRow[]): Sorted {
  const entries: ResumedEntry[] = [];
  const handedOver = new Map<ResumptionRow, ParkedJob[]>();
  const withdrawn = new Map<Unwanted, ParkedJob[]>();
  for (const job of jobs) {
    const { endpoint_id, outlived } = job;
    const unheard = whyUnheard(job);
    if (outlived) add(withdrawn, 'reinstalled', job);
    else if (endpoint_id === null) add(withdrawn, 'not_subscribed', job);
    else if (unheard !== undefined) add(withdrawn, unheard, job);
    else {
      const next = job.in_lane ? others.find((other) => concerns(other, job)) : undefined;
      if (next === undefined) entries.push({ ...job, endpoint_id });
      else add(handedOver, next, job);
    }
  }
  return { entries, handedOver, withdrawn };
}

const concerns = (of: Resumption, job: ParkedJob): boolean =>
  of.plugin_id !== null || of.endpoint_id === job.endpoint_id || of.install_id === job.install_id;

function add<Key>(groups: Map<Key, ParkedJob[]>, key: Key, job: ParkedJob): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [job]);
  else group.push(job);
}

async function handOver(tx: Db, next: ResumptionRow, jobs: ParkedJob[]): Promise<void> {
  await tx.query(sql`
    update jobs j set parked_reason = ${reasonOf(next)}
    from ${jobKeys.of(jobs)} where j.install_id = k.install_id and j.id = k.job_id`);
  await tellChanges(tx, () => ({ jobs }));
  // They may be before what it has come to.
  await tx.query(sql`update resumptions set after_job = null where id = ${next.id}`);
}

function reasonOf({ endpoint_id, install_id }: Resumption): ParkedReason {
  if (endpoint_id !== null) return 'endpoint_disabled';
  return install_id === null ? 'plugin_suspended' : 'suspended';
}

type ResumedEntry = NewQueueEntry & Pick<JobRow, 'backfill_id'>;

interface ParkedJob extends Omit<ResumedEntry, 'endpoint_id'>, Heard {
  /** Null when the plugin no longer subscribes to the event. */
  endpoint_id: number | null;
  /** The install was reinstalled since. */
  outlived: boolean;
}

// Those after a job, in order. Undefined when what they were parked for holds again.
async function selectParked(
  tx: Db,
  { endpoint_id, install_id, plugin_id }: Resumption,
  after: string,
  most: number,
): Promise<ParkedJob[] | undefined> {
  if (endpoint_id !== null) {
    const [of] = await selectEnabledEndpoint(tx, endpoint_id);
    return of && selectSlice(tx, ofEndpoint(of), after, most);
  }
  if (install_id !== null) {
    const isActive = (await selectActiveInstall(tx, install_id)).length > 0;
    return isActive ? selectSlice(tx, ofInstall(install_id), after, most) : undefined;
  }
  const [of] = await selectRunningPlugin(tx, plugin_id);
  return of && selectSlice(tx, ofPlugin(of.id), after, most);
}

interface EnabledEndpoint {
  id: number;
  plugin_id: number;
  event_name: string;
  /** The plugin has another one for the event, at another address. */
  has_others: boolean;
}

const selectEnabledEndpoint = (db: Db, id: number): Promise<EnabledEndpoint[]> =>
  db.query(sql`
    select e.id, e.plugin_id, e.event_name,
      exists (select from endpoints o
        where o.plugin_id = e.plugin_id and o.event_name = e.event_name and o.id <> e.id) as has_others
    from endpoints e where e.id = ${id} and e.disabled_at is null`);

const selectActiveInstall = (db: Db, id: number): Promise<{ id: number }[]> =>
  db.query(sql`select id from installs where id = ${id} and status = 'active'`);

const selectRunningPlugin = (db: Db, id: number | null): Promise<{ id: number }[]> =>
  db.query(sql`select p.id from plugins p where p.id = ${id} and ${NOT_SUSPENDED}`);

// A slice is cut out of an index that has nothing but what is looked for, in order, before anything is joined: whatever PostgreSQL thinks of
// how many there are, it reads no more of them than it answers. (Sorting all of them for each slice took 0.7 s of 100,000.)
const PARKED = sql`j.install_id, j.id, j.install_generation, j.plugin_id, j.event_id, j.name, j.identifier, j.first_stage, j.backfill_id`;

// Of `parked j`.
const WITH_ENDPOINT = sql`
  select j.install_id, j.id as job_id, j.event_id, e.id as endpoint_id, j.identifier,
    j.identifier is not null and coalesce(t.ordered, true) as in_lane,
    ${LAST_ATTEMPT} as attempt,
    i.id is null as outlived, ${HEARD}, j.backfill_id
  from parked j
  join plugins p on p.id = j.plugin_id
  left join installs i on i.id = j.install_id and i.generation = j.install_generation
  left join ${RUNNING_RELEASE}
  left join endpoints e on e.id = ${endpointFor(sql`j.name`)}
  left join event_types t on t.name = j.name
  order by j.id`;

function selectSlice(tx: Db, condition: Sql, after: string, most: number): Promise<ParkedJob[]> {
  return tx.query(sql`
    with parked as materialized (
      select ${PARKED} from jobs j
      where ${condition} and j.id > ${after}
      order by j.id limit ${most} for update of j)
    ${WITH_ENDPOINT}`);
}

// Where there are two, what waits for the other one stays where it is, but for what no release hears any more. As a value that is looked up for one
// row after the other it stays out of the plan: the slice is cut out of the index all the same.
function ofEndpoint({ id, plugin_id, event_name, has_others }: EnabledEndpoint): Sql {
  const ofEvent = sql`j.parked_reason = 'endpoint_disabled' and j.plugin_id = ${plugin_id} and j.name = ${event_name}`;
  if (!has_others) return ofEvent;
  return sql`${ofEvent} and coalesce((select ${endpointFor(sql`j.name`)} from installs i join plugins p on p.id = i.plugin_id
    where i.id = j.install_id), ${id}) = ${id}`;
}

const ofInstall = (id: number): Sql => sql`j.parked_reason = 'suspended' and j.install_id = ${id}`;

const ofPlugin = (id: number): Sql =>
  sql`j.parked_reason = 'plugin_suspended' and j.plugin_id = ${id}`;

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
