import { enqueuing, type Lease, type NewQueueEntry } from '../jobs/enqueue.ts';
import { insertingJobs, type NewJob } from '../jobs/insert.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
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

/** A job that waits for no other one. */
export interface HeadJob {
  job_id: string;
  /** Of the lease that it was queued with; 0 for one that is ready. */
  claim: number;
}

/**
 * Writes events with their decisions, jobs and places in the queue, in one statement. Answers those that wait for no other one, and maybe
 * jobs of others that these wait for.
 */
export async function insertEvents(tx: Db, made: NewEvents): Promise<HeadJob[]> {
  const rows = await insert(tx, made, sql`true`);
  return rows.filter(isHead);
}

/** The same if no jobs are being resumed, in which case nobody has to be asked for the place of these. Undefined if there are, and nothing is written. */
export async function insertEventsUnlessResuming(
  db: Db,
  made: NewEvents,
): Promise<HeadJob[] | undefined> {
  const rows = await insert(db, made, sql`not exists (select from resumptions)`);
  return rows.length === 0 ? undefined : rows.filter(isHead);
}

type Inserted = HeadJob | { job_id: null };

const isHead = (row: Inserted): row is HeadJob => row.job_id !== null;

const HOLDS = sql`(select holds from condition)`;

// One row at least where the condition holds, and none where it does not.
function insert(db: Db, made: NewEvents, condition: Sql): Promise<Inserted[]> {
  const { events, decisions, jobs, queue, lease } = made;
  if (events.length === 0) return Promise.resolve([{ job_id: null }]);
  return db.query<Inserted>(sql`
    with condition as materialized (select ${condition} as holds),
    e as (
      insert into events (${newEvents.columns})
      select ${newEvents.columns} from ${newEvents.of(events)} where ${HOLDS})
    ${decisions.length === 0 ? empty : sql`, ${insertingDecisions(decisions)}`}
    ${jobs.length === 0 ? empty : sql`, ${insertingJobs(jobs, HOLDS)}`}
    ${queue.length === 0 ? empty : sql`, ${enqueuing(queue, HOLDS, lease)}`}
    select ${queue.length === 0 ? sql`null as job_id, null as claim` : sql`head.job_id, head.claim`}
    from condition ${queue.length === 0 ? empty : sql`left join head on true`}
    where condition.holds`);
}

const insertingDecisions = (decisions: DecisionRow[]): Sql => sql`
  d as (
    insert into event_decisions (${newDecisions.columns})
    select ${newDecisions.columns} from ${newDecisions.of(decisions)} where ${HOLDS})`;
