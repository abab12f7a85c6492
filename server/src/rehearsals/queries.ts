import {
  deleteUndecided,
  type RehearsedDecision,
  type RehearsedStatus,
} from '../installs/rehearsed-queries.ts';
import type { JobStatus } from '../jobs/schema.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { isCollaboratorOf, type Reader } from '../reach.ts';

/** A rehearsal, with how far it is. */
export interface RehearsalRow {
  id: number;
  plugin_id: number;
  release: number;
  state: 'running' | 'done' | 'cancelled';
  /** Why it was ended, where nobody asked for that. */
  reason: string | null;
  since: Date;
  until: Date;
  total: number;
  rehearsed: number;
  same: number;
  different: number;
  created_at: Date;
  finished_at: Date | null;
}

// What the release makes of it, of `rehearsed_jobs w`, is not what came of it then. Where it is not told there is no status, as there was none where it was not told then.
const DIFFERS = sql`(w.status is distinct from w.before_status::text)`;

const COLUMNS = sql`h.id, h.plugin_id, h.release, h.state, h.reason, h.since, h.until, h.created_at, h.finished_at, c.*`;

// Of 1,000 rows at most.
const COUNTS = sql`cross join lateral (
  select count(*)::integer as total, count(w.decision)::integer as rehearsed,
    count(*) filter (where w.decision is not null and not ${DIFFERS})::integer as same,
    count(*) filter (where w.decision is not null and ${DIFFERS})::integer as different
  from rehearsed_jobs w where w.rehearsal_id = h.id) c`;

const visible = (reader: Reader): Sql => isCollaboratorOf(reader, sql`h.plugin_id`);

/** Those of a plugin that the reader is a collaborator of, newest first. */
export function selectRehearsals(
  db: Db,
  reader: Reader,
  pluginId: number,
  { before, limit }: { before: number; limit: number },
): Promise<RehearsalRow[]> {
  return db.query(sql`
    select ${COLUMNS} from rehearsals h ${COUNTS}
    where h.plugin_id = ${pluginId} and h.id < ${before} and ${visible(reader)}
    order by h.id desc limit ${limit}`);
}

/** One of a plugin that the reader is a collaborator of. */
export async function selectRehearsal(
  db: Db,
  reader: Reader,
  id: number,
): Promise<RehearsalRow | undefined> {
  const [row] = await db.query<RehearsalRow>(sql`
    select ${COLUMNS} from rehearsals h ${COUNTS} where h.id = ${id} and ${visible(reader)}`);
  return row;
}

/** One event of a rehearsal. */
export interface RehearsedRow {
  number: number;
  job_id: string;
  install_id: number;
  space_id: number;
  space_name: string;
  event_id: string;
  event_name: string;
  identifier: string | null;
  before_job_id: string | null;
  before_status: JobStatus | null;
  before_message: string | null;
  decision: RehearsedDecision | null;
  status: RehearsedStatus | null;
  message: string | null;
  failure_reason: string | null;
  status_code: number | null;
  error: string | null;
  duration_ms: number | null;
  /** JSON texts. */
  attachments: string | null;
  effects: string | null;
  differs: boolean | null;
}

/** Events of a rehearsal in their order, or those alone that came out otherwise. */
export function selectRehearsedJobs(
  db: Db,
  rehearsalId: number,
  { differing, after, limit }: { differing: boolean; after: number; limit: number },
): Promise<RehearsedRow[]> {
  return db.query(sql`
    select w.number, w.job_id, w.install_id, i.space_id, s.name as space_name, w.event_id, w.event_name, w.identifier,
      w.before_job_id, w.before_status, w.before_message, w.decision, w.status, w.message, w.failure_reason, w.status_code, w.error, w.duration_ms,
      w.attachments, w.effects, case when w.decision is not null then ${DIFFERS} end as differs
    from rehearsed_jobs w join installs i on i.id = w.install_id join spaces s on s.id = i.space_id
    where w.rehearsal_id = ${rehearsalId} and w.number > ${after}
      ${differing ? sql`and w.decision is not null and ${DIFFERS}` : empty}
    order by w.number limit ${limit}`);
}

/** Undefined where one of the plugin runs. */
export async function insertRehearsal(
  tx: Db,
  {
    pluginId,
    release,
    since,
    until,
    createdBy,
  }: { pluginId: number; release: number; since: Date; until: Date; createdBy: number | null },
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into rehearsals (plugin_id, release, since, until, state, created_by)
    values (${pluginId}, ${release}, ${since}, ${until}, 'running', ${createdBy})
    on conflict do nothing returning id`);
  return row?.id;
}

/** Ends one that runs; what it has not come to goes. The reason is for when nobody asked for that. */
export async function cancelRunningRehearsal(
  tx: Db,
  id: number,
  reason: string | null = null,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update rehearsals set state = 'cancelled', reason = ${reason}, finished_at = now(), held_until = null
    where id = ${id} and state = 'running' returning 1`);
  if (rows.length > 0) await deleteUndecided(tx, id);
  return rows.length > 0;
}

/** The one of a plugin that runs. */
export async function selectRunningRehearsal(
  tx: Db,
  pluginId: number,
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`
    select id from rehearsals where plugin_id = ${pluginId} and state = 'running'`);
  return row?.id;
}

/** How many of a plugin were begun within an hour. */
export async function countLately(tx: Db, pluginId: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`
    select count(*)::integer as count from rehearsals
    where plugin_id = ${pluginId} and created_at > now() - interval '1 hour'`);
  return row?.count ?? 0;
}

/** Whether an install runs this release of its own. */
export async function isRun(tx: Db, pluginId: number, release: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from installs where plugin_id = ${pluginId} and release = ${release} limit 1`);
  return rows.length > 0;
}

/** Removes those that ended so many days ago, at most `limit` at once. Answers how many. */
export async function deleteOldRehearsals(db: Db, days: number, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from rehearsals where id in (
      select id from rehearsals where finished_at < now() - make_interval(days => ${days})
      limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
