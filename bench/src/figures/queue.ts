import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { monotonicMs } from '../harness/receiver.ts';

/** Jobs to be queued for everybody who subscribes to an event. */
export interface Backlog {
  eventName: string;
  jobs: number;
  /** Events that the jobs share, fewer being quicker to make; a multiple of the number of installs. */
  events: number;
  /** JSON text. */
  payload: string;
}

/**
 * Queues jobs as intake would have, but in one statement: every install that subscribes gets its share, each job has an identifier of
 * its own and so a lane. They become visible all at once, with fresh statistics, when what this returns is called.
 *
 * @returns shows the jobs to the workers and tells them; answers when that was, by `monotonicMs`.
 */
export async function prepareBacklog(
  db: pg.Pool,
  backlog: Backlog,
): Promise<() => Promise<number>> {
  const { eventName, jobs, events, payload } = backlog;
  const client = await db.connect();
  try {
    await client.query('begin');
    await client.query(FILL, [eventName, jobs, events, payload]);
    await client.query('analyze job_queue');
    await client.query("select pg_notify('plugboard', 'jobs')");
  } catch (error) {
    client.release(true);
    throw error;
  }
  return async () => {
    const at = monotonicMs();
    await client.query('commit');
    client.release();
    return at;
  };
}

const FILL = `
  with subscribed as materialized (
    select i.id as install_id, i.generation, i.plugin_id, i.space_id, e.id as endpoint_id,
      row_number() over (order by i.id) - 1 as place, count(*) over () as places
    from installs i join endpoints e on e.plugin_id = i.plugin_id
    where i.status = 'active' and e.event_name = $1),
  event_ids as materialized (
    select n, uuidv7() as id from generate_series(0, $3::integer - 1) n),
  told as (
    insert into events (id, space_id, name, identifier, payload, occurred_at)
    select e.id, s.space_id, $1, 'record:' || e.n, $4, now()
    from event_ids e join subscribed s on s.place = e.n % s.places),
  made as materialized (
    select s.*, uuidv7() as job_id, e.id as event_id, $1 as name, 'record:' || j.n as identifier
    from generate_series(0, $2::integer - 1) as j (n)
    join event_ids e on e.n = j.n % $3::integer
    join subscribed s on s.place = j.n % s.places),
  decided as (
    insert into event_decisions (event_id, install_id, plugin_id, decision, job_id)
    select event_id, install_id, plugin_id, 'delivered', job_id from made),
  created as (
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, identifier, status)
    select install_id, job_id, generation, plugin_id, event_id, name, identifier, 'queued' from made),
  entered as (
    insert into lanes (install_id, identifier, jobs) select install_id, identifier, 1 from made)
  insert into job_queue (install_id, job_id, event_id, endpoint_id, identifier, in_lane, state)
  select install_id, job_id, event_id, endpoint_id, identifier, true, 'ready' from made`;

/** Resolves when no job is left in the queue. */
export async function queueEmpty(db: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await db.query({ name: 'queued', text: 'select from job_queue limit 1' });
    if (rows.length === 0) return;
    await delay(2);
  }
}

/** Forgets events, jobs and all about them: each measurement starts with empty tables. */
export async function forgetJobs(db: pg.Pool): Promise<void> {
  await db.query(
    'truncate job_queue, lanes, events, event_decisions, jobs, attempts, job_attachments',
  );
}
