import { maxAttempts } from '../jobs/max-attempts.ts';
import { SETTLED_REASON } from '../jobs/rows.ts';
import type { JobStatus, SettledReason } from '../jobs/schema.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { pluginNames } from '../manifest/plugin-names.ts';
import type { Decision } from './decide.ts';
import { type ActivityOutcome, IS_RETRYING, IS_WAITING } from './outcomes.ts';

/** Where to look: a space, or one install in it. */
export interface ActivityPlace {
  spaceId: number;
  installId?: number | undefined;
}

/** Which events of a space are looked for; what is left out does not matter. */
export interface ActivityFilter extends ActivityPlace {
  pluginId?: number | undefined;
  name?: string | undefined;
  identifier?: string | undefined;
  outcome?: ActivityOutcome | undefined;
  /** Ids from this one on. */
  from: string;
  /** Ids before this one. */
  before: string;
}

/** A page of events, by their ids. */
export interface ActivityIds {
  /** The newest first, one more than `limit` where there are more. */
  ids: string[];
  /** Everything from this one on was looked at; null where all was that there is. */
  reached: string | null;
}

/**
 * How far a page looks back for what no index tells apart: this many events, or jobs of each install. Of a space with 40,000 events and 200,000
 * jobs of 10 installs that took 7 ms for events that are held against their decisions and jobs, and 9 ms for jobs; what an index tells took 1 ms.
 */
const LOOK_BACK = 1000;

/**
 * Finds a page of events. What has become of jobs is looked for along the indexes of jobs and the queue, of each install of the space: what
 * failed once in a million is found at once. Everything else is looked for among the newest events of the space. Either way it looks at a
 * bounded number of rows, and says how far it came.
 */
export async function selectActivityIds(
  db: Db,
  filter: ActivityFilter,
  limit: number,
): Promise<ActivityIds> {
  const look = isKnown(filter) ? limit + 1 : LOOK_BACK;
  const [row] = await db.query<ActivityIds>(sql`
    with seen as materialized (${seenOf(filter, look)}),
    reached as (
      select (array_agg(event_id order by event_id))[1] as event_id from seen
      group by source having count(*) >= ${look} order by 1 desc limit 1)
    select (select event_id::text from reached) as reached,
      array(select distinct event_id from seen
        where fits and (event_id >= (select event_id from reached) or not exists (select from reached))
        order by event_id desc limit ${limit + 1})::text[] as ids`);
  return row as ActivityIds;
}

/** Whether all that is looked at fits. */
function isKnown({ outcome, name, identifier, installId, pluginId }: ActivityFilter): boolean {
  if (name !== undefined || identifier !== undefined) return false;
  if (outcome === undefined) return installId === undefined && pluginId === undefined;
  return !['done', 'waiting', 'retrying', 'not_delivered'].includes(outcome);
}

function seenOf(filter: ActivityFilter, look: number): Sql {
  const { outcome } = filter;
  if (outcome === undefined || outcome === 'not_delivered') return seenEvents(filter, look);
  if (outcome === 'waiting') return seenQueued(filter, IS_WAITING, look);
  if (outcome === 'retrying') return seenQueued(filter, IS_RETRYING, look);
  if (outcome === 'done') return seenJobs(filter, sql`true`, sql`j.status = 'done'`, look);
  return seenJobs(filter, sql`j.uncommon_status = ${outcome}`, sql`true`, look);
}

const seenEvents = (filter: ActivityFilter, look: number): Sql => sql`
  select e.id as event_id, 0::bigint as source, ${isNamed(filter, sql`e`)} and ${isDecided(filter)} as fits
  from (
    select id, name, identifier from events
    where space_id = ${filter.spaceId} and id >= ${filter.from} and id < ${filter.before}
    order by id desc limit ${look}) e`;

const seenJobs = (filter: ActivityFilter, which: Sql, fits: Sql, look: number): Sql => sql`
  select j.event_id, s.id as source, ${fits} and ${isNamed(filter, sql`j`)} as fits
  from installs s cross join lateral (
    select event_id, name, identifier, status from jobs j
    where j.install_id = s.id and ${which} and j.id >= ${filter.from} and j.id < ${filter.before}
    order by j.id desc limit ${look}) j
  where ${isPlace(filter, sql`s`)}`;

const seenQueued = (filter: ActivityFilter, is: Sql, look: number): Sql => sql`
  select q.event_id, s.id as source, q.is and exists (
    select from jobs j where j.install_id = s.id and j.id = q.job_id and ${isNamed(filter, sql`j`)}) as fits
  from installs s cross join lateral (
    select q.event_id, q.job_id, ${is} as is from job_queue q
    where q.install_id = s.id and q.job_id >= ${filter.from} and q.job_id < ${filter.before}
    order by q.job_id desc limit ${look}) q
  where ${isPlace(filter, sql`s`)}`;

const isNamed = ({ name, identifier }: ActivityFilter, of: Sql): Sql => sql`true
  ${name === undefined ? empty : sql`and ${of}.name = ${name}`}
  ${identifier === undefined ? empty : sql`and ${of}.identifier is not distinct from ${identifier}`}`;

const isPlace = ({ spaceId, installId, pluginId }: ActivityFilter, install: Sql): Sql => sql`
  ${install}.space_id = ${spaceId}
  ${installId === undefined ? empty : sql`and ${install}.id = ${installId}`}
  ${pluginId === undefined ? empty : sql`and ${install}.plugin_id = ${pluginId}`}`;

const isOfOne = ({ installId, pluginId }: ActivityFilter): boolean =>
  installId !== undefined || pluginId !== undefined;

/** Whether a row is of the one install that a filter names, which is found once a statement; true where it names none. */
const isIts = (filter: ActivityFilter, of: Sql): Sql =>
  isOfOne(filter)
    ? sql`${of}.install_id = (select i.id from installs i where ${isPlace(filter, sql`i`)})`
    : sql`true`;

// Of what was delivered there is the job alone, whose id begins as the event's.
const jobsOf = (event: Sql): Sql => sql`
  between (left(${event}::text, 32) || '0001')::uuid and (left(${event}::text, 32) || 'ffff')::uuid`;

// Without the offsets PostgreSQL would rather read all decisions of an install once than look for a thousand.
function isDecided(filter: ActivityFilter): Sql {
  if (filter.outcome === 'not_delivered') {
    return sql`exists (select from event_decisions d
      where d.event_id = e.id and d.job_id is null and ${isIts(filter, sql`d`)}
        and d.decision in ('filtered', 'suspended', 'setup_incomplete', 'not_granted', 'missing_scope')
        and not exists (
          select from jobs j where j.install_id = d.install_id and j.id ${jobsOf(sql`e.id`)} offset 0) offset 0)`;
  }
  // What a plugin does not hear is no part of its story.
  return isOfOne(filter)
    ? sql`(exists (select from event_decisions d
        where d.event_id = e.id and d.decision <> 'not_subscribed' and ${isIts(filter, sql`d`)} offset 0)
      or exists (select from jobs j where ${isIts(filter, sql`j`)} and j.id ${jobsOf(sql`e.id`)} offset 0))`
    : sql`true`;
}

/** An event with what was decided for one install; without an install where nothing was. */
export interface ActivityRow {
  id: string;
  space_id: number;
  name: string;
  /** What the host says of such events. */
  title: string | null;
  identifier: string | null;
  occurred_at: Date;
  created_at: Date;
  user_id: number | null;
  install_id: number | null;
  plugin_id: number | null;
  plugin_slug: string | null;
  plugin_name: string | null;
  plugin_icon: string | null;
  decision: Decision | null;
  job_id: string | null;
  status: JobStatus | null;
  status_message: string | null;
  failure_reason: string | null;
  settled_reason: SettledReason | null;
  settled_at: Date | null;
  /** Requests that have ended. */
  attempts: number | null;
  /** Of the last of them; null where it had no answer. */
  last_status_code: number | null;
  next_attempt_at: Date | null;
  max_attempts: number | null;
}

/**
 * These events of a space, the newest first, with the decisions for each install or for the one that is named; those that are gone are left out.
 *
 * @param scheduled how many attempts the server's own retry schedule gives.
 */
export function selectActivity(
  db: Db,
  filter: ActivityFilter,
  ids: string[],
  scheduled: number,
): Promise<ActivityRow[]> {
  return db.query(sql`
    with e as materialized (
      select id, space_id, name, identifier, occurred_at, created_at, user_id from events
      where id = any(${ids}::uuid[]) and space_id = ${filter.spaceId}),
    d as materialized (
      select d.event_id, d.install_id, d.plugin_id, d.decision, d.job_id from event_decisions d
      where d.event_id = any(${ids}::uuid[]) and ${isIts(filter, sql`d`)}),
    made as materialized (
      select e.id as event_id, j.install_id, j.plugin_id, j.id from e cross join lateral (
        select j.install_id, j.plugin_id, j.id, j.event_id from jobs j
        where j.id ${jobsOf(sql`e.id`)} and ${isIts(filter, sql`j`)} offset 0) j
      where j.event_id = e.id
      union
      select d.event_id, d.install_id, d.plugin_id, d.job_id from d where d.job_id is not null),
    decided as (
      select coalesce(d.event_id, m.event_id) as event_id, coalesce(d.install_id, m.install_id) as install_id,
        coalesce(d.plugin_id, m.plugin_id) as plugin_id, m.id as job_id,
        case when m.id is null or m.id = d.job_id then d.decision else 'delivered' end as decision
      from d full join made m on m.event_id = d.event_id and m.install_id = d.install_id),
    named as materialized (${pluginNames(sql`p.id in (select plugin_id from decided)`)})
    select e.id, e.space_id, e.name, t.description as title, e.identifier, e.occurred_at, e.created_at, e.user_id,
      n.install_id, n.plugin_id, n.slug as plugin_slug, n.name as plugin_name, n.icon as plugin_icon, n.decision,
      j.id as job_id, j.status, j.status_message, j.failure_reason, ${SETTLED_REASON}, j.settled_at,
      (j.first_stage is not null)::integer + (select count(*)::integer from attempts a
        where a.install_id = j.install_id and a.job_id = j.id) as attempts,
      case when l.number is null then j.first_status_code else l.status_code end as last_status_code,
      case when q.state = 'scheduled' then q.due_at end as next_attempt_at,
      ${maxAttempts(scheduled)} as max_attempts
    from e
    left join event_types t on t.name = e.name
    left join (
      select decided.*, named.slug, named.name, named.icon
      from decided join named on named.id = decided.plugin_id) n on n.event_id = e.id
    left join jobs j on j.install_id = n.install_id and j.id = n.job_id
    left join job_queue q on q.install_id = j.install_id and q.job_id = j.id
    left join lateral (
      select a.number, a.status_code from attempts a
      where a.install_id = j.install_id and a.job_id = j.id order by a.number desc limit 1) l on true
    order by e.id desc, n.install_id`);
}
