import { type Db, sql } from '../lib/db.ts';

/** A live session with its user as they are now. `hash` is the SHA-256 of the cookie's value. */
export interface SessionRow {
  hash: Buffer;
  user_id: number;
  email: string;
  friendly_name: string;
  is_operator: boolean;
  /** BCP 47. */
  lang: string;
}

/** Stores a session that ends in `lifeSeconds` by the database's clock, used or not. */
export async function insertSession(
  db: Db,
  hash: Buffer,
  userId: number,
  lifeSeconds: number,
): Promise<void> {
  await db.query(sql`
    insert into sessions (hash, user_id, expires_at)
    values (${hash}, ${userId}, now() + ${lifeSeconds}::integer * interval '1 second')`);
}

/** Undefined once it has ended. */
export async function selectSession(db: Db, hash: Buffer): Promise<SessionRow | undefined> {
  const [row] = await db.query<SessionRow>(sql`
    select s.hash, s.user_id, u.email, u.friendly_name, u.is_operator, u.lang
    from sessions s join users u on u.id = s.user_id
    where s.hash = ${hash} and s.expires_at > now()`);
  return row;
}

/** Does nothing when there is none. The nodes that know it must be told (`announce` of `people`). */
export async function deleteSession(db: Db, hash: Buffer): Promise<void> {
  await db.query(sql`delete from sessions where hash = ${hash}`);
}

/** Signs a user out of every browser; the nodes must be told, as for {@link deleteSession}. */
export async function deleteSessionsOf(db: Db, userId: number): Promise<void> {
  await db.query(sql`delete from sessions where user_id = ${userId}`);
}

/** Drops sessions whose time is over, at most `limit` at once. */
export async function deleteExpiredSessions(db: Db, limit: number): Promise<void> {
  await db.query(sql`
    delete from sessions where hash in (
      select hash from sessions where expires_at < now() limit ${limit} for update skip locked)`);
}
