import { atMostRows } from '../lib/at-most-rows.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { firstIdOf } from '../lib/ids.ts';
import { newestOf } from '../lib/newest-of.ts';
import { isAdminOf, isCollaboratorOf, isDeveloperOf, isMemberOf, type Reader } from '../reach.ts';
import { maxAttempts } from './max-attempts.ts';
import { type AttemptRow, type JobRow, type QueueRow, SETTLED_REASON } from './rows.ts';
import type { JobStatus, QueueState } from './schema.ts';

/** Which jobs to list; what is left out does not matter. */
export interface JobFilter {
  space_id?: number;
  install_id?: number;
  plugin_id?: number;
  identifier?: string | undefined;
  status?: JobStatus;
  /** Of the event. */
  name?: string;
  /** Made then or later; RFC 3339. */
  since?: string;
}

/** A job with where it stands in the queue, as lists show it. */
export interface ListedJob
  extends Omit<JobRow, 'install_generation' | 'backfill_id'>,
    Pick<QueueRow, 'due_at'> {
  space_id: number;
  /** Null, like `attempt`, once it has left the queue. */
  queue_state: QueueState | null;
  attempt: number | null;
  held_up_by: string | null;
}

// For a statement that knows the jobs as `j`.
const LISTED_COLUMNS = sql`j.id, j.install_id, j.plugin_id, i.space_id, j.event_id, j.name, j.identifier, j.status,
    j.status_message, j.failure_reason, j.settled_by, ${SETTLED_REASON}, j.settled_at, j.parked_reason, j.created_at,
    q.state as queue_state, q.due_at, q.attempt, q.held_up_by`;

const ITS_INSTALL_AND_PLACE = sql`
  join installs i on i.id = j.install_id
  left join job_queue q on q.install_id = j.install_id and q.job_id = j.id`;

/** Which part of a list is meant: the jobs before this id, as many. */
interface JobPage {
  before?: string;
  limit: number;
}

/**
 * Those that the reader may see (as `enterJob` says), newest first. Whatever the filter, jobs are read along an index until there are
 * enough of them.
 */
export async function selectJobs(
  db: Db,
  reader: Reader,
  wanted: JobFilter,
  page: JobPage,
): Promise<ListedJob[]> {
  const filter = { ...wanted, identifier: wanted.identifier ?? onlyIdentifier(reader) };
  const { space_id, install_id, plugin_id } = filter;
  const isOfPlace = space_id !== undefined || install_id !== undefined;
  if (isOfPlace || (reader !== null && plugin_id === undefined)) {
    return selectJobsOfInstalls(db, reader, filter, page);
  }
  if (reader === null || plugin_id === undefined) return selectNewestJobs(db, reader, filter, page);
  const found = [
    await selectNewestJobs(db, reader, filter, page),
    await selectJobsOfInstalls(db, reader, filter, page),
  ];
  return newestOf(found, page.limit);
}

// So that a page is filled along the index: whether it is theirs is a condition of the statement all the same.
const onlyIdentifier = (reader: Reader): string | undefined =>
  (typeof reader === 'object' && reader?.within.identifier) || undefined;

/** Of all jobs, or of those of a plugin that the reader is a collaborator of. */
function selectNewestJobs(
  db: Db,
  reader: Reader,
  filter: JobFilter,
  page: JobPage,
): Promise<ListedJob[]> {
  const { plugin_id } = filter;
  const which =
    plugin_id === undefined
      ? sql`true`
      : sql`j.plugin_id = ${plugin_id} and ${isCollaboratorOf(reader, sql`${plugin_id}::bigint`)}`;
  return db.query(sql`
    select ${LISTED_COLUMNS} from (${newest(which, filter, page)}) j ${ITS_INSTALL_AND_PLACE}
    order by j.id desc limit ${page.limit}`);
}

/**
 * Those of all plugins that somebody is a collaborator of, newest first: of each plugin as many as are asked for at most, along its index, and
 * the newest of those, as nobody has many plugins. What is queued is found in the queue, which knows installs and no plugins.
 */
export function selectJobsOfOwnPlugins(
  db: Db,
  person: number,
  filter: Omit<JobFilter, 'space_id' | 'plugin_id'>,
  page: JobPage,
): Promise<ListedJob[]> {
  const { install_id, status } = filter;
  const ofInstalls = sql`
    join installs s on s.plugin_id = c.plugin_id
      and ${install_id === undefined ? sql`true` : sql`s.id = ${install_id}`}
    cross join lateral (${newest(sql`j.install_id = s.id`, filter, page)}) j`;
  const ofPlugins = sql`
    cross join lateral (${newest(sql`j.plugin_id = c.plugin_id`, filter, page)}) j`;
  return db.query(sql`
    select ${LISTED_COLUMNS} from (
      select j.* from collaborators c
      ${install_id === undefined && status !== 'queued' ? ofPlugins : ofInstalls}
      where c.user_id = ${person}
      order by j.id desc limit ${page.limit}) j ${ITS_INSTALL_AND_PLACE}
    order by j.id desc`);
}

/** Of each install as many as are asked for at most, and the newest of those: a space has few installs, and they may have many jobs. */
function selectJobsOfInstalls(
  db: Db,
  reader: Reader,
  filter: JobFilter,
  page: JobPage,
): Promise<ListedJob[]> {
  const plugin = filter.plugin_id ?? null;
  return db.query(sql`
    select ${LISTED_COLUMNS} from (
      select j.* from installs s
      cross join lateral (${newest(sql`j.install_id = s.id`, filter, page)}) j
      where ${openInstalls(reader, filter)} and s.plugin_id = coalesce(${plugin}, s.plugin_id)
      order by j.id desc limit ${page.limit}) j ${ITS_INSTALL_AND_PLACE}
    order by j.id desc`);
}

function openInstalls(reader: Reader, { space_id, install_id }: JobFilter): Sql {
  const isOneOf = isMemberOf(reader, sql`s.space_id`, {
    install: sql`s.id`,
    identifier: sql`j.identifier`,
  });
  const isOpen = sql`(${isOneOf} or ${isCollaboratorOf(reader, sql`s.plugin_id`)})`;
  if (space_id === undefined) {
    return install_id === undefined ? isOneOf : sql`s.id = ${install_id} and ${isOpen}`;
  }
  return sql`s.space_id = ${space_id} and s.id = coalesce(${install_id ?? null}, s.id) and ${isOpen}`;
}

const newest = (condition: Sql, filter: JobFilter, { before, limit }: JobPage): Sql => sql`
  select * from jobs j where ${condition} ${restOf(filter, before)}
  order by j.id desc limit ${mayBeRare(filter) ? sql`${limit}` : atMostRows(limit)}`;

// Along which index to look for one of these depends on how many jobs have it, so each look is planned for what is looked for.
const mayBeRare = ({ identifier, name }: JobFilter): boolean =>
  identifier !== undefined || name !== undefined;

function restOf({ identifier, status, name, since }: JobFilter, before?: string): Sql {
  return sql`
    ${identifier === undefined ? empty : sql`and j.identifier = ${identifier}`}
    ${status === undefined ? empty : isIn(status)}
    ${name === undefined ? empty : sql`and j.name = ${name}`}
    ${since === undefined ? empty : sql`and j.created_at >= ${since} and j.id >= ${firstIdSince(since)}`}
    ${before === undefined ? empty : sql`and j.id < ${before}`}`;
}

// What is queued is in the queue as well, however many jobs there are; an end other than `done` has an index of its own.
function isIn(status: JobStatus): Sql {
  if (status === 'done') return sql`and j.status = 'done'`;
  if (status !== 'queued') return sql`and j.uncommon_status = ${status}`;
  return sql`and j.status = 'queued' and exists (
    select from job_queue w where w.install_id = j.install_id and w.job_id = j.id)`;
}

// Ids are cut by the clocks of the servers, `created_at` is told by the database's: they differ by less than this.
const CLOCKS_APART_MS = 3_600_000;

// By the ids the older partitions need no look. (A leap second is a time to PostgreSQL, but not to us: then all are looked at.)
const firstIdSince = (since: string): string =>
  firstIdOf(new Date(Math.max(0, (Date.parse(since) || 0) - CLOCKS_APART_MS)));

/** What somebody is to a job that they may see. */
export interface JobReach {
  space_id: number;
  /** As an admin of its space, or an owner or a developer of its plugin. */
  may_change: boolean;
  is_admin: boolean;
}

/** In which space a job is, and whether the reader may change it: if they may see it, see `enterJob`. */
export async function selectJobReach(
  db: Db,
  reader: Reader,
  id: string,
): Promise<JobReach | undefined> {
  const develops = isDeveloperOf(reader, sql`j.plugin_id`);
  const looksAfter = isCollaboratorOf(reader, sql`j.plugin_id`);
  const known = { install: sql`i.id`, identifier: sql`j.identifier` };
  const isAdmin = isAdminOf(reader, sql`i.space_id`, known);
  const [row] = await db.query<JobReach>(sql`
    select i.space_id, (${isAdmin} or ${develops}) as may_change, ${isAdmin} as is_admin
    from jobs j join installs i on i.id = j.install_id
    where j.id = ${id} and (${isMemberOf(reader, sql`i.space_id`, known)} or ${looksAfter})`);
  return row;
}

/** One job without its attempts. */
export async function selectJob(db: Db, id: string): Promise<ListedJob | undefined> {
  const [row] = await db.query<ListedJob>(sql`
    select ${LISTED_COLUMNS} from jobs j ${ITS_INSTALL_AND_PLACE} where j.id = ${id}`);
  return row;
}

/** A job with its attempts and attachments as of one moment. */
export type JobInFull = ListedJob & {
  space_name: string;
  /** The newest, in their order. */
  attempts: AttemptRow[];
  attempts_total: number;
  max_attempts: number | null;
  attachments: string[];
};

/** How many attempts of a job are shown with it. */
const MOST_ATTEMPTS = 100;

/**
 * In one statement, so that a job that settles meanwhile is not seen half.
 *
 * @param scheduled how many attempts the server's own retry schedule gives.
 */
export async function selectJobInFull(
  db: Db,
  id: string,
  scheduled: number,
): Promise<JobInFull | undefined> {
  const [row] = await db.query<Omit<JobInFull, 'attempts'> & { attempts: string }>(sql`
    select j.*,
      (select coalesce(json_agg(a order by a.number), '[]') from (
        select 1 as number, f.first_stage as stage, f.first_status_code as status_code, f.first_error as error,
          f.first_url as url, f.first_reply_headers as reply_headers, f.first_reply_body as reply_body,
          f.first_debug_info as debug_info, f.first_started_at as started_at, f.first_duration_ms as duration_ms
        from jobs f where f.install_id = j.install_id and f.id = j.id and f.first_stage is not null
        union all
        select number, stage, status_code, error, url, reply_headers, reply_body, debug_info, started_at,
          duration_ms
        from attempts where install_id = j.install_id and job_id = j.id
        order by number desc limit ${MOST_ATTEMPTS}) a) as attempts,
      (select count(*)::integer from attempts where install_id = j.install_id and job_id = j.id)
        + (select (f.first_stage is not null)::integer from jobs f where f.install_id = j.install_id and f.id = j.id)
        as attempts_total,
      array(select attachment from job_attachments
        where install_id = j.install_id and job_id = j.id order by number) as attachments
    from (
      select ${LISTED_COLUMNS}, s.name as space_name, ${maxAttempts(scheduled)} as max_attempts
      from jobs j ${ITS_INSTALL_AND_PLACE} join spaces s on s.id = i.space_id where j.id = ${id}) j`);
  return row === undefined ? undefined : { ...row, attempts: JSON.parse(row.attempts) };
}

/** How many jobs are in each state of the queue. States of which there may be a million are counted along their own indexes. */
export function selectQueueState(db: Db): Promise<{ state: string; jobs: number }[]> {
  return db.query(sql`
    select 'ready' as state, count(*)::integer as jobs from job_queue where state = 'ready'
    union all
    select 'blocked', count(*)::integer from job_queue where state = 'blocked'
    union all
    select 'held', count(*)::integer from (
      select 1 as one from job_queue where state = 'held' and replay_id is null
      union all
      select 1 from job_queue where state = 'held' and replay_id is not null) h
    union all
    select state, count(*)::integer from job_queue
    where state in ('scheduled', 'leased', 'ongoing') group by state`);
}

/** How long ago the first lease or wait in the queue was due: below 0 when it is yet to be, null when there is none. */
export async function selectOverdueSeconds(db: Db): Promise<number | null> {
  const [row] = await db.query<{ seconds: number | null }>(sql`
    select extract(epoch from now() - min(due_at))::double precision as seconds
    from job_queue where state in ('scheduled', 'leased', 'ongoing')`);
  return row?.seconds ?? null;
}
