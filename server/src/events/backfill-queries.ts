import { type Db, type Sql, sql } from '../lib/db.ts';
import { firstIdOf } from '../lib/ids.ts';

/** The events that an install may not have heard. */
export interface Unheard {
  install_id: number;
  generation: number;
  space_id: number;
  /** Of events that it hears now. */
  names: string[];
  /** Those of that time or later. */
  since: Date;
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
  is_heard: boolean;
}

/** How many events an install has no job of, counted up to `most`. */
export async function countUnheard(db: Db, unheard: Unheard, most: number): Promise<number> {
  const [row] = await db.query<{ events: number }>(sql`
    select count(*)::integer as events from (
      select from events e where ${fits(unheard)} and not ${isHeard(unheard)} limit ${most}) e`);
  return row?.events ?? 0;
}

/**
 * The next events, heard or not, in the order of their ids.
 *
 * @param until ISO 8601: none that was told then or later.
 * @param filtered the names of those whose payload is asked for.
 */
export function selectPastEvents(
  db: Db,
  unheard: Unheard,
  {
    after,
    until,
    filtered,
    most,
  }: { after: string; until: string; filtered: string[]; most: number },
): Promise<PastEvent[]> {
  return db.query(sql`
    select e.id, e.name, e.identifier, e.payload, e.created_at, l.id as last_job, ${isHeard(unheard)} as is_heard
    from (
      select e.id, e.name, e.identifier, case when e.name = any(${filtered}) then e.payload end as payload,
        e.created_at::text as created_at
      from events e where ${fits(unheard)} and e.id > ${after} and e.created_at < ${until}
      order by e.id limit ${most}) e
    left join lateral (
      select j.id from jobs j where j.id between ${idInRange('0001')} and ${idInRange('ffff')}
      order by j.id desc limit 1) l on true
    order by e.id`);
}

// Of the event `e`.
const fits = ({ space_id, names, since }: Unheard): Sql => sql`
  e.space_id = ${space_id} and e.name = any(${names}) and e.created_at >= ${since}
    and e.id >= ${firstIdOf(new Date(Math.max(0, since.getTime() - CLOCKS_APART_MS)))}`;

// Ids are cut by the clocks of the servers, `created_at` is told by the database's: they differ by less than this.
const CLOCKS_APART_MS = 3_600_000;

// The ids of an event's jobs begin as its own; of those that did not fit there is a row.
const isHeard = ({ install_id, generation }: Unheard): Sql => sql`(
  exists (select from jobs j where j.install_id = ${install_id} and j.id between ${idInRange('0001')} and ${idInRange('ffff')}
    and j.event_id = e.id and j.install_generation = ${generation})
  or exists (select from event_decisions d join jobs j on j.install_id = d.install_id and j.id = d.job_id
    where d.event_id = e.id and d.install_id = ${install_id} and j.install_generation = ${generation}))`;

const idInRange = (end: '0001' | 'ffff'): Sql => sql`(left(e.id::text, 32) || ${end}::text)::uuid`;
