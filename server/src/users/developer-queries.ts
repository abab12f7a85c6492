import { type Db, sql } from '../lib/db.ts';

/** Somebody who may register plugins because they were invited. */
export interface DeveloperRow {
  user_id: number;
  email: string;
  friendly_name: string;
  since: Date;
  invited_by: number | null;
}

/** Once is enough. */
export async function insertDeveloper(
  tx: Db,
  { userId, invitedBy }: { userId: number; invitedBy: number | null },
): Promise<void> {
  await tx.query(sql`
    insert into developers (user_id, invited_by) values (${userId}, ${invitedBy})
    on conflict (user_id) do nothing`);
}

/** Whether a user was invited; stays so until the transaction ends. */
export async function holdDeveloper(tx: Db, userId: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from developers where user_id = ${userId} for key share`);
  return rows.length > 0;
}

/** Whether a developer who was invited has this address, regardless of case. */
export async function isDeveloperAt(db: Db, email: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from developers d join users u on u.id = d.user_id where lower(u.email) = lower(${email})`);
  return rows.length > 0;
}

/** In order of their ids, one more than `limit`. */
export function selectDevelopers(db: Db, after: number, limit: number): Promise<DeveloperRow[]> {
  return db.query(sql`
    select d.user_id, u.email, u.friendly_name, d.since, d.invited_by
    from developers d join users u on u.id = d.user_id
    where d.user_id > ${after} order by d.user_id limit ${limit + 1}`);
}

/** False when this user is none. */
export async function deleteDeveloper(tx: Db, userId: number): Promise<boolean> {
  const rows = await tx.query(sql`delete from developers where user_id = ${userId} returning 1`);
  return rows.length > 0;
}
