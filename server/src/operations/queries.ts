import { type Database, type Db, sql } from '../lib/db.ts';

/** Held until the transaction ends; false when another process has it. */
export async function tryMaintenanceLock(tx: Db): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(sql`
    select pg_try_advisory_xact_lock(7526489002) as locked`);
  return row?.locked === true;
}

/** Whether the database takes writes, and what time it is there. */
export async function selectState(db: Db): Promise<{ read_only: boolean; clock: Date }> {
  const [row] = await db.query<{ read_only: boolean; clock: Date }>(sql`
    select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as read_only,
      clock_timestamp() as clock`);
  return row as { read_only: boolean; clock: Date };
}

/**
 * Writes to the database what needs new room on its disk: a row that is changed finds room where it was, so the table begins anew. Where
 * another process is at it, that is as good.
 *
 * @throws DatabaseUnavailable when there is no room.
 */
export async function allocate(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.query<{ locked: boolean }>(sql`
      select pg_try_advisory_xact_lock(7526489003) as locked`);
    if (row?.locked !== true) return;
    await tx.query(sql`truncate write_checks`);
    await tx.query(sql`insert into write_checks (filler) values (repeat('x', 4000))`);
  });
}
