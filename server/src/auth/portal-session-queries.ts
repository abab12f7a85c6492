import { type Db, sql } from '../lib/db.ts';
import type { Theme } from '../lib/themes.ts';

/** A live session of a portal, with its user as they are now. `hash` is the SHA-256 of the cookie's value. */
export interface PortalSessionRow {
  hash: Buffer;
  user_id: number;
  space_id: number;
  email: string;
  friendly_name: string;
  /** What they chose (BCP 47); null for what their browser asks for. */
  lang: string | null;
  theme: Theme;
  expires_at: Date;
}

/** Undefined once it has ended, also with the membership, and for somebody who became an operator since. */
export async function selectPortalSession(
  db: Db,
  hash: Buffer,
): Promise<PortalSessionRow | undefined> {
  const [row] = await db.query<PortalSessionRow>(sql`
    select s.hash, s.user_id, s.space_id, u.email, u.friendly_name, u.lang, u.theme, s.expires_at
    from portal_sessions s join users u on u.id = s.user_id
    where s.hash = ${hash} and s.expires_at > now() and not u.is_operator`);
  return row;
}

/** Whether a session of a portal is alive; until the transaction ends nobody can end it. For what is made by one that is only remembered. */
export async function holdPortalSession(tx: Db, hash: Buffer): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from portal_sessions s join users u on u.id = s.user_id
    where s.hash = ${hash} and s.expires_at > now() and not u.is_operator
    for share of s`);
  return rows.length > 0;
}

/** Does nothing when there is none. The nodes that know it must be told (`announce` of `people`). */
export async function deletePortalSession(tx: Db, hash: Buffer): Promise<void> {
  await tx.query(sql`delete from portal_sessions where hash = ${hash}`);
}

/** Ends a user's sessions of all portals; the nodes must be told, as for {@link deletePortalSession}. */
export async function deletePortalSessionsOf(tx: Db, userId: number): Promise<void> {
  await tx.query(sql`delete from portal_sessions where user_id = ${userId}`);
}

/** Drops sessions whose time is over, at most `limit` at once. Answers how many. */
export async function deleteExpiredPortalSessions(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from portal_sessions where hash in (
      select hash from portal_sessions where expires_at < now() limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
