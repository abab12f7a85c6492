import { type InstallStatus, LIVE_INSTALL } from '../../install-status.ts';
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
  isSuspended: boolean;
  manifest: Manifest;
}

/**
 * The plugin of a `client_id`, with its current release. Not whether it may be let in: that depends on the space (see {@link
 * selectSpacesFor}).
 */
export async function selectAuthorizingPlugin(
  db: Db,
  clientId: string,
): Promise<AuthorizingPlugin | undefined> {
  const [row] = await db.query<Stored<AuthorizingPlugin>>(sql`
    select p.id, p.slug, p.is_public_client as "isPublic", p.compatibility,
      p.suspended_at is not null as "isSuspended", r.manifest
    from plugins p join ${CURRENT_RELEASE}
    where p.client_id = ${clientId}`);
  return row && withManifest(row);
}

/** A space of the user's, and the plugin's install there if there ever was one. */
export interface SpaceChoiceRow {
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
export function selectSpacesFor(
  db: Db,
  userId: number,
  pluginId: number,
): Promise<SpaceChoiceRow[]> {
  return db.query(sql`
    select s.id, s.name, s.plan_level, m.role, i.id as install_id, i.generation as install_generation,
      i.status as install_status, i.scopes as install_scopes,
      p.status in ('approved', 'approved_unlisted') or p.status <> 'rejected'
        and (p.origin in ('host', 'org') or p.owner_id = m.user_id) as may_be_installed
    from space_members m
    join spaces s on s.id = m.space_id
    join plugins p on p.id = ${pluginId}
    left join installs i on i.space_id = s.id and i.plugin_id = ${pluginId}
    where m.user_id = ${userId}
    order by coalesce(${LIVE_INSTALL}, false) desc, lower(s.name), s.id`);
}
