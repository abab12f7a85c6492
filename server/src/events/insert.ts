import { FACTS, type Nullable, type RequestFacts } from '../jobs/claim.ts';
import { enqueuing, type Lease, type NewQueueEntry } from '../jobs/enqueue.ts';
import { insertingJobs, type NewJob } from '../jobs/insert.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { arrays } from '../lib/recordset.ts';
import { type Changed, doAndTell, tellChanges } from '../stream/tell.ts';
import type { DecisionRow, NewEvent } from './queries.ts';
import { type Assumption, standsAs } from './standing.ts';

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

/** A job that waits for no other one: it is ready, or leased under a claim. */
export interface HeadJob {
  job_id: string;
  /** 0 for one that is ready. */
  claim: number;
}

/** The same, with what its request is made of if any was to be leased; null where its endpoint or install is gone. */
export type NewHead = HeadJob & Partial<Nullable<RequestFacts>>;

/**
 * Writes events with their decisions, jobs and places in the queue, in one statement. Answers those that wait for no other one, and maybe
 * jobs of others that these wait for.
 */
export async function insertEvents(tx: Db, made: NewEvents): Promise<NewHead[]> {
  const heads = (await insert(tx, made, sql`true`)) ?? [];
  await tellChanges(tx, () => madeJobs(made));
  return heads;
}

/** The same if all stands as it was assumed when it was decided. Undefined if it does not, and nothing is written. */
export const insertEventsIf = (
  assumption: Assumption,
  db: Db,
  made: NewEvents,
): Promise<NewHead[] | undefined> =>
  doAndTell(
    db,
    (one) => insert(one, made, standsAs(assumption)),
    (heads) => (heads === undefined ? {} : madeJobs(made)),
  );

const madeJobs = ({ jobs }: NewEvents): Changed => ({
  jobs: jobs.map(({ install_id, id }) => ({ install_id, job_id: id })),
});

/** Nothing but null where the condition holds, and no job is a head. */
type Inserted = Nullable<HeadJob> & Partial<Nullable<RequestFacts>>;

const isHead = (row: Inserted): row is NewHead => row.job_id !== null;

const HOLDS = sql`(select holds from condition)`;

// Whose request it is may be gone by now.
const WITH_FACTS = sql`
  left join endpoints e on e.id = head.endpoint_id and head.claim > 0
  left join plugins p on p.id = e.plugin_id
  left join installs i on i.id = head.install_id and head.claim > 0
  left join spaces s on s.id = i.space_id`;

// Undefined where the condition does not hold, which nothing can but for some events.
async function insert(db: Db, made: NewEvents, condition: Sql): Promise<NewHead[] | undefined> {
  const { events, queue, lease } = made;
  if (events.length === 0) return [];
  const writing = inserting(made, condition);
  if (queue.length === 0) {
    const written = await db.query<{ holds: boolean }>(sql`
      ${writing} select holds from condition where holds`);
    return written.length === 0 ? undefined : [];
  }
  const queueing = sql`${writing}, ${enqueuing(queue, HOLDS, lease)}`;
  const rows: Inserted[] = queue.some(({ leased }) => leased)
    ? await db.query<Nullable<HeadJob & RequestFacts>>(sql`
        ${queueing}
        select head.job_id, head.claim, ${FACTS}
        from condition left join head on true ${WITH_FACTS}
        where condition.holds`)
    : await db.query<Nullable<HeadJob>>(sql`
        ${queueing}
        select head.job_id, head.claim from condition left join head on true where condition.holds`);
  return rows.length === 0 ? undefined : rows.filter(isHead);
}

const inserting = ({ events, decisions, jobs }: NewEvents, condition: Sql): Sql => sql`
  with condition as materialized (select ${condition} as holds),
  told as (
    insert into events (${newEvents.columns})
    select ${newEvents.columns} from ${newEvents.of(events)} where ${HOLDS})
  ${decisions.length === 0 ? empty : insertingDecisions(decisions)}
  ${jobs.length === 0 ? empty : sql`, ${insertingJobs(jobs, HOLDS)}`}`;

const insertingDecisions = (decisions: DecisionRow[]): Sql => sql`,
  d as (
    insert into event_decisions (${newDecisions.columns})
    select ${newDecisions.columns} from ${newDecisions.of(decisions)} where ${HOLDS})`;
