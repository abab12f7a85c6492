import { endpointFor, LIVE_IN_SPACE, PUBLISHED_NUMBER, RUNNING_NUMBER } from '../install-status.ts';
import { atMostRows } from '../lib/at-most-rows.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { jobIdsOf } from '../lib/ids.ts';
import { recordset } from '../lib/recordset.ts';
import { isAdminOf, isMemberOf, isMembershipOf, NO_INSTALL, type Reader } from '../reach.ts';
import type { EventTypeRow } from '../vocabulary/schema.ts';
import type { Candidate, Decision } from './decide.ts';

/** What an event type asks of its events. */
export type EventRules = Pick<
  EventTypeRow,
  'name' | 'ordered' | 'required_scope' | 'payload_schema'
>;

/** In no order; a name that is no event type has no row. */
export function selectEventRules(db: Db, names: string[]): Promise<EventRules[]> {
  return db.query(sql`
    select name, ordered, required_scope, payload_schema from event_types where name = any(${names})`);
}

/** An event by where it happens and what it is called: all such have the same candidates. */
export type EventPlace = Pick<EventRow, 'space_id' | 'name'>;

// Never 0: the statements below pass over what has none.
const releaseOf = (number: Sql): Sql => sql`coalesce(${number}, 0) as release`;

// For the name of `n`.
const ENDPOINT = sql`endpoints e on e.id = ${endpointFor(sql`n.name`)}`;

const places = recordset<EventPlace>('p', { space_id: 'bigint', name: 'text' });

/**
 * Every install of these spaces that is not uninstalled, with the endpoint of each of these events: one row an install and event. Not for
 * development spaces, where nothing of the host's happens.
 */
export function selectCandidates(
  db: Db,
  events: EventPlace[],
): Promise<(Candidate & { event_name: string })[]> {
  return db.query(sql`
    select i.id as install_id, i.space_id, i.plugin_id, i.generation, i.status, i.scopes,
      i.grant_revision, n.name = any(i.events) as event_granted, ${releaseOf(PUBLISHED_NUMBER)}, p.suspended_at is not null as plugin_suspended,
      e.id as endpoint_id, e.disabled_at is not null as endpoint_disabled,
      exists (select from resumptions r 
        where r.endpoint_id = e.id or r.install_id = i.id or r.plugin_id = i.plugin_id) as resuming,
      n.name as event_name
    from (select distinct ${places.columns} from ${places.of(events)}) n
    join installs i on i.space_id = n.space_id and i.status <> 'uninstalled'
    join plugins p on p.id = i.plugin_id and ${PUBLISHED_NUMBER} is not null
    left join ${ENDPOINT}
    order by i.id`);
}

/** One install as a candidate for one event, whatever its status. Undefined for one that has no release to run. */
export async function selectInstallCandidate(
  db: Db,
  installId: number,
  eventName: string,
): Promise<Candidate | undefined> {
  const [row] = await selectCandidateFor(db, installId, [eventName]);
  return row;
}

/** The same for each of these events. */
export const selectCandidateFor = (
  db: Db,
  installId: number,
  eventNames: string[],
): Promise<(Candidate & { event_name: string })[]> =>
  db.query(sql`${candidateFor(eventNames)} where i.id = ${installId}`);

const candidateFor = (eventNames: string[]): Sql => sql`
  select i.id as install_id, i.space_id, i.plugin_id, i.generation, i.status, i.scopes,
    i.grant_revision, n.name = any(i.events) as event_granted, ${releaseOf(RUNNING_NUMBER)}, p.suspended_at is not null as plugin_suspended,
      e.id as endpoint_id, e.disabled_at is not null as endpoint_disabled,
      exists (select from resumptions r 
        where r.endpoint_id = e.id or r.install_id = i.id or r.plugin_id = i.plugin_id) as resuming,
      n.name as event_name
  from installs i
  join plugins p on p.id = i.plugin_id and ${RUNNING_NUMBER} is not null
  cross join unnest(${eventNames}::text[]) as n (name)
  left join ${ENDPOINT}`;

/** An event as it is stored. */
export interface EventRow {
  id: string;
  space_id: number;
  name: string;
  identifier: string | null;
  /** JSON text, kept as it was written. */
  payload: string;
  user_id: number | null;
  occurred_at: Date;
  created_at: Date;
}

/** An event about to be stored. */
export interface NewEvent extends Omit<EventRow, 'occurred_at' | 'created_at'> {
  /** ISO 8601. */
  occurred_at: string;
}

/** An event as somebody sees it. */
export interface SeenEvent extends EventRow {
  /** Its type is private, and they are no admin of its space: they are told no more of its payload than the names of its members. */
  is_hidden: boolean;
}

const NAMED = { install: NO_INSTALL, identifier: sql`e.identifier` };

const seenBy = (reader: Reader): Sql => sql`
  e.id, e.space_id, e.name, e.identifier, e.payload, e.user_id, e.occurred_at, e.created_at,
  not ${isAdminOf(reader, sql`e.space_id`, NAMED)}
    and coalesce((select t.private from event_types t where t.name = e.name), false) as is_hidden`;

/** One event in a space that the reader belongs to; undefined once its time is over (`PLUGBOARD_RETENTION_DAYS`). */
export async function selectEvent(
  db: Db,
  reader: Reader,
  id: string,
): Promise<SeenEvent | undefined> {
  const [row] = await db.query<SeenEvent>(sql`
    select ${seenBy(reader)} from events e
    where e.id = ${id} and ${isMemberOf(reader, sql`e.space_id`, NAMED)}`);
  return row;
}

/** What was decided about an event for one install. */
export interface DecisionRow {
  event_id: string;
  install_id: number;
  plugin_id: number;
  decision: Decision;
  /** Null where the decision made no job. */
  job_id: string | null;
}

/** In the order of the installs, those after the given one. Of what was delivered at once, or by a backfill since, there is the job alone. */
export function selectDecisions(
  db: Db,
  eventId: string,
  after: number,
  limit: number,
): Promise<(DecisionRow & { plugin_slug: string })[]> {
  const { from, to } = jobIdsOf(eventId);
  return db.query(sql`
    with d as (
      select event_id, install_id, plugin_id, decision, job_id from event_decisions
      where event_id = ${eventId} and install_id > ${after}),
    made as (
      select event_id, install_id, plugin_id, 'delivered' as decision, id as job_id from jobs
      where id between ${from} and ${to} and event_id = ${eventId} and install_id > ${after}
        and id not in (select job_id from d where job_id is not null))
    select d.event_id, d.install_id, d.plugin_id, p.slug as plugin_slug, d.decision, d.job_id
    from (
      select * from d where d.job_id is not null
        or not exists (select from made where made.install_id = d.install_id)
      union all select * from made) d
    join plugins p on p.id = d.plugin_id
    order by d.install_id limit ${limit}`);
}

/** Which events to list; what is left out does not matter. */
interface EventFilter {
  space_id?: number;
  name?: string;
}

interface EventPage {
  before?: string;
  limit: number;
}

/** Those in spaces that the reader belongs to, newest first, those before the given id. (Ids are in the order of time, see `newId`.) */
export function selectEvents(
  db: Db,
  reader: Reader,
  filter: EventFilter,
  page: EventPage,
): Promise<SeenEvent[]> {
  return db.query(sql`
    select ${seenBy(reader)} from (${eventsFor(reader, filter, page)}) e
    order by e.id desc limit ${page.limit}`);
}

// Of each space of a person as many as are asked for at most, along its index.
function eventsFor(reader: Reader, filter: EventFilter, page: EventPage): Sql {
  const { space_id } = filter;
  if (space_id !== undefined) {
    const isOpen = isMemberOf(reader, sql`${space_id}::bigint`);
    return newestEvents(sql`e.space_id = ${space_id} and ${isOpen}`, filter, page);
  }
  if (reader === null) return newestEvents(sql`true`, filter, page);
  return sql`
    select e.* from space_members m
    cross join lateral (${newestEvents(sql`e.space_id = m.space_id`, filter, page)}) e
    where ${isMembershipOf(reader)}`;
}

const newestEvents = (
  condition: Sql,
  { name }: EventFilter,
  { before, limit }: EventPage,
): Sql => sql`
  select * from events e
  where ${condition}
    ${name === undefined ? empty : sql`and e.name = ${name}`}
    ${before === undefined ? empty : sql`and e.id < ${before}`}
  order by e.id desc limit ${name === undefined ? atMostRows(limit) : sql`${limit}`}`;

/**
 * Live installs of a plugin as candidates for one event.
 *
 * @param installIds which of them; null for all that are on its current release.
 */
export function selectLiveCandidates(
  db: Db,
  pluginId: number,
  installIds: readonly number[] | null,
  eventName: string,
): Promise<(Candidate & { event_name: string })[]> {
  const which =
    installIds === null
      ? sql`i.release is null and not i.development`
      : sql`i.id = any(${[...installIds]})`;
  return db.query(sql`
    ${candidateFor([eventName])}
    where i.plugin_id = ${pluginId} and ${which} and ${LIVE_IN_SPACE} order by i.id`);
}

/** The next space with this id must not find them. */
export async function deleteEventsOfSpace(tx: Db, id: number): Promise<void> {
  await tx.query(sql`
    delete from event_decisions d using events e where e.space_id = ${id} and d.event_id = e.id`);
  await tx.query(sql`delete from events where space_id = ${id}`);
}
