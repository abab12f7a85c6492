import {
  LIVE_IN_SPACE,
  NOT_SUSPENDED,
  RUNNING_RELEASE,
  RUNS,
  SCOPES_IN_USE,
  TAKES_LEAVE,
} from '../install-status.ts';
import { announce } from '../lib/changes.ts';
import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { REFRESH_SCOPE, type TokenRow } from './schema.ts';

/**
 * Tokens that are alive now: not expired or revoked, of a plugin that is not suspended, minted with a secret that was not withdrawn or for a
 * client that has none, and, for an install's user, on the
 * same generation of a live install, and by a consent that still stands or as its installer: what is written for somebody a moment after
 * they were removed opens nothing. One that was made for the job that tells of an uninstall lives as long as that is open. (Time is the database's, so that a node with a wrong clock
 * decides alike.) For the end of a `from` clause; {@link IS_LIVE} is its condition.
 */
const TOKENS = sql`tokens t
    join plugins p on p.id = t.plugin_id
    left join plugin_secrets s on s.plugin_id = t.plugin_id and s.generation = t.secret_generation
    left join installs i on i.id = t.install_id
    left join grants g on g.id = t.grant_id
    left join ${RUNNING_RELEASE} and i.id is not null`;

// On an install a token is good for what is granted there now, whatever it was made for.
const SCOPES = sql`case when i.id is null then t.scopes else array(select s.scope
  from unnest(t.scopes) with ordinality as s (scope, place)
  where s.scope = any(${SCOPES_IN_USE}) or s.scope = ${REFRESH_SCOPE} order by s.place) end as scopes`;

const IS_LIVE = sql`t.expires_at > now() and t.revoked_at is null and ${NOT_SUSPENDED}
      and (s.generation is not null or (t.secret_generation is null and p.is_public_client))
      and (t.grant_id is null or g.revoked_at is null)
      and (t.install_id is null
        or (i.generation = t.install_generation and ${RUNS}
          and case when t.job_id is null then ${LIVE_IN_SPACE}
            else i.farewell_job = t.job_id and ${TAKES_LEAVE} end
          and (t.grant_id is not null or i.installed_by = t.user_id)))`;

/** Those of the given tokens that are alive. */
export function selectLiveTokens(db: Db, hashes: Buffer[]): Promise<TokenRow[]> {
  return db.query(sql`
    select t.hash, t.kind, t.grant_type, t.plugin_id, t.secret_generation, t.install_id,
      t.install_generation, t.user_id, ${SCOPES}, t.grant_id, t.family, t.job_id, i.space_id,
      coalesce(i.development, false) as development, t.expires_at,
      floor(extract(epoch from t.expires_at - now()))::integer as expires_in
    from ${TOKENS} where t.hash = any(${hashes}) and ${IS_LIVE}`);
}

/** A token about to be stored; `expires_in` in seconds from now. */
export type NewToken = Omit<
  TokenRow,
  'grant_id' | 'family' | 'job_id' | 'space_id' | 'development' | 'expires_at'
> &
  Partial<Pick<TokenRow, 'grant_id' | 'family' | 'job_id'>>;

const newTokens = recordset<NewToken>('t', {
  hash: 'bytea',
  kind: 'text',
  grant_type: 'text',
  plugin_id: 'bigint',
  secret_generation: 'integer',
  install_id: 'bigint',
  install_generation: 'integer',
  user_id: 'bigint',
  grant_id: 'bigint',
  family: 'uuid',
  job_id: 'uuid',
  scopes: 'text[]',
  expires_in: 'integer',
});

/** Stores tokens in one statement. One that is there already stays as it is, so that a batch can be run again (see `BatchOptions.run`). */
export async function insertTokens(db: Db, tokens: NewToken[]): Promise<void> {
  await db.query(sql`
    insert into tokens (hash, kind, grant_type, plugin_id, secret_generation, install_id,
      install_generation, user_id, grant_id, family, job_id, scopes, expires_at)
    select t.hash, t.kind, t.grant_type, t.plugin_id, t.secret_generation, t.install_id,
      t.install_generation, t.user_id, t.grant_id, t.family, t.job_id,
      t.scopes, now() + t.expires_in * interval '1 second'
    from ${newTokens.of(tokens)}
    on conflict (hash) do nothing`);
}

/** Drops tokens whose time is over, at most `limit` at once. Answers how many. */
export async function deleteExpiredTokens(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from tokens where hash in (
      select hash from tokens where expires_at < now() - interval '1 minute' limit ${limit}
      for update skip locked)
    returning 1`);
  return rows.length;
}

/** A live refresh token. */
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
      t.install_generation, t.user_id, ${SCOPES}, t.grant_id, t.family, t.job_id, i.space_id,
      coalesce(i.development, false) as development, t.expires_at,
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

/** Ends a token alone, on every node; the others of its family live on. */
export async function revokeOneToken(tx: Db, hash: Buffer): Promise<void> {
  await tx.query(sql`
    update tokens set revoked_at = now() where hash = ${hash} and revoked_at is null`);
  await announce(tx, 'tokens');
}

/** What revoking a token has to know of it. */
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
    select t.kind, t.plugin_id, p.client_id, ${SCOPES}, t.user_id, u.email, i.space_id, t.install_id,
      floor(extract(epoch from t.expires_at))::bigint as expires,
      floor(extract(epoch from t.created_at))::bigint as issued
    from ${TOKENS}
    left join users u on u.id = t.user_id
    where t.hash = ${hash} and t.rotated_at is null and ${IS_LIVE}`);
  return row;
}

/** Ends the tokens by which plugins act for a user as the installer, wherever they installed. */
export async function revokeTokensOfInstaller(tx: Db, userId: number): Promise<void> {
  await tx.query(sql`
    update tokens t set revoked_at = now() from installs i
    where i.installed_by = ${userId} and t.install_id = i.id and t.user_id = ${userId}
      and t.revoked_at is null`);
}

/** Ends the tokens by which plugins act for a user on these installs. */
export async function revokeTokensOnInstalls(
  tx: Db,
  installIds: number[],
  userId: number,
): Promise<void> {
  await tx.query(sql`
    update tokens set revoked_at = now()
    where install_id = any(${installIds}) and user_id = ${userId} and revoked_at is null`);
}

/** Takes from the tokens on an install what is granted there no more; the nodes that know them must be told. */
export async function narrowTokensOnInstall(
  tx: Db,
  installId: number,
  granted: readonly string[],
): Promise<void> {
  const kept = [...granted, REFRESH_SCOPE];
  await tx.query(sql`
    update tokens set scopes = array(select s.scope from unnest(scopes) with ordinality as s (scope, place)
      where s.scope = any(${kept}::text[]) order by s.place)
    where install_id = ${installId} and not scopes <@ ${kept}::text[]`);
}

/** Removes them altogether: for installs that are erased or installed anew. */
export async function deleteTokensOfInstalls(tx: Db, installIds: number[]): Promise<void> {
  await tx.query(sql`delete from tokens where install_id = any(${installIds})`);
}

/** Removes all of a plugin's tokens, its own and those that act for users. */
export async function deleteTokensOfPlugin(tx: Db, pluginId: number): Promise<void> {
  await tx.query(sql`delete from tokens where plugin_id = ${pluginId}`);
}
