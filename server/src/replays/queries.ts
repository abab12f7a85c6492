import type { UnsentJob } from '../jobs/queued-of-day.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import {
  isAdminOf,
  isCollaboratorOf,
  isDeveloperOf,
  isMemberOf,
  isMembershipOf,
  isOwnOf,
  NO_IDENTIFIER,
  type Reader,
} from '../reach.ts';
import type { ReplayKind, ReplayState } from './schema.ts';

/** Whose jobs a replay is about: one of them. */
export interface ReplayTarget {
  space_id: number | null;
  install_id: number | null;
  plugin_id: number | null;
}

/** A row of `replays`. */
export interface ReplayRow extends ReplayTarget {
  id: number;
  kind: ReplayKind;
  /** JSON text of a `ReplayFilter`, or of a `NewBackfill`. */
  filter: string;
  include_settled: boolean;
  state: ReplayState;
  /** Null for a backfill of which that is not known yet. */
  total: number | null;
  done: number;
  failed: number;
  created_at: Date;
  finished_at: Date | null;
}

const REPLAY = sql`y.id, y.kind, y.space_id, y.install_id, y.plugin_id, y.filter, y.include_settled, y.state, y.total, y.done,
  y.failed, y.created_at, y.finished_at`;

/** What somebody is to the target of a replay. */
export interface ReplayReach {
  may_know: boolean;
  may_replay: boolean;
  /** Also what was withdrawn, which is for admins of the space and for the host to decide. */
  may_revive: boolean;
  /** Where it is; null for a plugin. */
  in_space: number | null;
}

const INSTALL = { install: sql`i.id`, identifier: NO_IDENTIFIER };

/** Whether the reader may know of the target, and whether they may run its jobs again; undefined where there is none. */
export async function selectReplayReach(
  db: Db,
  reader: Reader,
  { space_id, install_id, plugin_id }: ReplayTarget,
): Promise<ReplayReach | undefined> {
  const isAdminOfSpace = isAdminOf(reader, sql`s.id`);
  const isAdminAtInstall = isAdminOf(reader, sql`i.space_id`, INSTALL);
  const develops = isDeveloperOf(reader, sql`i.plugin_id`);
  const looksAfter = isCollaboratorOf(reader, sql`i.plugin_id`);
  const [row] = await db.query<ReplayReach>(sql`
    select ${isMemberOf(reader, sql`s.id`)} as may_know, ${isAdminOfSpace} as may_replay,
      ${isAdminOfSpace} as may_revive, s.id as in_space
    from spaces s where s.id = ${space_id}
    union all
    select (${isMemberOf(reader, sql`i.space_id`, INSTALL)} or ${looksAfter}), (${isAdminAtInstall} or ${develops}),
      ${isAdminAtInstall}, i.space_id
    from installs i where i.id = ${install_id}
    union all
    select ${isCollaboratorOf(reader, sql`p.id`)}, ${isDeveloperOf(reader, sql`p.id`)}, ${reader === null}::boolean, null::bigint
    from plugins p where p.id = ${plugin_id}`);
  return row;
}

/** A replay about to begin. */
export interface NewReplayRow
  extends ReplayTarget,
    Pick<ReplayRow, 'kind' | 'filter' | 'include_settled' | 'total'> {
  /** Of the install of a backfill; null for a replay. */
  generation: number | null;
  /** ISO 8601; not later than now. Null for a backfill, which has not begun. */
  until: string | null;
  /** Who is held to `MOST_RUNNING`; null for the host and operators. */
  created_by: number | null;
}

/** A replay without jobs is over at once. Undefined where another one of the kind and target runs. */
export async function insertReplay(tx: Db, row: NewReplayRow): Promise<ReplayRow | undefined> {
  const isEmpty = row.kind === 'replay' && row.total === 0;
  const [inserted] = await tx.query<ReplayRow>(sql`
    insert into replays as y (kind, space_id, install_id, generation, plugin_id, created_by, filter, include_settled, until,
      total, state, finished_at)
    values (${row.kind}, ${row.space_id}, ${row.install_id}, ${row.generation}, ${row.plugin_id}, ${row.created_by},
      ${row.filter}, ${row.include_settled},
      case when ${row.until}::timestamptz is not null then least(${row.until}::timestamptz, now()) end, ${row.total},
      case when ${isEmpty} then 'done' else 'running' end, case when ${isEmpty} then now() end)
    on conflict do nothing
    returning ${REPLAY}`);
  return inserted;
}

/** The one of the kind and target that runs; undefined for none. */
export async function selectRunningOf(
  db: Db,
  { kind, space_id, install_id, plugin_id }: ReplayTarget & Pick<ReplayRow, 'kind'>,
): Promise<number | undefined> {
  const [row] = await db.query<{ id: number }>(sql`
    select id from replays where state = 'running' and kind = ${kind} and space_id = ${space_id}
    union all
    select id from replays where state = 'running' and kind = ${kind} and install_id = ${install_id}
    union all
    select id from replays where state = 'running' and kind = ${kind} and plugin_id = ${plugin_id}`);
  return row?.id;
}

/** How many that a person began run, or were begun within the last minute and had nothing to run: to see that takes as much as it does of others. */
export async function countRunningBy(db: Db, userId: number): Promise<number> {
  const [row] = await db.query<{ replays: number }>(sql`
    select count(*)::integer as replays from (
      select 1 as one from replays where state = 'running' and created_by = ${userId}
      union all
      select 1 from replays
      where created_by = ${userId} and created_at > now() - interval '1 minute' and state = 'done' and total = 0) r`);
  return row?.replays ?? 0;
}

/** Holds off others who begin one on behalf of the same person, until the transaction ends. False where one of them is at it. */
export async function tryBeginning(tx: Db, userId: number): Promise<boolean> {
  const [row] = await tx.query<{ is_alone: boolean }>(sql`
    select pg_try_advisory_xact_lock(hashtext('plugboard replays of'), hashint8(${userId}::bigint)) as is_alone`);
  return row?.is_alone === true;
}

/**
 * The ids of all on which something can be done, in the order in which they began. Of backfills those whose install or plugin is out of service
 * rest once nothing of them is under way: what they have of an endpoint is others' by then. (One that was seen active and has not begun is to see that
 * it is not any more.)
 */
export async function selectWorkable(db: Db): Promise<number[]> {
  const rows = await db.query<{ id: number }>(sql`
    select y.id from replays y
    left join installs i on i.id = y.install_id and y.kind = 'backfill'
    left join plugins p on p.id = i.plugin_id
    where y.state = 'running' and (i.id is null or i.generation <> y.generation or i.status = 'uninstalled'
      or (i.status = 'active' and p.suspended_at is null) or (y.seen_active is not null and y.until is null)
      or (i.status <> 'active' and y.seen_active is not null and y.until is null)
      or exists (select from replay_jobs r where r.replay_id = y.id and r.is_queued))
    order by y.id`);
  return rows.map(({ id }) => id);
}

/** The backfills of these installs that are being read. */
export async function selectReadOf(db: Db, installIds: number[]): Promise<number[]> {
  const rows = await db.query<{ id: number }>(sql`
    select id from replays where kind = 'backfill' and state = 'running' and not is_read and install_id = any(${installIds}::bigint[])
    order by id`);
  return rows.map(({ id }) => id);
}

/** Counts jobs of backfills as failed that were never sent, and forgets them. */
export async function noteUnsent(tx: Db, unsent: UnsentJob[]): Promise<void> {
  if (unsent.length === 0) return;
  await tx.query(sql`
    with forgotten as (
      delete from replay_jobs r using ${unsentJobs.of(unsent)}
      where r.replay_id = u.backfill_id and r.job_id = u.job_id)
    update replays y set failed = y.failed + n.jobs
    from (select u.backfill_id, count(*)::integer as jobs from ${unsentJobs.of(unsent)} group by u.backfill_id) n
    where y.id = n.backfill_id`);
}

const unsentJobs = recordset<UnsentJob>('u', { backfill_id: 'bigint', job_id: 'uuid' });

/** Removes those that ended more than `days` ago, at most `limit` at once. Answers how many. */
export async function deleteOldReplays(db: Db, days: number, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from replays where id in (
      select id from replays where finished_at < now() - ${days}::integer * interval '1 day'
      order by finished_at limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}

// An admin of the space, and collaborators of the plugin.
const maySeeReplay = (reader: Reader): Sql =>
  reader === null
    ? sql`true`
    : sql`(y.space_id is not null and ${isAdminOf(reader, sql`y.space_id`)}
        or y.plugin_id is not null and ${isCollaboratorOf(reader, sql`y.plugin_id`)}
        or exists (select from installs yi where yi.id = y.install_id
          and (${isAdminOf(reader, sql`yi.space_id`, { install: sql`yi.id`, identifier: NO_IDENTIFIER })} or ${isCollaboratorOf(reader, sql`yi.plugin_id`)})))`;

/** One that the reader may see. */
export async function selectReplay(
  db: Db,
  reader: Reader,
  id: number,
): Promise<ReplayRow | undefined> {
  const [row] = await db.query<ReplayRow>(sql`
    select ${REPLAY} from replays y where y.id = ${id} and y.kind = 'replay' and ${maySeeReplay(reader)}`);
  return row;
}

/** Of which targets replays are listed; what is left out does not matter. */
type ReplayFilter = { [Target in keyof ReplayTarget]?: ReplayTarget[Target] | undefined };

interface ReplayPage {
  before: number;
  limit: number;
}

/**
 * Those that the reader may see, newest first, before the given id, one more than `limit`. Of a space those that are of one of its installs are
 * no part.
 */
export function selectReplays(
  db: Db,
  reader: Reader,
  wanted: ReplayFilter,
  page: ReplayPage,
): Promise<ReplayRow[]> {
  const filter = { ...wanted, install_id: wanted.install_id ?? onlyInstall(reader) };
  return db.query(sql`
    select ${REPLAY} from replays y
    where y.id in (
      select f.id from (${replaysFor(reader, filter, page)}) f order by f.id desc limit ${page.limit + 1})
    order by y.id desc`);
}

// In a portal of one install the replays are those of it.
const onlyInstall = (reader: Reader): number | undefined =>
  (typeof reader === 'object' && reader?.within.installId) || undefined;

// Of each target of a person as many as are asked for at most, along its index.
function replaysFor(reader: Reader, filter: ReplayFilter, page: ReplayPage): Sql {
  if (reader === null) return newestReplays(sql`true`, filter, page);
  const { space_id, install_id, plugin_id } = filter;
  const ofSpace = newestReplays(sql`y.space_id = m.space_id`, filter, page);
  const ofInstall = newestReplays(sql`y.install_id = s.id`, filter, page);
  const ofPlugin = newestReplays(sql`y.plugin_id = p.id`, filter, page);
  const isAdmin = sql`${isMembershipOf(reader)} and m.role = 'admin'`;
  if (install_id !== undefined) {
    return sql`select r.id from installs s cross join lateral (${ofInstall}) r
      where s.id = ${install_id}
        and (${isAdminOf(reader, sql`s.space_id`, { install: sql`s.id`, identifier: NO_IDENTIFIER })} or ${isCollaboratorOf(reader, sql`s.plugin_id`)})`;
  }
  if (space_id !== undefined) {
    return sql`select r.id from space_members m cross join lateral (${ofSpace}) r
      where ${isAdmin} and m.space_id = ${space_id}`;
  }
  if (plugin_id !== undefined) {
    return sql`select r.id from plugins p cross join lateral (${ofPlugin}) r
      where ${isOwnOf(reader)} and p.id = ${plugin_id}`;
  }
  return sql`
    select r.id from space_members m cross join lateral (${ofSpace}) r where ${isAdmin}
    union
    select r.id from space_members m join installs s on s.space_id = m.space_id
      cross join lateral (${ofInstall}) r where ${isAdmin}
    union
    select r.id from plugins p cross join lateral (${ofPlugin}) r where ${isOwnOf(reader)}
    union
    select r.id from plugins p join installs s on s.plugin_id = p.id
      cross join lateral (${ofInstall}) r where ${isOwnOf(reader)}`;
}

const newestReplays = (
  condition: Sql,
  { space_id, install_id, plugin_id }: ReplayFilter,
  { before, limit }: ReplayPage,
): Sql => sql`
  select y.id from replays y
  where ${condition} and y.id < ${before}::bigint and y.kind = 'replay'
    ${space_id === undefined ? empty : sql`and y.space_id = ${space_id}`}
    ${install_id === undefined ? empty : sql`and y.install_id = ${install_id}`}
    ${plugin_id === undefined ? empty : sql`and y.plugin_id = ${plugin_id}`}
  order by y.id desc limit ${limit + 1}`;

/** A backfill of an install that the reader may change. */
export async function selectBackfill(
  db: Db,
  reader: Reader,
  id: number,
): Promise<ReplayRow | undefined> {
  const [row] = await db.query<ReplayRow>(sql`
    select ${REPLAY} from replays y
    where y.id = ${id} and y.kind = 'backfill'
      and exists (select from installs yi where yi.id = y.install_id and ${isAdminOf(reader, sql`yi.space_id`, { install: sql`yi.id`, identifier: NO_IDENTIFIER })})`);
  return row;
}

/** Those of an install, newest first, before the given id, one more than `limit`. */
export function selectBackfills(
  db: Db,
  installId: number,
  { before, limit }: { before: number; limit: number },
): Promise<ReplayRow[]> {
  return db.query(sql`
    select ${REPLAY} from replays y
    where y.install_id = ${installId} and y.kind = 'backfill' and y.id < ${before}::bigint
    order by y.id desc limit ${limit + 1}`);
}
