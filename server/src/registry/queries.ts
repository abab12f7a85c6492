import { type Db, sql } from '../lib/db.ts';
import type { ClientSettings } from './client-settings.ts';
import type { Manifest } from './manifest.ts';
import type { Plugin } from './schema.ts';

/** A plugin with the manifest of its current release, as JSON text. */
export interface PluginRow {
  id: number;
  slug: string;
  client_id: string;
  is_public_client: boolean;
  compatibility: Plugin['compatibility'];
  status: Plugin['status'];
  current_release: number;
  created_at: Date;
  updated_at: Date;
  manifest: string;
}

const COLUMNS = sql`p.id, p.slug, p.client_id, p.is_public_client, p.compatibility, p.status,
      p.current_release, p.created_at, p.updated_at`;

/** By id or by slug, whichever is given. */
export interface PluginKey {
  id: number | null;
  slug: string | null;
}

/** In the order of their ids, those after the given one. */
export function selectPluginPage(db: Db, after: number, limit: number): Promise<PluginRow[]> {
  return db.query(sql`
    select ${COLUMNS}, r.manifest
    from plugins p join releases r on r.plugin_id = p.id and r.number = p.current_release
    where p.id > ${after} order by p.id limit ${limit}`);
}

export async function selectPlugin(
  db: Db,
  { id, slug }: PluginKey,
): Promise<PluginRow | undefined> {
  const [row] = await db.query<PluginRow>(sql`
    select ${COLUMNS}, r.manifest
    from plugins p join releases r on r.plugin_id = p.id and r.number = p.current_release
    where p.id = ${id} or p.slug = ${slug}`);
  return row;
}

/** Keeps other changes of the plugin's releases, secrets and endpoints waiting until the transaction ends. */
export async function lockPlugin(tx: Db, { id, slug }: PluginKey): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from plugins where id = ${id} or slug = ${slug} for no key update`);
  return rows.length > 0;
}

/** Undefined when the slug is taken. */
export async function insertPlugin(
  tx: Db,
  slug: string,
  clientId: string,
  { client_type = 'confidential', compatibility = null }: ClientSettings,
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into plugins (slug, client_id, current_release, is_public_client, compatibility)
    values (${slug}, ${clientId}, 1, ${client_type === 'public'}, ${compatibility})
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

/** Fails by a unique violation of `plugins_slug_key` when another plugin has the slug. */
export async function updatePlugin(
  tx: Db,
  id: number,
  slug: string,
  currentRelease: number,
): Promise<void> {
  await tx.query(sql`
    update plugins set slug = ${slug}, current_release = ${currentRelease}, updated_at = now()
    where id = ${id}`);
}

/** Puts a plugin up for review; false when it is past that. */
export async function updateToReview(db: Db, id: number): Promise<boolean> {
  const rows = await db.query(sql`
    update plugins set status = 'in_review', updated_at = now()
    where id = ${id} and status in ('created', 'rejected', 'in_review') returning 1`);
  return rows.length > 0;
}

export async function updatePluginStatus(
  tx: Db,
  id: number,
  status: Plugin['status'],
): Promise<void> {
  await tx.query(sql`update plugins set status = ${status}, updated_at = now() where id = ${id}`);
}

export interface ReleaseRow {
  number: number;
  created_at: Date;
  manifest: string;
}

export async function insertRelease(
  tx: Db,
  pluginId: number,
  number: number,
  manifest: string,
): Promise<ReleaseRow> {
  const [row] = await tx.query<ReleaseRow>(sql`
    insert into releases (plugin_id, number, manifest) values (${pluginId}, ${number}, ${manifest})
    returning number, created_at, manifest`);
  return row as ReleaseRow;
}

export async function selectRelease(
  db: Db,
  pluginId: number,
  number: number,
): Promise<ReleaseRow | undefined> {
  const [row] = await db.query<ReleaseRow>(sql`
    select number, created_at, manifest from releases
    where plugin_id = ${pluginId} and number = ${number}`);
  return row;
}

/** Newest first, those before the given number. */
export function selectReleasePage(
  db: Db,
  pluginId: number,
  before: number,
  limit: number,
): Promise<Omit<ReleaseRow, 'manifest'>[]> {
  return db.query(sql`
    select number, created_at from releases
    where plugin_id = ${pluginId} and number < ${before}::bigint order by number desc limit ${limit}`);
}

/** A release never changes, so what this answers may be kept for ever. */
export interface Release {
  plugin_id: number;
  number: number;
  manifest: Manifest;
}

/** Those of the given releases that exist. */
export async function selectReleases(
  db: Db,
  wanted: readonly { plugin_id: number; number: number }[],
): Promise<Release[]> {
  const rows = await db.query<{ plugin_id: number; number: number; manifest: string }>(sql`
    select r.plugin_id, r.number, r.manifest from releases r
    join unnest(${wanted.map((one) => one.plugin_id)}::bigint[],
      ${wanted.map((one) => one.number)}::integer[]) as w (plugin_id, number)
      on w.plugin_id = r.plugin_id and w.number = r.number`);
  return rows.map((row) => ({ ...row, manifest: JSON.parse(row.manifest) }));
}

/** The current manifests that contain a text anywhere: candidates for a closer look. */
export function selectManifestsWith(
  db: Db,
  text: string,
): Promise<{ slug: string; manifest: string }[]> {
  return db.query(sql`
    select p.slug, r.manifest
    from plugins p join releases r on r.plugin_id = p.id and r.number = p.current_release
    where position(${text} in r.manifest) > 0 order by p.slug`);
}

export interface NoticeRow {
  id: number;
  kind: string;
  message: string;
  created_at: Date;
}

/** Newest first, those before the given id. */
export function selectNoticePage(
  db: Db,
  pluginId: number,
  before: number,
  limit: number,
): Promise<NoticeRow[]> {
  return db.query(sql`
    select id, kind, message, created_at from developer_notices
    where plugin_id = ${pluginId} and id < ${before} order by id desc limit ${limit}`);
}
