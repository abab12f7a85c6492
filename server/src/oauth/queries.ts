import { IS_LIVE, TOKENS } from '../auth/queries.ts';
import type { TokenRow } from '../auth/schema.ts';
import { announce } from '../lib/changes.ts';
import { type Db, sql } from '../lib/db.ts';

/** An authorization code to be made. */
export interface NewCode {
  hash: Buffer;
  plugin_id: number;
  grant_id: number;
  install_id: number;
  install_generation: number;
  user_id: number;
  redirect_uri: string;
  /** False when the request left it out. */
  redirect_uri_given: boolean;
  code_challenge: string | null;
  scopes: string[];
  family: string;
}

/** A code as it is now, with what it rests on. */
export interface CodeRow extends Omit<NewCode, 'hash'> {
  used: boolean;
  expired: boolean;
  grant_stands: boolean;
  install_lives: boolean;
}

export async function insertCode(tx: Db, code: NewCode, lifeSeconds: number): Promise<void> {
  await tx.query(sql`
    insert into authorization_codes (hash, plugin_id, grant_id, install_id, install_generation, user_id,
      redirect_uri, redirect_uri_given, code_challenge, scopes, family, expires_at)
    values (${code.hash}, ${code.plugin_id}, ${code.grant_id}, ${code.install_id},
      ${code.install_generation}, ${code.user_id}, ${code.redirect_uri}, ${code.redirect_uri_given},
      ${code.code_challenge}, ${code.scopes}, ${code.family},
      now() + ${lifeSeconds}::integer * interval '1 second')`);
}

export async function selectGrantOfCode(tx: Db, hash: Buffer): Promise<number | undefined> {
  const [row] = await tx.query<{ grant_id: number }>(sql`
    select grant_id from authorization_codes where hash = ${hash}`);
  return row?.grant_id;
}

export async function selectCode(tx: Db, hash: Buffer): Promise<CodeRow | undefined> {
  const [row] = await tx.query<CodeRow>(sql`
    select c.plugin_id, c.grant_id, c.install_id, c.install_generation, c.user_id, c.redirect_uri,
      c.redirect_uri_given, c.code_challenge, c.scopes, c.family, c.used_at is not null as used,
      c.expires_at <= now() as expired, g.revoked_at is null as grant_stands,
      coalesce(i.generation = c.install_generation and i.status in ('setup', 'active'), false)
        as install_lives
    from authorization_codes c
    join grants g on g.id = c.grant_id
    left join installs i on i.id = c.install_id
    where c.hash = ${hash}`);
  return row;
}

export async function markCodeUsed(tx: Db, hash: Buffer): Promise<void> {
  await tx.query(sql`update authorization_codes set used_at = now() where hash = ${hash}`);
}

/** Drops codes that expired a day ago, at most `limit` at once: until then a second use can be told from a wrong code. Answers how many. */
export async function deleteExpiredCodes(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from authorization_codes where hash in (
      select hash from authorization_codes where expires_at < now() - interval '1 day'
      limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}

export interface RefreshTokenRow extends TokenRow {
  /** Whether it was exchanged for the next one: within the grace period, or before. */
  rotation: 'none' | 'lately' | 'long ago';
}

/** A live refresh token, also one that was rotated. */
export async function selectRefreshToken(
  tx: Db,
  hash: Buffer,
  graceSeconds: number,
): Promise<RefreshTokenRow | undefined> {
  const [row] = await tx.query<RefreshTokenRow>(sql`
    select t.hash, t.kind, t.grant_type, t.plugin_id, t.secret_generation, t.install_id,
      t.install_generation, t.user_id, t.scopes, t.grant_id, t.family, i.space_id,
      floor(extract(epoch from t.expires_at - now()))::integer as expires_in,
      case when t.rotated_at is null then 'none'
        when t.rotated_at > now() - ${graceSeconds}::integer * interval '1 second' then 'lately'
        else 'long ago' end as rotation
    from ${TOKENS} where t.hash = ${hash} and t.kind = 'refresh' and ${IS_LIVE}`);
  return row;
}

/** The first time counts. */
export async function markRotated(tx: Db, hash: Buffer): Promise<void> {
  await tx.query(sql`
    update tokens set rotated_at = now() where hash = ${hash} and rotated_at is null`);
}

/** Ends all that came of one authorization code. The grant must be locked. */
export async function revokeFamily(tx: Db, family: string): Promise<void> {
  await tx.query(sql`
    update tokens set revoked_at = now() where family = ${family} and revoked_at is null`);
  await announce(tx, 'tokens');
}

export async function revokeOneToken(tx: Db, hash: Buffer): Promise<void> {
  await tx.query(sql`
    update tokens set revoked_at = now() where hash = ${hash} and revoked_at is null`);
  await announce(tx, 'tokens');
}

export type OwnedToken = Pick<TokenRow, 'plugin_id' | 'kind' | 'family' | 'grant_id'>;

/** Whose token it is, dead or alive. */
export async function selectTokenOwner(db: Db, hash: Buffer): Promise<OwnedToken | undefined> {
  const [row] = await db.query<OwnedToken>(sql`
    select plugin_id, kind, family, grant_id from tokens where hash = ${hash}`);
  return row;
}

/** What is told of a live token; times in seconds since 1970. */
export interface TokenFacts {
  kind: 'access' | 'refresh';
  plugin_id: number;
  client_id: string;
  scopes: string[];
  user_id: number | null;
  email: string | null;
  space_id: number | null;
  install_id: number | null;
  expires: number;
  issued: number;
}

/** Nothing for a token that is dead, or was rotated. */
export async function selectTokenFacts(db: Db, hash: Buffer): Promise<TokenFacts | undefined> {
  const [row] = await db.query<TokenFacts>(sql`
    select t.kind, t.plugin_id, p.client_id, t.scopes, t.user_id, u.email, i.space_id, t.install_id,
      floor(extract(epoch from t.expires_at))::bigint as expires,
      floor(extract(epoch from t.created_at))::bigint as issued
    from ${TOKENS}
    join plugins p on p.id = t.plugin_id
    left join users u on u.id = t.user_id
    where t.hash = ${hash} and t.rotated_at is null and ${IS_LIVE}`);
  return row;
}
