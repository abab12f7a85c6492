import { type Db, sql } from '../lib/db.ts';
import type { PortalView } from './portal-views.ts';

/** A portal token about to be stored, by its SHA-256. */
export interface PortalTokenToKeep {
  hash: Buffer;
  userId: number;
  spaceId: number;
  views: readonly PortalView[];
  installId: number | null;
  identifier: string | null;
  lifeSeconds: number;
}

/** Answers when it ends. Undefined for somebody who is no member of the space, and for an install that is not there. */
export async function insertPortalToken(
  tx: Db,
  token: PortalTokenToKeep,
): Promise<Date | undefined> {
  const [row] = await tx.query<{ expires_at: Date }>(sql`
    insert into portal_tokens (hash, user_id, space_id, views, install_id, identifier, expires_at)
    select ${token.hash}::bytea, m.user_id, m.space_id, ${[...token.views]}::text[], ${token.installId}::bigint,
      ${token.identifier}::text, now() + ${token.lifeSeconds}::integer * interval '1 second'
    from space_members m where m.space_id = ${token.spaceId} and m.user_id = ${token.userId}
      and (${token.installId}::bigint is null or exists (
        select from installs i where i.id = ${token.installId} and i.space_id = m.space_id for key share))
    for key share
    returning expires_at`);
  return row?.expires_at;
}

/** What a live portal token stands for. */
export interface PortalTokenRow {
  user_id: number;
  space_id: number;
  views: PortalView[];
  install_id: number | null;
  identifier: string | null;
  expires_at: Date;
}

/** Undefined for one that is unknown or expired. It goes with the membership, the user and the install that it is for. */
export async function selectPortalToken(db: Db, hash: Buffer): Promise<PortalTokenRow | undefined> {
  const [row] = await db.query<PortalTokenRow>(sql`
    select user_id, space_id, views, install_id, identifier, expires_at
    from portal_tokens where hash = ${hash} and expires_at > now()`);
  return row;
}

/** Ends every portal token of a user. The nodes that know them must be told (`announce` of `people`). */
export async function deletePortalTokensOf(tx: Db, userId: number): Promise<void> {
  await tx.query(sql`delete from portal_tokens where user_id = ${userId}`);
}

/** Drops tokens whose time is over, at most `limit` at once. Answers how many. */
export async function deleteExpiredPortalTokens(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from portal_tokens where hash in (
      select hash from portal_tokens where expires_at < now() limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
