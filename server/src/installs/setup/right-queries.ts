import { type Db, sql } from '../../lib/db.ts';

/** Whether a person is an operator at this moment. */
export async function isOperatorNow(db: Db, userId: number): Promise<boolean> {
  const rows = await db.query(sql`select 1 from users where id = ${userId} and is_operator`);
  return rows.length > 0;
}

/** Whether a host key was not revoked. */
export async function isHostKeyAlive(db: Db, id: number): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from host_keys where id = ${id} and revoked_at is null`);
  return rows.length > 0;
}
