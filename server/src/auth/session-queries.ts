import { type Db, sql } from '../lib/db.ts';
import type { Theme } from '../lib/themes.ts';

/** A live session with its user as they are now. `hash` is the SHA-256 of the cookie's value. */
export interface SessionRow {
  hash: Buffer;
  user_id: number;
  email: string;
  friendly_name: string;
  is_operator: boolean;
  /** What they chose (BCP 47); null for what their browser asks for. */
  lang: string | null;
  theme: Theme;
  expires_at: Date;
}

/** Stores a session that ends in `lifeSeconds` by the database's clock, used or not; none where there is no such user. */
export async function insertSession(
  db: Db,
  hash: Buffer,
  userId: number,
  lifeSeconds: number,
): Promise<void> {
  await db.query(sql`
    insert into sessions (hash, user_id, as_operator, expires_at)
    select ${hash}::bytea, id, is_operator, now() + ${lifeSeconds}::integer * interval '1 second'
    from users where id = ${userId}`);
}

/** Undefined once it has ended, and for one that was made before its user became an operator, or ceased to be one. */
export async function selectSession(db: Db, hash: Buffer): Promise<SessionRow | undefined> {
  const [row] = await db.query<SessionRow>(sql`
    select s.hash, s.user_id, u.email, u.friendly_name, u.is_operator, u.lang, u.theme,
      s.expires_at
    from sessions s join users u on u.id = s.user_id
    where s.hash = ${hash} and s.expires_at > now() and s.as_operator = u.is_operator`);
  return row;
}

/**
 * Whether a session is alive; until the transaction ends nobody can end it. What is made by a session that this process only
 * remembers (see `createSessions`) could otherwise outlive it.
 */
export async function holdSession(tx: Db, hash: Buffer): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from sessions s join users u on u.id = s.user_id
    where s.hash = ${hash} and s.expires_at > now() and s.as_operator = u.is_operator
    for share of s`);
  return rows.length > 0;
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
