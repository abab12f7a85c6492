import { type Db, type Sql, sql } from '../lib/db.ts';

/** The events that an install may not have heard. */
export interface Untold {
  install_id: number;
  generation: number;
  space_id: number;
  /** Of events that it hears now. */
  names: string[];
  /** Those of that time or later. */
  since: Date;
}

/** Events of a space, whatever they are called, between two ids. */
export interface PastStretch {
  /** The id behind which it begins. */
  after: string;
  /** The last id that may be in it. */
  upTo: string;
}

/** An event that is held against an install again. */
export interface PastEvent {
  id: string;
  name: string;
  identifier: string | null;
  /** JSON text; null where nobody asked for it. */
  payload: string | null;
  /** Microseconds and all, as PostgreSQL writes it. */
  created_at: string;
  /** Of those jobs whose ids begin as its own, the last one; null for none. */
  last_job: string | null;
  /** The install has or had a job of it, since it was last installed. */
  is_told: boolean;
  /** How many of the stretch fit, up to `most`, whether or not there was room for all of their payloads. */
  fitting: number;
}

/** The id of the event number `most` of a stretch; undefined where a space has fewer there. */
export async function selectReach(
  db: Db,
  spaceId: number,
  stretch: PastStretch,
  most: number,
): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>(sql`
    select e.id from events e where ${isIn(spaceId, stretch)} order by e.id offset ${most - 1}::integer limit 1`);
  return row?.id;
}

/** How many events of a stretch an install has no job of. Looks at each of the stretch. */
export async function countUntold(db: Db, untold: Untold, stretch: PastStretch): Promise<number> {
  const [row] = await db.query<{ events: number }>(sql`
    select count(*)::integer as events from ${lookedAt(untold, stretch)}
    where ${fits(untold)} and not ${isTold(untold)}`);
  return row?.events ?? 0;
}

/** Which of the events of a stretch are wanted, and how much at once. */
export interface PastWanted extends PastStretch {
  /** ISO 8601: none that was told then or later. */
  until: string;
  /** The names of those whose payload is asked for. */
  filtered: string[];
  most: number;
  /** Of payloads, all but the last one together. */
  mostBytes: number;
}

/** The next events of a stretch, heard or not, in the order of their ids. Looks at each of the stretch. */
export function selectPastEvents(
  db: Db,
  untold: Untold,
  { until, filtered, most, mostBytes, ...stretch }: PastWanted,
): Promise<PastEvent[]> {
  return db.query(sql`
    select e.id, e.name, e.identifier,
      case when e.name = any(${filtered}) then (select p.payload from events p where p.id = e.id) end as payload,
      e.created_at::text as created_at, l.id as last_job, ${isTold(untold)} as is_told, e.fitting
    from (
      select f.*, (count(*) over ())::integer as fitting, sum(f.bytes) over (order by f.id) - f.bytes as bytes_before
      from (
        select e.id, e.name, e.identifier, e.created_at, case when e.name = any(${filtered}) then e.bytes else 0 end as bytes
        from ${lookedAt(untold, stretch)}
        where ${fits(untold)} and e.created_at < ${until}
        order by e.id limit ${most}) f) e
    left join lateral (
      select j.id from jobs j where j.id between ${idInRange('0001')} and ${idInRange('ffff')}
      order by j.id desc limit 1) l on true
    where e.bytes_before < ${mostBytes}
    order by e.id`);
}

// By the index of the space, and its events alone: without the offset PostgreSQL might look for the names in all of the database. A length is
// told by where the text begins, wherever the rest of it is.
const lookedAt = ({ space_id }: Untold, stretch: PastStretch): Sql => sql`(
  select e.id, e.name, e.identifier, e.created_at, octet_length(e.payload) as bytes
  from events e where ${isIn(space_id, stretch)} order by e.id offset 0) e`;

// Of the event `e`.
const isIn = (spaceId: number, { after, upTo }: PastStretch): Sql => sql`
  e.space_id = ${spaceId} and e.id > ${after} and e.id <= ${upTo}`;

const fits = ({ names, since }: Untold): Sql => sql`
  e.name = any(${names}) and e.created_at >= ${since}`;

// The ids of an event's jobs begin as its own; of those that did not fit there is a row.
const isTold = ({ install_id, generation }: Untold): Sql => sql`(
  exists (select from jobs j where j.install_id = ${install_id} and j.id between ${idInRange('0001')} and ${idInRange('ffff')}
    and j.event_id = e.id and j.install_generation = ${generation})
  or exists (select from event_decisions d join jobs j on j.install_id = d.install_id and j.id = d.job_id
    where d.event_id = e.id and d.install_id = ${install_id} and j.install_generation = ${generation}))`;

const idInRange = (end: '0001' | 'ffff'): Sql => sql`(left(e.id::text, 32) || ${end}::text)::uuid`;
