import type { InstallStatus } from '../../install-status.ts';
import { LIVE_INSTALL } from '../../install-status.ts';
import { type Db, sql } from '../../lib/db.ts';
import { CURRENT_RELEASE } from '../../manifest/queries.ts';
import { type Stored, withManifest } from '../../manifest/read.ts';
import type { Manifest } from '../../manifest/schema.ts';

/** A client, as the authorization endpoint needs it. */
export interface AuthorizingPlugin {
  id: number;
  slug: string;
  isPublic: boolean;
  compatibility: 'storyblok' | null;
  manifest: Manifest;
}

export async function selectAuthorizingPlugin(
  db: Db,
  clientId: string,
): Promise<AuthorizingPlugin | undefined> {
  const [row] = await db.query<Stored<AuthorizingPlugin>>(sql`
    select p.id, p.slug, p.is_public_client as "isPublic", p.compatibility, r.manifest
    from plugins p join ${CURRENT_RELEASE}
    where p.client_id = ${clientId}`);
  return row && withManifest(row);
}

/** A space of the user's, and the plugin's install there if there ever was one. */
export interface SpaceRow {
  id: number;
  name: string;
  plan_level: number | null;
  role: string;
  install_id: number | null;
  install_generation: number | null;
  install_status: InstallStatus | null;
  install_scopes: string[] | null;
  /** It was approved, or is the host's or the user's own, and was not rejected. */
  may_be_installed: boolean;
}

/** The spaces that a user is a member of, those with the plugin first. */
export function selectSpacesFor(db: Db, userId: number, pluginId: number): Promise<SpaceRow[]> {
  return db.query(sql`
    select s.id, s.name, s.plan_level, m.role, i.id as install_id, i.generation as install_generation,
      i.status as install_status, i.scopes as install_scopes,
      p.status in ('approved', 'approved_unlisted') or p.status <> 'rejected'
        and (p.owner_id is null or p.is_org_app or p.owner_id = m.user_id) as may_be_installed
    from space_members m
    join spaces s on s.id = m.space_id
    join plugins p on p.id = ${pluginId}
    left join installs i on i.space_id = s.id and i.plugin_id = ${pluginId}
    where m.user_id = ${userId}
    order by coalesce(${LIVE_INSTALL}, false) desc, lower(s.name), s.id`);
}

/** What a user is in a space, which they cannot leave before the transaction ends. */
export async function holdMembership(
  tx: Db,
  spaceId: number,
  userId: number,
): Promise<string | undefined> {
  const [row] = await tx.query<{ role: string }>(sql`
    select role from space_members
    where space_id = ${spaceId} and user_id = ${userId} for key share`);
  return row?.role;
}

/** The live install of a plugin in a space; it cannot be uninstalled before the transaction ends. */
export async function holdLiveInstall(
  tx: Db,
  spaceId: number,
  pluginId: number,
): Promise<{ id: number; generation: number } | undefined> {
  const [row] = await tx.query<{ id: number; generation: number }>(sql`
    select i.id, i.generation from installs i
    where i.space_id = ${spaceId} and i.plugin_id = ${pluginId} and ${LIVE_INSTALL}
    for key share`);
  return row;
}

/** Descriptions of scopes by their names. */
export async function selectScopeDescriptions(
  db: Db,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.query<{ name: string; description: string }>(sql`
    select name, description from scopes where name = any(${names})`);
  return new Map(rows.map(({ name, description }) => [name, description]));
}
