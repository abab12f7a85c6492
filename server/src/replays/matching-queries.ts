import { endpointFor } from '../install-status.ts';
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

/** Jobs of a replay's target between two ids, whether or not they fit. */
export interface JobStretch {
  /** The id behind which it begins; null for the first job of the time that is asked for. */
  after: string | null;
  /** The last id that may be in it; null for the last job of that time. */
  upTo: string | null;
}

const ALL: JobStretch = { after: null, upTo: null };

/** Whether there are fewer than `most` jobs to be looked at, to know which fit. Looks at no more. */
export async function isCountable(db: Db, matching: Matching, most: number): Promise<boolean> {
  const [row] = await db.query<{ is_countable: boolean }>(sql`
    select count(*) < ${most} as is_countable from (
      select 1 as one from (${eachOf(matching, idsOf(matching, false, most), idsOf(matching, true, most))}) j
      limit ${most}) j`);
  return row?.is_countable === true;
}

const idsOf = (matching: Matching, isDone: boolean, most: number): Sql => sql`
  select j.id from jobs j where ${isLookedAt(matching, isDone, ALL)} limit ${most}`;

/** How many jobs fit, at most `most`. Looks at all of the target. */
export async function countMatching(db: Db, matching: Matching, most: number): Promise<number> {
  const [row] = await db.query<{ jobs: number }>(sql`
    select count(*)::integer as jobs from (${matchingJobs(matching, ALL, most)}) j`);
  return row?.jobs ?? 0;
}

/**
 * The id up to which there are about `most` jobs to be looked at, to know which fit; null where there are fewer. Of each install and status a
 * fair part of them is looked at, and fifty at least: where none has more than its part, that is all there are.
 */
export async function selectMatchingReach(
  db: Db,
  matching: Matching,
  after: string | null,
  most: number,
): Promise<string | null> {
  const parts = matching.filter.status.length;
  const part = sql`greatest(${most}::integer / (s.places * ${parts}::integer), ${LEAST_OF_EACH})`;
  const [row] = await db.query<{ id: string }>(sql`
    select j.id from (${eachOf(matching, lastOf(matching, false, after, part), lastOf(matching, true, after, part))}) j
    order by j.id limit 1`);
  return row?.id ?? null;
}

const LEAST_OF_EACH = 50;

const lastOf = (matching: Matching, isDone: boolean, after: string | null, part: Sql): Sql => sql`
  select j.id from jobs j where ${isLookedAt(matching, isDone, { after, upTo: null })} order by j.id offset ${part} - 1 limit 1`;

/** Reads jobs of a stretch that fit into `replay_jobs`, in the order of their ids, and answers those. Looks at each of the stretch. */
export function stageMatching(
  tx: Db,
  replayId: number,
  matching: Matching,
  { most, ...stretch }: JobStretch & { most: number },
): Promise<{ job_id: string }[]> {
  return tx.query(sql`
    with j as materialized (${matchingJobs(matching, stretch, most)})
    insert into replay_jobs (replay_id, job_id, install_id, endpoint_id, status, parked_reason, settled_at)
    select ${replayId}, j.id, j.install_id, ${endpointFor(sql`j.name`)}, j.status, j.parked_reason, j.settled_at
    from j
    join installs i on i.id = j.install_id
    join plugins p on p.id = i.plugin_id
    on conflict do nothing
    returning job_id`);
}

const matchingJobs = (matching: Matching, stretch: JobStretch, most: number): Sql => sql`
  select * from (${eachOf(matching, fittingOf(matching, false, stretch, most), fittingOf(matching, true, stretch, most))}) j
  order by j.id limit ${most}`;

// Without the offset PostgreSQL might look for a name in all of the database.
const fittingOf = (
  matching: Matching,
  isDone: boolean,
  stretch: JobStretch,
  most: number,
): Sql => sql`
  select * from (
    select ${COLUMNS} from jobs j where ${isLookedAt(matching, isDone, stretch)} order by j.id offset 0) j
  where ${fits(matching)} order by j.id limit ${most}`;

// Along an index of whose jobs they are, from where the last slice ended, and of each status by itself: what failed may be little of very
// much. Of a space's installs each, as `selectJobs` does. What is done has no index of its own, as there would be little else in it.
function eachOf({ of, filter }: Matching, uncommonJobs: Sql, anyJobs: Sql): Sql {
  const places =
    of.space_id === null
      ? sql`(values (0::bigint, 1)) as s (id, places)`
      : sql`(select id, (count(*) over ())::integer as places from installs where space_id = ${of.space_id}) as s`;
  const uncommon = filter.status.filter((one) => one !== 'done');
  const done = filter.status.filter((one) => one === 'done');
  return sql`
    select j.* from ${places} cross join unnest(${uncommon}::text[]) as u (status)
      cross join lateral (${uncommonJobs}) j
    union all
    select j.* from ${places} cross join unnest(${done}::text[]) as u (status)
      cross join lateral (${anyJobs}) j`;
}

// Days that are out of the question need no look.
const isLookedAt = (
  { of, filter, until }: Matching,
  isDone: boolean,
  { after, upTo }: JobStretch,
): Sql => sql`${isOf(of)} ${isDone ? empty : sql`and j.uncommon_status = u.status`}
  and j.id > ${after ?? FIRST_ID} and j.id >= ${idAround(filter.since, -CLOCKS_APART_MS)}
  and j.id < ${idAround(until, CLOCKS_APART_MS)} and j.id <= ${upTo ?? LAST_ID}`;

const FIRST_ID = firstIdOf(new Date(0));

function isOf({ space_id, install_id, plugin_id }: ReplayTarget): Sql {
  if (space_id !== null) return sql`j.install_id = s.id`;
  return install_id === null ? sql`j.plugin_id = ${plugin_id}` : sql`j.install_id = ${install_id}`;
}

const COLUMNS = sql`j.id, j.install_id, j.plugin_id, j.name, j.identifier, j.status, j.parked_reason, j.settled_at, j.settled_by,
  j.created_at`;

// Nothing is found by these: what is looked at is read as it comes.
const fits = ({ filter, includeSettled, until }: Matching): Sql => sql`
  j.status = u.status and j.created_at >= ${filter.since} and j.created_at < ${until}
  and (${includeSettled}::boolean or j.settled_by is distinct from 'plugin')
  and (${filter.name ?? null}::text is null or j.name = ${filter.name ?? null})
  and (${filter.identifier ?? null}::text is null or j.identifier = ${filter.identifier ?? null})`;

// Ids are cut by the clocks of the servers, `created_at` is told by the database's: they differ by less than this.
const CLOCKS_APART_MS = 3_600_000;

// A leap second is a time to PostgreSQL, but not to us: then all are looked at.
function idAround(time: string, ms: number): string {
  const parsed = Date.parse(time);
  if (Number.isNaN(parsed)) return ms < 0 ? FIRST_ID : LAST_ID;
  return firstIdOf(new Date(Math.min(Math.max(0, parsed + ms), LAST_TIME)));
}

const LAST_TIME = 2 ** 48 - 1;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
