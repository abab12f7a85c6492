import { type Db, sql } from '../lib/db.ts';

/** A queue that is so many times as long as PostgreSQL believes is no longer what its plans are made for. */
const TIMES_LONGER = 10;
/** However short it was: of fewer jobs it does not matter how they are found. */
const SHORT = 1000;

/**
 * Has PostgreSQL look at the queue again where it has grown many times over since it was looked at; answers whether it has grown. It does so by
 * itself, but a minute later: until then it takes the queue for empty, and reads all of it instead of looking for each job by its key. To
 * take 500 jobs out of 9,000 took 4 s.
 */
export async function refreshQueueStatistics(db: Db): Promise<boolean> {
  const [row] = await db.query<{ has_grown: boolean }>(sql`
    select pg_stat_get_live_tuples(c.oid) > greatest(c.reltuples * ${TIMES_LONGER}::double precision, ${SHORT}::double precision) as has_grown
    from pg_catalog.pg_class c where c.oid = 'job_queue'::regclass`);
  if (!row?.has_grown) return false;
  // Where it is being vacuumed, or another worker is at it, the next poll asks again: whoever waited would have the vacuum given up.
  await db.query(sql`analyze (skip_locked) job_queue`);
  return true;
}
