import { type Db, type Sql, sql } from '../lib/db.ts';
import type { ActivityPlace } from './activity-queries.ts';
import { IS_RETRYING, IS_WAITING } from './outcomes.ts';

/** What is counted: events, all jobs, and those among them that are not done. */
export type SummaryWord =
  | 'events'
  | 'jobs'
  | 'ongoing'
  | 'waiting'
  | 'retrying'
  | 'failed'
  | 'ignored'
  | 'parked'
  | 'cancelled';

/** How many there are in one step; of jobs, how many of one install were looked at. */
export interface CountRow {
  counted: SummaryWord;
  /** From 1 on. */
  step: number;
  /** 0 where it is no install's. */
  install_id: number;
  count: number;
}

/** How much of a space and of each install is counted, the newest first. */
export interface MostCounted {
  events: number;
  jobs: number;
}

/**
 * What a summary looks at, at most. 40,000 events and 200,000 jobs of 10 installs took 152 ms in 24 steps and 193 ms in 200, 0.7 µs a job: twenty
 * installs with as many as are counted take some seconds.
 */
export const MOST_COUNTED: MostCounted = { events: 1_000_000, jobs: 250_000 };

const words = sql`'ongoing', 'ignored', 'failed', 'parked', 'cancelled'`;

/**
 * Counts events and jobs by steps. No row of a table is looked at but those of the queue: keys of events and jobs, and the index of what is not
 * done, have all there is to know.
 *
 * @param bounds where each step begins, and where the last one ends, as ids.
 */
export function selectCounts(
  db: Db,
  { spaceId, installId }: ActivityPlace,
  bounds: string[],
  most: MostCounted = MOST_COUNTED,
): Promise<CountRow[]> {
  const [first, last] = [bounds[0] as string, bounds.at(-1) as string];
  const place = sql`s.space_id = ${spaceId} and s.id = coalesce(${installId ?? null}, s.id)`;
  const step = (id: Sql) => sql`width_bucket(${id}, ${bounds}::uuid[])`;
  const between = (id: Sql) => sql`${id} >= ${first}::uuid and ${id} < ${last}::uuid`;
  return db.query(sql`
    select 'events' as counted, step, 0::bigint as install_id, count(*)::integer as count from (
      select ${step(sql`e.id`)} as step from events e
      where e.space_id = ${spaceId} and ${installId === undefined} and ${between(sql`e.id`)}
      order by e.id desc limit ${most.events}) n group by step
    union all
    select 'jobs', n.step, s.id, count(*)::integer from installs s cross join lateral (
      select ${step(sql`j.id`)} as step from jobs j
      where j.install_id = s.id and ${between(sql`j.id`)} order by j.id desc limit ${most.jobs}) n
    where ${place} group by n.step, s.id
    union all
    select n.word, n.step, 0, count(*)::integer from installs s cross join lateral (
      select j.uncommon_status as word, ${step(sql`j.id`)} as step from jobs j
      where j.install_id = s.id and j.uncommon_status in (${words}) and ${between(sql`j.id`)}
      limit ${most.jobs}) n
    where ${place} group by n.word, n.step
    union all
    select n.word, n.step, 0, count(*)::integer from installs s cross join lateral (
      select case when ${IS_WAITING} then 'waiting' when ${IS_RETRYING} then 'retrying' end as word,
        ${step(sql`q.job_id`)} as step from job_queue q
      where q.install_id = s.id and ${between(sql`q.job_id`)} limit ${most.jobs}) n
    where ${place} and n.word is not null group by n.word, n.step`);
}
