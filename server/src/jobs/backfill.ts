import { type Db, sql } from '../lib/db.ts';
import { arrays, recordset } from '../lib/recordset.ts';
import { tellChanges } from '../stream/tell.ts';
import { lockMany, type OneOfMany, type Unwanted, whyNever, whyUndeliverable } from './control.ts';
import { dequeue, QUEUED, type QueuedJob } from './dequeue.ts';
import { type InLane, isBeingRead, LOCK_ORDER, leaveLanes } from './lanes.ts';
import { markCancelled } from './mark.ts';
import { type JobKey, type JobRow, jobKeys } from './rows.ts';
import { IS_UNSENT } from './unsent.ts';

/** A job about to be made of an event that its install has not heard. */
export interface BackfilledJob
  extends Pick<
    JobRow,
    'id' | 'install_id' | 'install_generation' | 'plugin_id' | 'event_id' | 'name' | 'identifier'
  > {
  /** Of the event, microseconds and all, as PostgreSQL writes it. */
  created_at: string;
  endpoint_id: number;
  in_lane: boolean;
}

/** Of a slice, in order. */
const backfilledJobs = arrays<BackfilledJob & { place: number }>('g', {
  place: 'integer',
  id: 'uuid',
  install_id: 'bigint',
  install_generation: 'integer',
  plugin_id: 'bigint',
  event_id: 'uuid',
  name: 'text',
  identifier: 'text',
  created_at: 'timestamptz',
  endpoint_id: 'bigint',
  in_lane: 'boolean',
});

/**
 * Makes jobs of one install for a backfill, 1,000 at most, and queues them in their order: before all that are newer, and behind what it has
 * queued before. None of them is sent until {@link releaseBackfilled} says so. As in enqueue.ts, whoever is no head of its lane
 * is blocked by a head whose row is held until the commit.
 */
export async function queueBackfilled(
  tx: Db,
  backfillId: number,
  jobs: BackfilledJob[],
): Promise<void> {
  if (jobs.length === 0) return;
  const placed = jobs.map((job, place) => ({ ...job, place }));
  await tx.query(sql`
    with n as materialized (
      select g.*, base.seq + g.place as seq, not g.in_lane or ${IS_FIRST} as is_first, g.in_lane and not ${IS_LAST} as followed
      from ${backfilledJobs.of(placed)} cross join (select nextval('backfill_places') as seq) base),
    made as (
      insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, identifier, status, created_at,
        backfill_id)
      select install_id, id, install_generation, plugin_id, event_id, name, identifier, 'queued', created_at,
        ${backfillId}::bigint
      from n),
    head as (
      insert into job_queue as q (install_id, job_id, event_id, endpoint_id, identifier, in_lane, followed, state,
        replay_id, backfill_id, seq)
      overriding system value
      select install_id, id, event_id, endpoint_id, identifier, in_lane, followed, 'held', ${backfillId}::bigint,
        ${backfillId}::bigint, seq
      from n where is_first order by install_id, identifier collate "C", place
      on conflict (install_id, identifier) where in_lane and state <> 'blocked'
        do update set followed = true where not q.followed
      returning q.job_id)
    insert into job_queue (install_id, job_id, event_id, endpoint_id, identifier, in_lane, state, replay_id, backfill_id,
      seq)
    overriding system value
    select install_id, id, event_id, endpoint_id, identifier, in_lane, 'blocked', ${backfillId}::bigint,
      ${backfillId}::bigint, seq
    from n where not is_first or not exists (select from head where head.job_id = n.id)
    order by place`);
  await tellChanges(tx, () => ({
    jobs: jobs.map(({ install_id, id }) => ({ install_id, job_id: id })),
  }));
}

const IS_FIRST = sql`row_number() over (partition by g.in_lane, g.identifier order by g.place) = 1`;
const IS_LAST = sql`row_number() over (partition by g.in_lane, g.identifier order by g.place desc) = 1`;

/** A job of a backfill that may be sent now. */
export interface ReleasedJob extends JobKey {
  last_attempt: number;
  endpoint_id: number | null;
}

/** What became of jobs that were to be sent. */
interface Released {
  ready: ReleasedJob[];
  withdrawn: number;
  /** How many others are at the head of their lanes now. */
  unblocked: number;
}

/**
 * Lets jobs of a backfill be sent, if that is still what their admin wants: what is not granted any more, or not subscribed to, is withdrawn, and
 * its lane goes on. What was suspended meanwhile stays as it is.
 */
export async function releaseBackfilled(tx: Db, chosen: JobKey[]): Promise<Released> {
  if (chosen.length === 0) return { ready: [], withdrawn: 0, unblocked: 0 };
  const held = await lockHeld(tx, chosen);
  const jobs = new Map((await lockMany(tx, held)).map((job) => [job.job_id, job]));
  const ready: ReleasedJob[] = [];
  const refused = new Map<Unwanted, QueuedJob[]>();
  for (const row of held) {
    const job = jobs.get(row.job_id);
    const reason = whyNotToldAnyMore(job);
    if (reason !== undefined) refused.set(reason, [...(refused.get(reason) ?? []), row]);
    else if (job !== undefined && whyUndeliverable(job) === undefined) ready.push(job);
  }
  await tx.query(sql`
    update job_queue q set state = 'ready' from ${jobKeys.of(ready)}
    where q.install_id = k.install_id and q.job_id = k.job_id`);
  const released: Released = { ready, withdrawn: 0, unblocked: 0 };
  for (const [reason, rows] of refused) {
    await markCancelled(tx, rows, reason);
    released.unblocked += await dequeue(tx, rows);
    released.withdrawn += rows.length;
  }
  return released;
}

// Of a job that is gone there is nothing to say, and no row to say it in.
function whyNotToldAnyMore(job: OneOfMany | undefined): Unwanted | undefined {
  return job?.subscribed ? whyNever(job) : 'not_subscribed';
}

function lockHeld(tx: Db, chosen: JobKey[]): Promise<QueuedJob[]> {
  return tx.query(sql`
    select ${QUEUED} from ${jobKeys.of(chosen)}
    join job_queue q on q.install_id = k.install_id and q.job_id = k.job_id
    where q.state = 'held' order by ${LOCK_ORDER} for update of q`);
}

/**
 * Unmakes jobs of a backfill that was ended, and were not sent yet: as if they never had been. The last ones go first, as hardly any is at the
 * head of its lane then.
 *
 * @param most in one transaction. Answers how many there were.
 */
export async function unmakeUnsent(tx: Db, backfillId: number, most: number): Promise<number> {
  const rows = await tx.query<QueuedJob>(sql`
    with slice as materialized (
      select q.install_id, q.job_id from job_queue q
      where q.replay_id = ${backfillId} and ${IS_UNSENT}
      order by q.endpoint_id desc, q.seq desc limit ${most})
    select ${QUEUED} from slice
    join job_queue q on q.install_id = slice.install_id and q.job_id = slice.job_id
    where ${IS_UNSENT}
    order by ${LOCK_ORDER} for update of q`);
  if (rows.length === 0) return 0;
  await dequeue(tx, rows);
  await tx.query(sql`
    delete from jobs j using ${jobKeys.of(rows)} where j.install_id = k.install_id and j.id = k.job_id`);
  await tellChanges(tx, () => ({ jobs: rows }));
  return rows.length;
}

/**
 * Lets the lanes go on in which newer jobs were held while a backfill read what is older: with what it has found, or with those themselves. Finds
 * also what was held by somebody who did not see yet that it was over. Answers how many there were.
 *
 * @param most in one transaction.
 */
export async function releaseHeld(tx: Db, most: number): Promise<number> {
  const heads = await tx.query<InLane>(sql`
    with slice as materialized (
      select q.install_id, q.job_id from job_queue q
      where q.state = 'held' and q.replay_id is null and not ${isBeingRead(sql`q.install_id`)}
      limit ${most}),
    head as materialized (
      select q.install_id, q.job_id from slice
      join job_queue q on q.install_id = slice.install_id and q.job_id = slice.job_id
      where q.state = 'held' order by ${LOCK_ORDER} for update of q)
    update job_queue q set state = 'blocked' from head
    where q.install_id = head.install_id and q.job_id = head.job_id
    returning q.install_id, q.identifier, q.in_lane, true as followed`);
  await leaveLanes(tx, heads);
  return heads.length;
}

const tellBackfill = recordset<JobKey & { backfill_id: number }>('b', {
  install_id: 'bigint',
  job_id: 'uuid',
  backfill_id: 'bigint',
});

/** Notes of jobs that are queued again by whom they were made, for their requests. */
export async function noteBackfills(
  tx: Db,
  jobs: (JobKey & { backfill_id: number | null })[],
): Promise<void> {
  const made = jobs.flatMap(({ install_id, job_id, backfill_id }) =>
    backfill_id === null ? [] : [{ install_id, job_id, backfill_id }],
  );
  if (made.length === 0) return;
  await tx.query(sql`
    update job_queue q set backfill_id = b.backfill_id from ${tellBackfill.of(made)}
    where q.install_id = b.install_id and q.job_id = b.job_id`);
}
