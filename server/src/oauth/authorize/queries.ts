import {
  DEVELOPMENT_NUMBER,
  type InstallStatus,
  LIVE_INSTALL,
  RUNNING_NUMBER,
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

/** Who asks, and for which space if they said it; null for what is not known. */
export interface Authorizing {
  clientId: string;
  userId: number | null;
  spaceId: number | null;
}

/**
 * The plugin of a `client_id`, with its published release. For its developers it is as they work on it where they ask for their development
 * space, and while nothing is published. Not whether it may be let in: that depends on the space (see {@link selectSpacesFor}).
 */
export async function selectAuthorizingPlugin(
  db: Db,
  { clientId, userId, spaceId }: Authorizing,
): Promise<AuthorizingPlugin | undefined> {
  const [row] = await db.query<Stored<AuthorizingPlugin>>(sql`
    select p.id, p.client_id as "clientId", p.slug, p.is_public_client as "isPublic", p.compatibility, p.origin,
      r.state = 'published' as "isPublished",
      p.suspended_at is not null as "isSuspended", r.manifest
    from plugins p join releases r on r.plugin_id = p.id and r.number =
      case when ${develops(sql`${userId}::bigint`, sql`p.id`)} and (p.current_release is null or exists (
          select from installs i join space_members m on m.space_id = i.space_id
          where i.plugin_id = p.id and i.development and i.space_id = ${spaceId}::bigint and m.user_id = ${userId}::bigint))
        then ${DEVELOPMENT_NUMBER} else p.current_release end
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
  /** The plugin may be there: it has a published release, or the space is for trying it out. */
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
      case when s.development then ${RUNNING_NUMBER} is not null else p.current_release is not null end as may_run
    from space_members m
    join spaces s on s.id = m.space_id
    join plugins p on p.id = ${pluginId}
    left join installs i on i.space_id = s.id and i.plugin_id = ${pluginId}
    where m.user_id = ${userId}
    order by coalesce(${LIVE_INSTALL}, false) desc, lower(s.name), s.id`);
}
