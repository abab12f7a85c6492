import { enqueuing, type Lease, type NewQueueEntry } from '../jobs/enqueue.ts';
import { insertingJobs, type NewJob } from '../jobs/insert.ts';
import { type Db, empty, sql } from '../lib/db.ts';
import { arrays } from '../lib/recordset.ts';
import type { DecisionRow, NewEvent } from './queries.ts';

const newEvents = arrays<NewEvent>('e', {
  id: 'uuid',
  space_id: 'bigint',
  name: 'text',
  identifier: 'text',
  payload: 'text',
  user_id: 'bigint',
  occurred_at: 'timestamptz',
});

const newDecisions = arrays<DecisionRow>('d', {
  event_id: 'uuid',
  install_id: 'bigint',
  plugin_id: 'bigint',
  decision: 'text',
  job_id: 'uuid',
});

/** All that is made of some events. */
export interface NewEvents {
  events: NewEvent[];
  /** Those that no job says. */
  decisions: DecisionRow[];
  jobs: NewJob[];
  queue: NewQueueEntry[];
  /** For those of the queue that are to be leased. */
  lease?: Lease;
}

/** A job that was queued and leased in one. */
export interface LeasedJob {
  job_id: string;
  claim: number;
}

/** Writes events with their decisions, jobs and places in the queue, in one statement. Answers which were leased. */
export async function insertEvents(db: Db, made: NewEvents): Promise<LeasedJob[]> {
  const { events, decisions, jobs, queue, lease } = made;
  if (events.length === 0) return [];
  const leased = new Set(queue.flatMap((entry) => (entry.leased ? [entry.job_id] : [])));
  const heads = await db.query<LeasedJob>(sql`
    with e as (
      insert into events (${newEvents.columns})
      select ${newEvents.columns} from ${newEvents.of(events)})
    ${
      decisions.length === 0
        ? empty
        : sql`, d as (
      insert into event_decisions (${newDecisions.columns})
      select ${newDecisions.columns} from ${newDecisions.of(decisions)})`
    }
    ${jobs.length === 0 ? empty : sql`, j as (${insertingJobs(jobs)})`}
    ${
      queue.length === 0
        ? sql`select where false`
        : sql`, ${enqueuing(queue, lease)}
      select job_id, claim from head where claim > 0`
    }`);
  // Others are heads that these wait for.
  return heads.filter(({ job_id }) => leased.has(job_id));
}
