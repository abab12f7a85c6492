import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { KNOWN_RELEASE } from '../manifest/queries.ts';
import { type Stored, withManifest } from '../manifest/read.ts';
import type { Manifest } from '../manifest/schema.ts';
import { type CollaboratorRole, isCollaboratorOf, type Reader } from '../reach.ts';
import type { ClientSettings } from './client-settings.ts';
import { unreadNotices } from './notice-queries.ts';
import type { Origin } from './ownership-queries.ts';
import type { Plugin } from './schema.ts';

/** A plugin with the manifest of its published release; while there is none, with that of the release its developer works on. */
export interface PluginRow {
  id: number;
  slug: string;
  client_id: string;
  is_public_client: boolean;
  compatibility: Plugin['compatibility'];
  origin: Plugin['origin'];
  status: Plugin['status'];
  /** The published one; null while there is none. */
  current_release: number | null;
  /** That of the manifest. */
  known_release: number;
  /** Since when it may do nothing; null while it runs. */
  suspended_at: Date | null;
  suspended_reason: string | null;
  /** Since when it is being deleted; null for any other. */
  deleted_at: Date | null;
  created_at: Date;
  updated_at: Date;
  /** What who asks is to it; null for who is no collaborator of it, such as the host. */
  role: CollaboratorRole | null;
  manifest: Manifest;
}

const COLUMNS = sql`p.id, p.slug, p.client_id, p.is_public_client, p.compatibility, p.origin,
      p.status, p.current_release, r.number as known_release, p.suspended_at, p.suspended_reason,
      p.deleted_at, p.created_at, p.updated_at`;

/** By id or by slug, whichever is given. */
export interface PluginKey {
  id: number | null;
  slug: string | null;
}

/** Who asks for plugins: as whom they read, and which person they are whatever they may read; null for no person. */
export interface PluginReader {
  reader: Reader;
  person: number | null;
}

const roleOf = (person: number | null): Sql =>
  sql`(select c.role from collaborators c where c.plugin_id = p.id and c.user_id = ${person}) as role`;

/** Which plugins are asked for. */
export interface PluginFilter {
  status?: Plugin['status'] | undefined;
  origin?: Plugin['origin'] | undefined;
  /** Part of the name or the slug, in any case. */
  search?: string | undefined;
}

/** A plugin in a list, with the number of its installs where that was asked for. */
export type ListedPluginRow = PluginRow & { installs: number | null; unread_notices: number };

// Without those of developers.
const INSTALLS = sql`(select count(*) from installs i
  where i.plugin_id = p.id and i.status <> 'uninstalled' and not i.development)`;

/**
 * Those that the reader is a collaborator of, in the order of their ids, those after the given one.
 *
 * @param counting whether the installs of each are counted.
 */
export async function selectPluginPage(
  db: Db,
  { reader, person }: PluginReader,
  { status, origin, search }: PluginFilter,
  { after, limit, counting }: { after: number; limit: number; counting: boolean },
): Promise<ListedPluginRow[]> {
  const rows = await db.query<Stored<ListedPluginRow>>(sql`
    select ${COLUMNS}, ${roleOf(person)}, r.manifest, case when ${counting} then ${INSTALLS} end as installs,
      ${unreadNotices(person)} as unread_notices
    from plugins p join ${KNOWN_RELEASE}
    where p.id > ${after} and ${isCollaboratorOf(reader, sql`p.id`)}
      ${status === undefined ? empty : sql`and p.status = ${status}`}
      ${origin === undefined ? empty : sql`and p.origin = ${origin}`}
      ${
        search === undefined
          ? empty
          : sql`and (strpos(p.slug, lower(${search})) > 0
              or strpos(lower(r.manifest::json ->> 'name'), lower(${search})) > 0)`
      }
    order by p.id limit ${limit}`);
  return rows.map(withManifest);
}

/** One that the reader is a collaborator of; undefined when there is none of this id or slug. */
export async function selectPlugin(
  db: Db,
  { reader, person }: PluginReader,
  { id, slug }: PluginKey,
): Promise<PluginRow | undefined> {
  const [row] = await db.query<Stored<PluginRow>>(sql`
    select ${COLUMNS}, ${roleOf(person)}, r.manifest
    from plugins p join ${KNOWN_RELEASE}
    where (p.id = ${id} or p.slug = ${slug}) and ${isCollaboratorOf(reader, sql`p.id`)}`);
  return row && withManifest(row);
}

/** Keeps other changes of the plugin's releases, secrets and endpoints waiting until the transaction ends. */
export async function lockPlugin(tx: Db, { id, slug }: PluginKey): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from plugins where id = ${id} or slug = ${slug} for no key update`);
  return rows.length > 0;
}

/** A plugin about to be stored. */
export interface NewPluginRow {
  slug: string;
  clientId: string;
  origin: Origin;
  client: ClientSettings;
  /** Null for one that is a draft. */
  currentRelease: number | null;
}

/** Undefined when the slug is taken. */
export async function insertPlugin(
  tx: Db,
  { slug, clientId, origin, client, currentRelease }: NewPluginRow,
): Promise<number | undefined> {
  const { client_type = 'confidential', compatibility = null } = client;
  const [row] = await tx.query<{ id: number }>(sql`
    insert into plugins (slug, client_id, origin, current_release, is_public_client, compatibility)
    values (${slug}, ${clientId}, ${origin.kind}, ${currentRelease}, ${client_type === 'public'}, ${compatibility})
    on conflict (slug) do nothing returning id`);
  return row?.id;
}

/** What is left out stays as it is. */
export async function updateClientSettings(
  tx: Db,
  id: number,
  { client_type, compatibility }: ClientSettings,
): Promise<void> {
  await tx.query(sql`
    update plugins set updated_at = now(),
      is_public_client = coalesce(${client_type === undefined ? null : client_type === 'public'}, is_public_client),
      compatibility = case when ${compatibility !== undefined} then ${compatibility ?? null} else compatibility end
    where id = ${id}`);
}

/** Puts everybody on a release. Fails by a unique violation of {@link UNIQUE_SLUG} when another plugin has the slug. */
export async function updateCurrentRelease(
  tx: Db,
  id: number,
  slug: string,
  number: number,
): Promise<void> {
  await tx.query(sql`
    update plugins set slug = ${slug}, current_release = ${number}, updated_at = now()
    where id = ${id}`);
}

/** No two plugins have the same. */
export const UNIQUE_SLUG = 'plugins_slug_key';

/** For a plugin that nobody is on yet. Fails as {@link updateCurrentRelease} does. */
export async function updateSlug(tx: Db, id: number, slug: string): Promise<void> {
  await tx.query(sql`update plugins set slug = ${slug}, updated_at = now() where id = ${id}`);
}

/** Whether another plugin has the slug. */
export async function isSlugTaken(tx: Db, id: number, slug: string): Promise<boolean> {
  const rows = await tx.query(sql`select 1 from plugins where slug = ${slug} and id <> ${id}`);
  return rows.length > 0;
}

/** Sets where a plugin stands; it must be locked ({@link lockPlugin}). */
export async function updatePluginStatus(
  tx: Db,
  id: number,
  status: Plugin['status'],
): Promise<void> {
  await tx.query(sql`update plugins set status = ${status}, updated_at = now() where id = ${id}`);
}

/** One that is suspended already stays so since when it was, for the given reason if there is one. The plugin must be locked. */
export async function updateSuspended(
  tx: Db,
  id: number,
  reason: string | undefined,
): Promise<void> {
  await tx.query(sql`
    update plugins set suspended_at = coalesce(suspended_at, now()),
      suspended_reason = coalesce(${reason ?? null}, suspended_reason), updated_at = now()
    where id = ${id}`);
}

/** Undoes {@link updateSuspended}. */
export async function updateResumed(tx: Db, id: number): Promise<void> {
  await tx.query(sql`
    update plugins set suspended_at = null, suspended_reason = null, updated_at = now()
    where id = ${id}`);
}

/** From now on a plugin is being deleted; it must be locked. */
export async function markDeleted(tx: Db, id: number): Promise<void> {
  await tx.query(sql`update plugins set deleted_at = now(), updated_at = now() where id = ${id}`);
}

/** A JSON array of seconds; null where the plugin has none of its own, and where there is no such plugin. */
export async function selectRetrySchedule(db: Db, pluginId: number): Promise<string | null> {
  const [row] = await db.query<{ retry_schedule: string | null }>(sql`
    select retry_schedule from plugins where id = ${pluginId}`);
  return row?.retry_schedule ?? null;
}

/** Holds from the next attempt on, also at jobs that wait now; null for the server's own. */
export async function updateRetrySchedule(
  db: Db,
  pluginId: number,
  steps: string | null,
): Promise<void> {
  await db.query(sql`update plugins set retry_schedule = ${steps} where id = ${pluginId}`);
}

/** The number of the next generation; no number comes twice, even if its secret was withdrawn. */
export async function takeSecretGeneration(tx: Db, pluginId: number): Promise<number> {
  const [row] = await tx.query<{ secret_generation: number }>(sql`
    update plugins set secret_generation = secret_generation + 1
    where id = ${pluginId} returning secret_generation`);
  return row?.secret_generation as number;
}

/** Its releases, secrets, endpoints, grants and settings go with it. */
export async function deletePlugin(tx: Db, id: number): Promise<void> {
  await tx.query(sql`delete from plugins where id = ${id}`);
}
