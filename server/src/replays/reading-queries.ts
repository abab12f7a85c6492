import { type Db, sql } from '../lib/db.ts';

/**
 * Says until when a backfill reads, once nobody can be deciding any more who has not seen the install active: whoever decides later gives it the
 * event. Who has read how the install stands, and has written nothing yet, is not seen: so it was seen active for a second at least. ISO 8601; null
 * as long as somebody may. (Of other databases nobody counts, as would by `pg_snapshot_xmin`.)
 */
export async function beginReading(tx: Db, id: number): Promise<string | null> {
  const [row] = await tx.query<{ until: string | null }>(sql`
    update replays set seen_active = coalesce(seen_active, pg_current_xact_id()),
      seen_active_at = case when seen_active is null then clock_timestamp() else seen_active_at end,
      until = case when seen_active_at <= now() - interval '1 second' and not exists (select from pg_stat_activity a
        where a.datname = current_database() and a.pid <> pg_backend_pid()
          and age(a.backend_xid) >= age(seen_active::xid)) and seen_active is not null then now() end
    where id = ${id}
    returning to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as until`);
  return row?.until ?? null;
}

/** Forgets that it was seen active, if it has not begun: who decides of an event while it is not may commit at any time. */
export async function forgetSeen(tx: Db, id: number): Promise<void> {
  await tx.query(sql`
    update replays set seen_active = null, seen_active_at = null
    where id = ${id} and seen_active is not null and until is null`);
}

/** A backfill that waits for others no longer. */
export interface GivenUp {
  id: number;
  /** Of the session whose transaction is the oldest, as `pg_stat_activity` has it; null where it is over by now. */
  pid: number | null;
}

/**
 * Has those begin to read that have waited for older transactions for a minute: whoever takes in events does not take as long as that, and newer
 * jobs of their installs wait with them.
 */
export function beginOverdue(db: Db): Promise<GivenUp[]> {
  return db.query(sql`
    update replays y set until = now() from installs i
    where y.state = 'running' and y.kind = 'backfill' and y.until is null and y.seen_active is not null
      and y.seen_active_at < now() - interval '1 minute' and i.id = y.install_id and i.status = 'active'
    returning y.id, (select a.pid from pg_stat_activity a
      where a.datname = current_database() and a.pid <> pg_backend_pid() and a.backend_xid is not null
      order by age(a.backend_xid) desc limit 1) as pid`);
}

/** Jobs that were made of what a backfill has read so far. */
export async function selectFound(tx: Db, id: number): Promise<number> {
  const [row] = await tx.query<{ found: number }>(sql`select found from replays where id = ${id}`);
  return row?.found ?? 0;
}

/** Notes that there are more of them. */
export async function noteFound(tx: Db, id: number, more: number): Promise<void> {
  if (more === 0) return;
  await tx.query(sql`update replays set found = found + ${more}::integer where id = ${id}`);
}
