import { type Db, sql } from '../lib/db.ts';
import type { SecretRow, TokenRow } from './schema.ts';

/**
 * Tokens that are alive now: not expired or revoked, minted with a secret that was not withdrawn, and, for an install's user, on the
 * same generation of a live install, and by a consent that still stands or as its installer: what is written for somebody a moment after
 * they were removed opens nothing. (Time is the database's, so that a node with a wrong clock
 * decides alike.) For the end of a `from` clause; {@link IS_LIVE} is its condition.
 */
export const TOKENS = sql`tokens t
    left join plugin_secrets s on s.plugin_id = t.plugin_id and s.generation = t.secret_generation
    left join installs i on i.id = t.install_id
    left join grants g on g.id = t.grant_id`;

export const IS_LIVE = sql`t.expires_at > now() and t.revoked_at is null
      and (t.secret_generation is null or s.generation is not null)
      and (t.grant_id is null or g.revoked_at is null)
      and (t.install_id is null
        or (i.generation = t.install_generation and i.status in ('setup', 'active')
          and (t.grant_id is not null or i.installed_by = t.user_id)))`;

/** Those of the given tokens that are alive. */
export function selectLiveTokens(db: Db, hashes: Buffer[]): Promise<TokenRow[]> {
  return db.query(sql`
    select t.hash, t.kind, t.grant_type, t.plugin_id, t.secret_generation, t.install_id,
      t.install_generation, t.user_id, t.scopes, t.grant_id, t.family, i.space_id,
      floor(extract(epoch from t.expires_at - now()))::integer as expires_in
    from ${TOKENS} where t.hash = any(${hashes}) and ${IS_LIVE}`);
}

/** A token about to be stored; `expires_in` in seconds from now. */
export type NewToken = Omit<TokenRow, 'grant_id' | 'family' | 'space_id'> &
  Partial<Pick<TokenRow, 'grant_id' | 'family'>>;

export async function insertTokens(db: Db, tokens: NewToken[]): Promise<void> {
  const rows = tokens.map((token) => ({ ...token, hash: `\\x${token.hash.toString('hex')}` }));
  await db.query(sql`
    insert into tokens (hash, kind, grant_type, plugin_id, secret_generation, install_id,
      install_generation, user_id, grant_id, family, scopes, expires_at)
    select t.hash, t.kind, t.grant_type, t.plugin_id, t.secret_generation, t.install_id,
      t.install_generation, t.user_id, t.grant_id, t.family,
      t.scopes, now() + t.expires_in * interval '1 second'
    from json_to_recordset(${JSON.stringify(rows)}) as t (hash bytea, kind text, grant_type text,
      plugin_id bigint, secret_generation integer, install_id bigint, install_generation integer,
      user_id bigint, grant_id bigint, family uuid, scopes text[], expires_in integer)
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

export function selectSecretsOfClients(db: Db, clientIds: string[]): Promise<SecretRow[]> {
  return db.query(sql`
    select s.plugin_id, p.client_id, p.is_public_client as is_public, s.generation, s.sealed_secret, s.proved_at is not null as proved,
      (s.expires_at is null or s.expires_at > now()) as live
    from plugin_secrets s join plugins p on p.id = s.plugin_id
    where p.client_id = any(${clientIds})
    order by s.plugin_id, s.generation desc`);
}

export async function markSecretProved(
  db: Db,
  pluginId: number,
  generation: number,
): Promise<void> {
  await db.query(sql`
    update plugin_secrets set proved_at = now()
    where plugin_id = ${pluginId} and generation = ${generation} and proved_at is null`);
}

export function selectHostKey(db: Db, hash: Buffer): Promise<{ id: number }[]> {
  return db.query(sql`select id from host_keys where hash = ${hash} and revoked_at is null`);
}

export interface PersonalTokenRow {
  id: number;
  user_id: number;
  is_operator: boolean;
}

export async function selectPersonalToken(
  db: Db,
  hash: Buffer,
): Promise<PersonalTokenRow | undefined> {
  const [row] = await db.query<PersonalTokenRow>(sql`
    select t.id, t.user_id, u.is_operator from personal_tokens t join users u on u.id = t.user_id
    where t.hash = ${hash} and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > now())`);
  return row;
}

/** The install that a `plugin_install` grant is about, if it is the plugin's own and alive. */
export function selectGrantableInstall(
  db: Db,
  pluginId: number,
  installId: number,
): Promise<{ generation: number; installed_by: number | null; scopes: string[] }[]> {
  return db.query(sql`
    select generation, installed_by, scopes from installs
    where id = ${installId} and plugin_id = ${pluginId} and status in ('setup', 'active')`);
}
