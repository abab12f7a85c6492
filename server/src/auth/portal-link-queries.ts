import { type Db, sql } from '../lib/db.ts';

/** Whom a link lets in, and where. */
export interface PortalPlace {
  userId: number;
  spaceId: number;
}

/** Answers when the link ends to work; undefined for somebody who is no member of the space. */
export async function insertPortalLink(
  tx: Db,
  hash: Buffer,
  { userId, spaceId }: PortalPlace,
  lifeSeconds: number,
): Promise<Date | undefined> {
  const [row] = await tx.query<{ expires_at: Date }>(sql`
    insert into portal_links (hash, user_id, space_id, expires_at)
    select ${hash}::bytea, m.user_id, m.space_id, now() + ${lifeSeconds}::integer * interval '1 second'
    from space_members m where m.space_id = ${spaceId} and m.user_id = ${userId}
    for key share
    returning expires_at`);
  return row?.expires_at;
}

/** A link that still works, with whom it lets in and the space as they are now. */
export interface PortalLinkRow {
  user_id: number;
  friendly_name: string;
  /** What they chose (BCP 47); null for what their browser asks for. */
  lang: string | null;
  space_name: string;
}

/** Undefined for one that was used, has expired, or is of somebody who became an operator since. */
export async function selectPortalLink(db: Db, hash: Buffer): Promise<PortalLinkRow | undefined> {
  const [row] = await db.query<PortalLinkRow>(sql`
    select l.user_id, u.friendly_name, u.lang, s.name as space_name
    from portal_links l join users u on u.id = l.user_id join spaces s on s.id = l.space_id
    where l.hash = ${hash} and l.expires_at > now() and not u.is_operator`);
  return row;
}

/**
 * Uses a link up and begins the session that it is for. Of any number of attempts at once, one is answered.
 *
 * @param sessionHash SHA-256 of what the browser gets.
 */
export async function usePortalLink(
  tx: Db,
  hash: Buffer,
  sessionHash: Buffer,
  lifeSeconds: number,
): Promise<{ user_id: number; space_id: number } | undefined> {
  const [row] = await tx.query<{ user_id: number; space_id: number }>(sql`
    with used as (
      delete from portal_links l using users u
      where l.hash = ${hash} and l.expires_at > now() and u.id = l.user_id and not u.is_operator
      returning l.user_id, l.space_id)
    insert into portal_sessions (hash, user_id, space_id, expires_at)
    select ${sessionHash}::bytea, user_id, space_id, now() + ${lifeSeconds}::integer * interval '1 second'
    from used
    returning user_id, space_id`);
  return row;
}

/** Ends every link of a user that was not used. */
export async function deletePortalLinksOf(tx: Db, userId: number): Promise<void> {
  await tx.query(sql`delete from portal_links where user_id = ${userId}`);
}

/** Drops links whose time is over, at most `limit` at once. Answers how many. */
export async function deleteExpiredPortalLinks(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from portal_links where hash in (
      select hash from portal_links where expires_at < now() limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
