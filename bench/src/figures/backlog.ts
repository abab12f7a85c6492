import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { many, type Platform } from '../harness/platform.ts';

/** Events to be told, each of which one install hears. */
export interface Backlog {
  eventName: string;
  spaces: number[];
  jobs: number;
  /** Bytes of what is in the payload beside its number. */
  noteBytes?: number;
}

const BATCH = 100;
/** With `meta` around it, about 1 KB on the wire. */
const NOTE_BYTES = 480;

/**
 * Tells events by batches through the Platform API, in turn to all spaces: nothing here knows the tables. Each has an identifier of its
 * own, and so has its job a lane. Nobody should deliver meanwhile, so that all are there before the first is on its way.
 */
export async function fillQueue(
  platform: Platform,
  { eventName, spaces, jobs, noteBytes = NOTE_BYTES }: Backlog,
): Promise<void> {
  const note = 'x'.repeat(noteBytes);
  await many(Math.ceil(jobs / BATCH), async (batch) => {
    const from = batch * BATCH;
    const events = Array.from({ length: Math.min(BATCH, jobs - from) }, (_, index) => ({
      space_id: spaces[(from + index) % spaces.length],
      name: eventName,
      identifier: `record:${from + index}`,
      payload: { n: from + index, note },
    }));
    await platform.call('POST', '/events/batch', { events });
  });
}

/** Fresh statistics, as a queue has that grew over hours. */
export async function analyzeQueue(db: pg.Pool): Promise<void> {
  await db.query('analyze job_queue');
}

/** What PostgreSQL does once after so many rows came, and would have done meanwhile had the queue grown over hours. */
export async function tidyJobs(db: pg.Pool): Promise<void> {
  await db.query('vacuum (analyze) job_queue, jobs, events');
}

/** Resolves when no job is left in the queue. */
export async function queueEmpty(db: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await db.query({ name: 'queued', text: 'select from job_queue limit 1' });
    if (rows.length === 0) return;
    await delay(5);
  }
}

// Those that there are: the bench must measure builds before and after a change of the tables.
const OF_JOBS = [
  'job_queue',
  'lanes',
  'events',
  'event_decisions',
  'jobs',
  'attempts',
  'job_attachments',
];

/** Forgets events, jobs and all about them: each measurement starts with empty tables. */
export async function forgetJobs(db: pg.Pool): Promise<void> {
  await atRest(db);
  const { rows } = await db.query(
    'select name from unnest($1::text[]) name where to_regclass(name) is not null',
    [OF_JOBS],
  );
  await db.query(`truncate ${rows.map(({ name }) => name).join(', ')}`);
}

const AT_REST_MS = 20;

/** `wrk` goes without the answers to its last requests, which are still being served: to truncate then would be a deadlock. */
async function atRest(db: pg.Pool): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const { rows } = await db.query(
      "select from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()",
    );
    quiet = rows.length === 0 ? quiet + 1 : 0;
    await delay(AT_REST_MS);
  }
}
