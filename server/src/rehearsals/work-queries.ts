import type { InstallStatus } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';
import { mayRehearse } from './staging-queries.ts';

/** A rehearsal that this process is at. */
export interface HeldRehearsal {
  id: number;
  plugin_id: number;
  release: number;
}

/** Longer than a request may take, with what is around it. */
const HELD_SECONDS = 120;

const HELD_UNTIL = sql`now() + make_interval(secs => ${HELD_SECONDS})`;

/** Takes one that nobody is at. */
export async function holdRehearsal(db: Db): Promise<HeldRehearsal | undefined> {
  const [row] = await db.query<HeldRehearsal>(sql`
    update rehearsals set held_until = ${HELD_UNTIL}
    where id = (
      select h.id from rehearsals h
      where h.state = 'running' and (h.held_until is null or h.held_until < now())
      order by h.served_at nulls first, h.id limit 1 for update of h skip locked)
    returning id, plugin_id, release`);
  return row;
}

/** Keeps it; false where it is over, as it is once its plugin is suspended. */
export async function keepHeld(db: Db, { id }: HeldRehearsal): Promise<boolean> {
  const rows = await db.query(sql`
    update rehearsals set held_until = ${HELD_UNTIL} where id = ${id} and state = 'running'
    returning 1`);
  return rows.length > 0;
}

/** Lets any process go on with it, once all others had their turn. */
export async function letGoOf(db: Db, { id }: HeldRehearsal): Promise<void> {
  await db.query(sql`
    update rehearsals set held_until = null, served_at = now() where id = ${id}`);
}

/** It is over, unless something is left of it. */
export async function finishRehearsal(db: Db, { id }: HeldRehearsal): Promise<void> {
  await db.query(sql`
    update rehearsals set state = 'done', finished_at = now(), held_until = null
    where id = ${id} and state = 'running'
      and not exists (select from rehearsed_jobs w where w.rehearsal_id = ${id} and w.decision is null)`);
}

/** The next of them, in their order. */
export function selectNextJobs(
  db: Db,
  { id }: HeldRehearsal,
  limit: number,
): Promise<{ number: number; install_id: number; identifier: string | null }[]> {
  return db.query(sql`
    select number, install_id, identifier from rehearsed_jobs
    where rehearsal_id = ${id} and decision is null order by number limit ${limit}`);
}

/** An event that is told next, with all that it takes to decide about it and to tell it, as of now. */
export interface NextJob {
  number: number;
  job_id: string;
  install_id: number;
  event_id: string;
  event_name: string;
  identifier: string | null;
  /** JSON text; null where the event is gone. */
  payload: string | null;
  required_scope: string | null;
  plugin_id: number;
  space_id: number;
  space_name: string;
  /** JSON text of an object. */
  space_attributes: string;
  generation: number;
  status: InstallStatus;
  scopes: string[];
  event_granted: boolean;
  grant_revision: number;
  /** JSON text of an object, without what is sealed. */
  config: string;
  sealed_config: Buffer | null;
}

/** One of them; undefined where the install may not be told things by the release any more, or began anew. */
export async function selectNextJob(
  db: Db,
  { id }: HeldRehearsal,
  number: number,
  isPublished: boolean,
): Promise<NextJob | undefined> {
  const [row] = await db.query<NextJob>(sql`
    select w.number, w.job_id, w.install_id, w.event_id, w.event_name, w.identifier, e.payload,
      t.required_scope, i.plugin_id, i.space_id, s.name as space_name, s.attributes as space_attributes,
      i.generation, i.status, i.scopes, w.event_name = any(i.events) as event_granted, i.grant_revision,
      i.config, i.sealed_config
    from rehearsed_jobs w
    join installs i on i.id = w.install_id and i.generation = w.generation
    join plugins p on p.id = i.plugin_id
    join spaces s on s.id = i.space_id
    left join events e on e.id = w.event_id
    left join event_types t on t.name = w.event_name
    where w.rehearsal_id = ${id} and w.number = ${number} and w.decision is null and ${mayRehearse(isPublished)}`);
  return row;
}
