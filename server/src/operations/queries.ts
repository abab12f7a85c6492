import { type Db, sql } from '../lib/db.ts';

/** Held until the transaction ends; false when another process has it. */
export async function tryMaintenanceLock(tx: Db): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(sql`
    select pg_try_advisory_xact_lock(7526489002) as locked`);
  return row?.locked === true;
}
