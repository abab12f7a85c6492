import { FACTS, type RequestFacts } from '../jobs/claim.ts';
import { enqueuing, type Lease, type NewQueueEntry } from '../jobs/enqueue.ts';
import { insertingJobs, type NewJob } from '../jobs/insert.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { arrays } from '../lib/recordset.ts';
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
export type NewHead = HeadJob & { [Fact in keyof RequestFacts]: RequestFacts[Fact] | null };

/**
 * Writes events with their decisions, jobs and places in the queue, in one statement. Answers those that wait for no other one, and maybe
 * jobs of others that these wait for.
 */
export async function insertEvents(tx: Db, made: NewEvents): Promise<NewHead[]> {
  const rows = await insert(tx, made, sql`true`);
  return rows.filter(isHead);
}

/** The same if all stands as it was assumed when it was decided. Undefined if it does not, and nothing is written. */
export async function insertEventsIf(
  assumption: Assumption,
  db: Db,
  made: NewEvents,
): Promise<NewHead[] | undefined> {
  const rows = await insert(db, made, standsAs(assumption));
  return rows.length === 0 ? undefined : rows.filter(isHead);
}

type Nullable<Row> = { [Column in keyof Row]: Row[Column] | null };

/** Nothing but null where there is no such job. */
type Inserted = Nullable<NewHead>;

const isHead = (row: Inserted): row is NewHead => row.job_id !== null;

// Where there are no events, there is nothing that could not hold.
const NOTHING = { job_id: null } as Inserted;

const HOLDS = sql`(select holds from condition)`;

// Whose request it is may be gone by now.
const WITH_FACTS = sql`
  left join endpoints e on e.id = head.endpoint_id and head.claim > 0
  left join plugins p on p.id = e.plugin_id
  left join installs i on i.id = head.install_id and head.claim > 0
  left join spaces s on s.id = i.space_id`;

// One row at least where the condition holds, and none where it does not.
async function insert(db: Db, made: NewEvents, condition: Sql): Promise<Inserted[]> {
  if (made.events.length === 0) return [NOTHING];
  const writing = inserting(made, condition);
  if (made.queue.some(({ leased }) => leased))
    return db.query<Inserted>(sql`
      ${writing}
      select head.job_id, head.claim, ${FACTS}
      from condition left join head on true ${WITH_FACTS}
      where condition.holds`);
  const heads = await db.query<Nullable<HeadJob>>(sql`
    ${writing}
    select head.job_id, head.claim from condition left join head on true where condition.holds`);
  return heads.map((head) => ({ ...NOTHING, ...head }));
}

const inserting = (
  { events, decisions, jobs, queue, lease }: NewEvents,
  condition: Sql,
): Sql => sql`
  with condition as materialized (select ${condition} as holds),
  told as (
    insert into events (${newEvents.columns})
    select ${newEvents.columns} from ${newEvents.of(events)} where ${HOLDS}),
  ${decisions.length === 0 ? empty : insertingDecisions(decisions)}
  ${jobs.length === 0 ? empty : insertingJobs(jobs, HOLDS)}
  ${enqueuing(queue, HOLDS, lease)}`;

const insertingDecisions = (decisions: DecisionRow[]): Sql => sql`
  d as (
    insert into event_decisions (${newDecisions.columns})
    select ${newDecisions.columns} from ${newDecisions.of(decisions)} where ${HOLDS}),`;
