import {
  DEVELOPED_NUMBER,
  type InstallStatus,
  isDevelopersOwn,
  LIVE_INSTALL,
} from '../../install-status.ts';
import { type Db, sql } from '../../lib/db.ts';
import { type Stored, withManifest } from '../../manifest/read.ts';
import type { Manifest } from '../../manifest/schema.ts';
import { develops } from '../../reach.ts';

/** A client, as the authorization endpoint needs it. */
export interface AuthorizingPlugin {
  id: number;
  clientId: string;
  slug: string;
  isPublic: boolean;
  compatibility: 'storyblok' | null;
  isSuspended: boolean;
  origin: 'host' | 'org' | 'partner';
  /** False for a draft, which only its developer is shown. */
  isPublished: boolean;
  manifest: Manifest;
}

/**
 * The plugin of a `client_id`, with its published release; one without is there for its developers alone, with their draft. Not whether it may be let in: that depends on the space (see {@link
 * selectSpacesFor}).
 */
export async function selectAuthorizingPlugin(
  db: Db,
  clientId: string,
  userId: number | null,
): Promise<AuthorizingPlugin | undefined> {
  const [row] = await db.query<Stored<AuthorizingPlugin>>(sql`
    select p.id, p.client_id as "clientId", p.slug, p.is_public_client as "isPublic", p.compatibility, p.origin,
      p.current_release is not null as "isPublished",
      p.suspended_at is not null as "isSuspended", r.manifest
    from plugins p join releases r on r.plugin_id = p.id and r.number = coalesce(p.current_release,
      case when ${develops(sql`${userId}::bigint`, sql`p.id`)} then ${DEVELOPED_NUMBER} end)
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
  /** What its admin granted, and what they did not. */
  scopes: string[] | null;
  events: string[] | null;
  declined_scopes: string[] | null;
  declined_events: string[] | null;
  /** It has a published release, or is the user's own and the space, too. */
  may_run: boolean;
}

/** The spaces that a user is a member of, those with the plugin first. */
export function selectSpacesFor(
  db: Db,
  userId: number,
  pluginId: number,
): Promise<SpaceChoiceRow[]> {
  return db.query(sql`
    select s.id, s.name, s.plan_level, m.role, i.id as install_id, i.generation as install_generation,
      i.status as install_status, i.scopes, i.events, i.declined_scopes, i.declined_events,
      p.current_release is not null
        or ${isDevelopersOwn(sql`s.id`)} as may_run
    from space_members m
    join spaces s on s.id = m.space_id
    join plugins p on p.id = ${pluginId}
    left join installs i on i.space_id = s.id and i.plugin_id = ${pluginId}
    where m.user_id = ${userId}
    order by coalesce(${LIVE_INSTALL}, false) desc, lower(s.name), s.id`);
}
