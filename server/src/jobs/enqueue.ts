import { type Db, type Sql, sql } from '../lib/db.ts';
import { arrays } from '../lib/recordset.ts';
import { isBeingRead, laneOf } from './lanes.ts';
import type { QueueRow } from './rows.ts';

/** A job about to be queued. */
export interface NewQueueEntry
  extends Pick<
    QueueRow,
    'install_id' | 'job_id' | 'event_id' | 'endpoint_id' | 'identifier' | 'in_lane'
  > {
  /** Number of its last attempt, when it was in the queue before; its next one must not be recorded under the same number. */
  attempt?: number;
  /** To be leased at once, unless another job of its lane is before it; see {@link Lease}. */
  leased?: boolean;
}

/** For whom jobs are leased, and for how long. */
export interface Lease {
  worker_id: number;
  seconds: number;
}

/** An entry with where it stands among those that are queued with it. */
type PlacedEntry = Required<NewQueueEntry> & {
  place: number;
  /** The first of its lane among them; so is whichever is in no lane. */
  is_first: boolean;
  followed: boolean;
};

const placedEntries = arrays<PlacedEntry>('n', {
  place: 'integer',
  install_id: 'bigint',
  job_id: 'uuid',
  event_id: 'uuid',
  endpoint_id: 'bigint',
  identifier: 'text',
  in_lane: 'boolean',
  attempt: 'integer',
  leased: 'boolean',
  is_first: 'boolean',
  followed: 'boolean',
});

/**
 * Queues jobs, in their order. The first of an empty lane is ready (or held, while a backfill reads what is older), later ones are blocked until
 * the one before leaves.
 */
export async function enqueueJobs(tx: Db, entries: NewQueueEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(sql`with ${enqueuing(entries, sql`true`)} select from head`);
}

/**
 * The same as a part of a statement: `head` are, with their claims, those that are no longer blocked, and maybe heads of other jobs that they
 * wait for.
 *
 * A lane has one head at most, which a unique index sees to. Who finds one there marks it as followed, and holds it until it commits:
 * whoever takes the head out waits for us, and then sees ours; or we wait for them, and ours is the head, or follows the one that is it by
 * then. Either way no job can be left blocked behind nothing. Heads are met in one order everywhere.
 *
 * @param condition what has to hold for them to be queued.
 */
export const enqueuing = (entries: NewQueueEntry[], condition: Sql, lease?: Lease): Sql =>
  entries.some(({ in_lane }) => in_lane)
    ? sql`
  n as materialized (
    select n.*, in_lane and ${isBeingRead(sql`n.install_id`)} as held
    from ${placedEntries.of(placed(entries))} where ${condition}),
  head as (
    ${insertingHeads(lease, sql`held`)}
    from n where is_first order by install_id, identifier collate "C", place
    on conflict (install_id, identifier) where in_lane and state <> 'blocked'
      do update set followed = true where not q.followed
    ${RETURNING}),
  blocked as (
    insert into job_queue (install_id, job_id, event_id, endpoint_id, identifier, in_lane, attempt, state)
    select install_id, job_id, event_id, endpoint_id, identifier, in_lane, attempt, 'blocked'
    from n where not is_first or not exists (select from head where head.job_id = n.job_id)
    order by place)`
    : sql`
  head as (
    ${insertingHeads(lease, sql`false`)}
    from ${placedEntries.of(placed(entries))} where ${condition} order by place
    ${RETURNING})`;

// What is held is not leased.
const insertingHeads = (lease: Lease | undefined, held: Sql): Sql => sql`
    insert into job_queue as q (install_id, job_id, event_id, endpoint_id, identifier, in_lane, followed,
      attempt, state, due_at, claim, worker_id)
    select install_id, job_id, event_id, endpoint_id, identifier, in_lane, followed,
      attempt + (leased and not ${held})::integer,
      case when ${held} then 'held' when leased then 'leased' else 'ready' end,
      case when leased and not ${held} then now() + ${lease?.seconds ?? 0} * interval '1 second' end,
      case when leased and not ${held} then (select nextval('job_claims')) else 0 end,
      case when leased and not ${held} then ${lease?.worker_id ?? 0}::bigint end`;

const RETURNING = sql`returning q.job_id, q.claim, q.install_id, q.endpoint_id`;

function placed(entries: NewQueueEntry[]): PlacedEntry[] {
  const firsts = new Map<string, PlacedEntry>();
  return entries.map((entry, place) => {
    const row = atPlace(entry, place);
    const lane = laneOf(entry);
    if (lane === undefined) return row;
    const key = `${lane.install_id} ${lane.identifier}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, row);
    else {
      first.followed = true;
      row.is_first = false;
    }
    return row;
  });
}

// Written out: copied by spreading it takes 10 µs instead of one.
const atPlace = (entry: NewQueueEntry, place: number): PlacedEntry => ({
  place,
  install_id: entry.install_id,
  job_id: entry.job_id,
  event_id: entry.event_id,
  endpoint_id: entry.endpoint_id,
  identifier: entry.identifier,
  in_lane: entry.in_lane,
  attempt: entry.attempt ?? 0,
  leased: entry.leased ?? false,
  is_first: true,
  followed: false,
});
