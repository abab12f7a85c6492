import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { firstIdOf } from '../lib/ids.ts';
import type { ReplayTarget } from './queries.ts';
import type { ReplayFilter } from './schema.ts';

/** Which jobs a replay is about. */
export interface Matching {
  of: ReplayTarget;
  filter: Omit<ReplayFilter, keyof ReplayTarget>;
  includeSettled: boolean;
  /** ISO 8601: none that was made then or later. */
  until: string;
}

/** How many jobs fit, counted up to `most`. */
export async function countMatching(db: Db, matching: Matching, most: number): Promise<number> {
  const [row] = await db.query<{ jobs: number }>(sql`
    select count(*)::integer as jobs from (${matchingJobs(matching, FIRST_ID, most)}) j`);
  return row?.jobs ?? 0;
}

const FIRST_ID = firstIdOf(new Date(0));

/** Reads the next jobs that fit into `replay_jobs`, in the order of their ids, and answers those. */
export function stageMatching(
  tx: Db,
  replayId: number,
  matching: Matching,
  { after, most }: { after: string | null; most: number },
): Promise<{ job_id: string }[]> {
  return tx.query(sql`
    with j as materialized (${matchingJobs(matching, after ?? FIRST_ID, most)})
    insert into replay_jobs (replay_id, job_id, install_id, endpoint_id, status, parked_reason, settled_at)
    select ${replayId}, j.id, j.install_id, e.id, j.status, j.parked_reason, j.settled_at
    from j left join endpoints e on e.plugin_id = j.plugin_id and e.event_name = j.name
    on conflict do nothing
    returning job_id`);
}

// Read along an index of whose jobs they are, from where the last slice ended, and of each status by itself: what failed may be little of very
// much. Of a space's installs each, as `selectJobs` does. What is done has no index of its own, as there would be little else in it.
function matchingJobs({ of, ...fitting }: Matching, after: string, most: number): Sql {
  const { status } = fitting.filter;
  const places =
    of.space_id === null
      ? sql`(values (0)) as s (id)`
      : sql`(select id from installs where space_id = ${of.space_id}) as s`;
  const uncommon = status.filter((one) => one !== 'done');
  return sql`
    select * from (
      select j.* from ${places} cross join unnest(${uncommon}::text[]) as u (status) cross join lateral (
        select ${COLUMNS} from jobs j where ${isOf(of)} and j.uncommon_status = u.status ${fits(fitting, after)}
        order by j.id limit ${most}) j
      union all
      select j.* from ${places} cross join lateral (
        select ${COLUMNS} from jobs j where ${isOf(of)} and j.status = 'done' ${fits(fitting, after)}
        order by j.id limit ${most}) j
      where ${status.includes('done')}::boolean) j
    order by j.id limit ${most}`;
}

function isOf({ space_id, install_id, plugin_id }: ReplayTarget): Sql {
  if (space_id !== null) return sql`j.install_id = s.id`;
  return install_id === null ? sql`j.plugin_id = ${plugin_id}` : sql`j.install_id = ${install_id}`;
}

const COLUMNS = sql`j.id, j.install_id, j.plugin_id, j.name, j.status, j.parked_reason, j.settled_at`;

function fits({ filter, includeSettled, until }: Omit<Matching, 'of'>, after: string): Sql {
  const { name, identifier, since } = filter;
  return sql`
    and j.id > ${after} and j.id >= ${idAround(since, -CLOCKS_APART_MS)} and j.id < ${idAround(until, CLOCKS_APART_MS)}
    and j.created_at >= ${since} and j.created_at < ${until}
    ${includeSettled ? empty : sql`and j.settled_by is distinct from 'plugin'`}
    ${name === undefined ? empty : sql`and j.name = ${name}`}
    ${identifier === undefined ? empty : sql`and j.identifier = ${identifier}`}`;
}

// Ids are cut by the clocks of the servers, `created_at` is told by the database's: they differ by less than this.
const CLOCKS_APART_MS = 3_600_000;

// Days that are out of the question need no look. (A leap second is a time to PostgreSQL, but not to us: then all are looked at.)
function idAround(time: string, ms: number): string {
  const parsed = Date.parse(time);
  if (Number.isNaN(parsed)) return ms < 0 ? FIRST_ID : LAST_ID;
  return firstIdOf(new Date(Math.min(Math.max(0, parsed + ms), LAST_TIME)));
}

const LAST_TIME = 2 ** 48 - 1;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
