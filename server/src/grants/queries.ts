import { type Db, sql } from '../lib/db.ts';
import { KNOWN_RELEASE } from '../manifest/queries.ts';

/** A consent as its user sees it. */
export interface GrantRow {
  id: number;
  plugin_id: number;
  plugin_slug: string;
  plugin_name: string;
  /** The address of its icon. */
  plugin_icon: string | null;
  space_id: number;
  space_name: string;
  scopes: string[];
  created_at: Date;
  /** When the plugin was last let in by it. */
  updated_at: Date;
}

/** So many of a user's consents that stand, the newest first, below an id. */
export function selectGrantsOf(
  db: Db,
  userId: number,
  { before, limit }: { before: number; limit: number },
): Promise<GrantRow[]> {
  return db.query(sql`
    select g.id, g.plugin_id, p.slug as plugin_slug, r.manifest::json ->> 'name' as plugin_name,
      r.manifest::json ->> 'icon' as plugin_icon,
      g.space_id, s.name as space_name, g.scopes, g.created_at, g.updated_at
    from grants g
    join plugins p on p.id = g.plugin_id
    join ${KNOWN_RELEASE}
    join spaces s on s.id = g.space_id
    where g.user_id = ${userId} and g.revoked_at is null and g.id < ${before}
    order by g.id desc limit ${limit}`);
}

/** Which plugin may act for whom, and where. */
export interface GrantKey {
  pluginId: number;
  userId: number;
  spaceId: number;
}

/** The scopes of a consent that stands. */
export async function selectGrantedScopes(db: Db, key: GrantKey): Promise<string[] | undefined> {
  const [row] = await db.query<{ scopes: string[] }>(sql`
    select scopes from grants
    where plugin_id = ${key.pluginId} and user_id = ${key.userId} and space_id = ${key.spaceId}
      and revoked_at is null`);
  return row?.scopes;
}

/** Uses a consent, if it stands and is for all of these scopes. Answers its id; until the transaction ends nobody can revoke it. */
export async function useGrant(
  tx: Db,
  key: GrantKey,
  scopes: string[],
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`
    update grants set updated_at = now()
    where plugin_id = ${key.pluginId} and user_id = ${key.userId} and space_id = ${key.spaceId}
      and revoked_at is null and scopes @> ${scopes}::text[]
    returning id`);
  return row?.id;
}

/** Records a consent, or widens the one that stands. Answers its id. */
export async function upsertGrant(tx: Db, key: GrantKey, scopes: string[]): Promise<number> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into grants as g (plugin_id, user_id, space_id, scopes)
    values (${key.pluginId}, ${key.userId}, ${key.spaceId}, ${scopes})
    on conflict (plugin_id, user_id, space_id) where revoked_at is null do update
      set updated_at = now(),
        scopes = g.scopes || array(select unnest(excluded.scopes) except select unnest(g.scopes))
    returning id`);
  return (row as { id: number }).id;
}

/**
 * Keeps everybody else who makes or ends tokens of a grant waiting until the transaction ends: what was read before must be read again
 * after it.
 */
export async function lockGrant(tx: Db, id: number): Promise<void> {
  await tx.query(sql`select 1 from grants where id = ${id} for no key update`);
}

/** In which space it was; undefined when the user has no such consent that stands. */
export async function revokeGrantOf(
  tx: Db,
  userId: number,
  id: number,
): Promise<{ space_id: number } | undefined> {
  const [row] = await tx.query<{ space_id: number }>(sql`
    update grants set revoked_at = now()
    where id = ${id} and user_id = ${userId} and revoked_at is null returning space_id`);
  return row;
}

/**
 * Ends all consents of a user, in the order of their ids, as two of these may meet. With a consent die the tokens that rest on it (see
 * `selectLiveTokens`); the nodes that know them must be told.
 */
export async function revokeGrantsOfUser(tx: Db, userId: number): Promise<void> {
  await tx.query(sql`
    update grants set revoked_at = now() where id in (
      select id from grants where user_id = ${userId} and revoked_at is null
      order by id for no key update)`);
}

/** Ends a user's consents in one space; as {@link revokeGrantsOfUser}. */
export async function revokeGrantsOfMember(tx: Db, spaceId: number, userId: number): Promise<void> {
  await tx.query(sql`
    update grants set revoked_at = now() where id in (
      select id from grants
      where space_id = ${spaceId} and user_id = ${userId} and revoked_at is null
      order by id for no key update)`);
}

/** Ends all users' consents to a plugin in one space; as {@link revokeGrantsOfUser}. */
export async function revokeGrantsOfInstall(
  tx: Db,
  spaceId: number,
  pluginId: number,
): Promise<void> {
  await tx.query(sql`
    update grants set revoked_at = now() where id in (
      select id from grants
      where space_id = ${spaceId} and plugin_id = ${pluginId} and revoked_at is null
      order by id for no key update)`);
}

/** Takes from all users' consents to a plugin in one space what is granted there no more; in the order of {@link revokeGrantsOfUser}. */
export async function narrowGrantsOfInstall(
  tx: Db,
  { space_id, plugin_id }: { space_id: number; plugin_id: number },
  granted: readonly string[],
): Promise<void> {
  await tx.query(sql`
    update grants set scopes = array(select s.scope from unnest(scopes) with ordinality as s (scope, place)
      where s.scope = any(${granted}::text[]) order by s.place)
    where id in (
      select id from grants
      where space_id = ${space_id} and plugin_id = ${plugin_id} and revoked_at is null
        and not scopes <@ ${granted}::text[]
      order by id for no key update)`);
}
