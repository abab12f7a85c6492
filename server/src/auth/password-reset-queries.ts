import { type Db, sql } from '../lib/db.ts';

/** Of whoever may set a new password by a link, as they are now. */
export interface PasswordResetRow {
  user_id: number;
  email: string;
  /** What they chose (BCP 47); null for what their browser asks for. */
  lang: string | null;
}

/** The user must be there. */
export async function insertPasswordReset(
  db: Db,
  { hash, userId, lifeSeconds }: { hash: Buffer; userId: number; lifeSeconds: number },
): Promise<void> {
  await db.query(sql`
    insert into password_resets (hash, user_id, as_operator, expires_at)
    select ${hash}::bytea, id, is_operator, now() + ${lifeSeconds}::integer * interval '1 second'
    from users where id = ${userId}`);
}

/** A link that still works: also its user is an operator if, and only if, they were one when it was made. */
export async function selectPasswordReset(
  db: Db,
  hash: Buffer,
): Promise<PasswordResetRow | undefined> {
  const [row] = await db.query<PasswordResetRow>(sql`
    select t.user_id, u.email, u.lang
    from password_resets t join users u on u.id = t.user_id
    where t.hash = ${hash} and t.expires_at > now() and t.as_operator = u.is_operator`);
  return row;
}

/** Of any number of attempts at once, one is answered with the user. */
export async function takePasswordReset(tx: Db, hash: Buffer): Promise<number | undefined> {
  const [row] = await tx.query<{ user_id: number }>(sql`
    delete from password_resets t using users u
    where t.hash = ${hash} and t.expires_at > now() and u.id = t.user_id
      and t.as_operator = u.is_operator
    returning t.user_id`);
  return row?.user_id;
}

/** Ends every link by which this user's password could be set. */
export async function deletePasswordResetsOf(db: Db, userId: number): Promise<void> {
  await db.query(sql`delete from password_resets where user_id = ${userId}`);
}

/** Drops links whose time is over, at most `limit` at once. */
export async function deleteExpiredPasswordResets(db: Db, limit: number): Promise<void> {
  await db.query(sql`
    delete from password_resets where hash in (
      select hash from password_resets where expires_at < now() limit ${limit} for update skip locked)`);
}
