import { type Db, type Sql, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import type { Place } from './cursor.ts';
import type { ChangeType, Watch, WatchKind } from './schema.ts';

/** For how long after they happened changes can be heard of. */
const KEPT_MINUTES = 15;

const watches = recordset<Watch>('k', { kind: 'text', watched_id: 'bigint' });

/** Whether changes of anything are to be written down. */
export async function isAnyWatched(db: Db): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>(sql`
    select exists (select from stream_watches where until > now()) as found`);
  return row?.found ?? true;
}

/** A watch that goes on. */
export interface KeptWatch extends Watch {
  /** From when on changes are written down without a gap, and how long ago that was by now; in milliseconds. */
  since_ms: number;
  age_ms: number;
}

/**
 * Has changes written down from now on until a quarter of an hour after the last listener was there, if that asks again in time. Every
 * process must be told (`announce` of `watches`).
 *
 * @param minutes until it has to be asked again.
 */
export function keepWatches(tx: Db, of: Watch[], minutes: number): Promise<KeptWatch[]> {
  return tx.query(sql`
    insert into stream_watches as w (kind, watched_id, since, until)
    select ${watches.columns}, now(), now() + ${KEPT_MINUTES + minutes}::integer * interval '1 minute'
    from ${watches.of(of)} order by kind, watched_id
    on conflict (kind, watched_id) do update set until = excluded.until,
      since = case when w.until > excluded.since then w.since else excluded.since end
    returning kind, watched_id, (extract(epoch from since) * 1000)::bigint as since_ms,
      (extract(epoch from now() - since) * 1000)::bigint as age_ms`);
}

/** Something that changed. */
export interface Change {
  type: ChangeType;
  install_id: number;
  /** Null where the install itself did. */
  job_id: string | null;
  /** Where an attempt ended; null for jobs and installs, whose status is read. */
  stage: string | null;
}

interface PlacedChange extends Change {
  place: number;
}

const changes = recordset<PlacedChange>('c', {
  place: 'integer',
  type: 'text',
  install_id: 'bigint',
  job_id: 'uuid',
  stage: 'text',
});

/**
 * Writes down, in their order, those of these changes to which somebody listens, with the status that is in force within the transaction. What is gone by now
 * is not told of. Answers who is to be told.
 */
export function insertChanges(db: Db, made: Change[]): Promise<Watch[]> {
  return db.query(sql`
    with told as (
      insert into stream_changes (kind, watched_id, type, job_id, install_id, status)
      select w.kind, w.watched_id, c.type, c.job_id, c.install_id, coalesce(c.stage, j.status, i.status)
      from ${changes.of(made.map((change, place) => ({ ...change, place })))}
      join installs i on i.id = c.install_id
      left join jobs j on j.install_id = c.install_id and j.id = c.job_id
      cross join lateral (
        values ('space', i.space_id), ('install', i.id), ('plugin', i.plugin_id)) k (kind, watched_id)
      join stream_watches w on w.kind = k.kind and w.watched_id = k.watched_id and w.until > now()
      where (c.job_id is null) = (j.id is null)
      order by c.place
      returning kind, watched_id)
    select distinct kind, watched_id from told`);
}

/** A change as it was written down. */
export interface ToldChange extends Watch {
  number: number;
  type: ChangeType;
  job_id: string | null;
  install_id: number;
  status: string;
  changed_at: Date;
}

/** As a statement saw the database. */
interface Sight {
  snapshot: string;
  /** Milliseconds since 1970. */
  seen_at: number;
}

const SIGHT = sql`
  select pg_current_snapshot()::text as snapshot, (extract(epoch from now()) * 1000)::bigint as seen_at`;

/** Where everything stands. */
export async function readSight(db: Db): Promise<Sight> {
  const [row] = await db.query<Sight>(SIGHT);
  return row as Sight;
}

type Nullable<Row> = { [Name in keyof Row]: Row[Name] | null };

/** What was told since a place, up to what {@link Sight} says. */
export interface Told extends Sight {
  changes: ToldChange[];
}

/** What changed of some watches since a place, by two ranges of an index for each, however long another transaction takes. */
export async function readTold(db: Db, of: Watch[], from: Place, most: number): Promise<Told> {
  const rows = await db.query<Sight & Nullable<ToldChange>>(sql`
    select s.snapshot, s.seen_at, c.kind, c.watched_id, c.number, c.type, c.job_id, c.install_id, c.status, c.changed_at
    from (${SIGHT}) s
    left join lateral (${toldSince(watches.of(of), from)} order by number limit ${most}) c on true
    order by c.number`);
  const { snapshot, seen_at } = rows[0] as Sight;
  const changes = rows.filter((row): row is Sight & ToldChange => row.number !== null);
  return { snapshot, seen_at, changes };
}

const TOLD = sql`
  select t.kind, t.watched_id, t.number, t.type, t.job_id, t.install_id, t.status, t.at as changed_at
  from stream_changes t`;

const toldSince = (of: Sql, { before, open }: Place): Sql => sql`
  with k as materialized (select * from ${of})
  ${TOLD} join k on t.kind = k.kind and t.watched_id = k.watched_id and t.transaction >= ${before}::text::xid8
  union all
  ${TOLD} join k on t.kind = k.kind and t.watched_id = k.watched_id
    and t.transaction = any(${open}::text[]::xid8[])`;

/** What one listener missed between two places. Undefined when it was not written down all the while. */
export async function readMissed(
  db: Db,
  { kind, watched_id }: Watch,
  { from, to }: { from: Place; to: string },
  most: number,
): Promise<ToldChange[] | undefined> {
  const [watch] = await db.query<{ found: number }>(sql`
    select 1 as found from stream_watches
    where kind = ${kind} and watched_id = ${watched_id} and until > now()
      and extract(epoch from since) * 1000 <= ${from.at}::bigint
      and extract(epoch from now() - ${KEPT_MINUTES}::integer * interval '1 minute') * 1000 < ${from.at}::bigint`);
  if (watch === undefined) return undefined;
  return db.query(sql`
    select c.kind, c.watched_id, c.number, c.type, c.job_id, c.install_id, c.status, c.changed_at
    from (${toldOf(kind, watched_id, from)}) c
    where pg_visible_in_snapshot(c.transaction, ${to}::text::pg_snapshot)
    order by c.number limit ${most}`);
}

const toldOf = (kind: WatchKind, id: number, { before, open }: Place): Sql => sql`
  select t.*, t.at as changed_at from stream_changes t
  where t.kind = ${kind} and t.watched_id = ${id} and t.transaction >= ${before}::text::xid8
  union all
  select t.*, t.at from stream_changes t
  where t.kind = ${kind} and t.watched_id = ${id} and t.transaction = any(${open}::text[]::xid8[])`;

/** Drops what is too old to be heard of, at most `limit` at once. Answers how many. */
export async function deleteOldChanges(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from stream_changes where (kind, watched_id, transaction, number) in (
      select kind, watched_id, transaction, number from stream_changes
      where at < now() - ${KEPT_MINUTES + 1}::integer * interval '1 minute'
      order by at limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}

/** Forgets what nobody listened to for long enough. */
export async function deleteEndedWatches(db: Db, limit: number): Promise<void> {
  await db.query(sql`
    delete from stream_watches where (kind, watched_id) in (
      select kind, watched_id from stream_watches where until < now()
      limit ${limit} for update skip locked)`);
}
