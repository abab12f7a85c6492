import { NOT_SUSPENDED } from '../install-status.ts';
import { IS_PUT_OFF, IS_UNDER_WAY } from '../jobs/unsent.ts';
import { type Sql, sql } from '../lib/db.ts';

/** Most jobs of one replay or backfill for an endpoint whose claims were given back, and that wait for the next. */
const MOST_PUT_OFF = 50;

/**
 * How many more jobs of a replay or backfill an endpoint may have now; 0 or below for none. What all of them have together is divided among
 * those that have something for it, at least one place for each; where there are more of them than places, those who take the steps see to it
 * that each has its turn. What was sent takes no place, also where nobody has counted it yet; nor does what was given back before there was a
 * request, as there may never be one.
 *
 * @param endpoint its id, in a statement.
 * @param id of the replay or backfill.
 * @param share how many jobs of replays and backfills the endpoint may have at a time.
 */
export const roomFor = (endpoint: Sql, id: number, share: number): Sql => sql`coalesce((
  select least(${share}::integer - u.taken, (${share}::integer + u.others) / (1 + u.others) - u.own)
  from (
    select t.taken, t.own, (select count(*)::integer from (${othersFor(endpoint, id, share)}) o) as others
    from (
      select count(*) filter (where not b.is_put_off)::integer as taken,
        count(*) filter (where b.is_own and not b.is_put_off)::integer as own,
        count(*) filter (where b.is_own and b.is_put_off)::integer as put_off
      from (
        select n.replay_id = ${id} as is_own, ${IS_PUT_OFF} as is_put_off from replay_jobs n
        join job_queue q on q.install_id = n.install_id and q.job_id = n.job_id
        where n.is_queued and n.endpoint_id = ${endpoint} and ${IS_UNDER_WAY}) b) t
    where t.taken < ${share}::integer and t.put_off < ${MOST_PUT_OFF}::integer offset 0) u), 0)`;

// Without the offset above they are looked for twice. As many as count: more than there are places make no difference.
const othersFor = (endpoint: Sql, id: number, share: number): Sql => sql`
  select 1 as one from replays y
  where y.state = 'running' and y.id <> ${id} and (
    exists (select from replay_jobs n
      where n.replay_id = y.id and not n.is_queued and n.endpoint_id = ${endpoint})
    or exists (select from replay_jobs n
      join job_queue q on q.install_id = n.install_id and q.job_id = n.job_id
      where n.replay_id = y.id and n.is_queued and n.endpoint_id = ${endpoint} and ${IS_UNDER_WAY} and not ${IS_PUT_OFF})
    or exists (select from job_queue q
      where q.replay_id = y.id and q.state = 'held' and q.endpoint_id = ${endpoint}
        and exists (select from installs i join plugins p on p.id = i.plugin_id
          where i.id = y.install_id and i.status = 'active' and ${NOT_SUSPENDED})))
  limit ${share}`;
