import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { type Stored, withManifest } from './read.ts';
import type { Manifest } from './schema.ts';

/** The release that a plugin's installs run on, as `r`, in a statement that knows the plugin as `plugins p`; to be joined. */
export const CURRENT_RELEASE = sql`releases r on r.plugin_id = p.id and r.number = p.current_release`;

/** A release of a plugin, with its manifest complete (see `withManifest`). */
export interface ReleaseRow {
  number: number;
  created_at: Date;
  manifest: Manifest;
}

/**
 * Stores the next release. The number is the caller's to choose, under a lock of the plugin or before anybody else knows it; the secrets
 * in the manifest must be sealed.
 */
export async function insertRelease(
  tx: Db,
  pluginId: number,
  number: number,
  manifest: Manifest,
): Promise<ReleaseRow> {
  const [row] = await tx.query<{ created_at: Date }>(sql`
    insert into releases (plugin_id, number, manifest)
    values (${pluginId}, ${number}, ${JSON.stringify(manifest)}) returning created_at`);
  return { number, manifest, created_at: row?.created_at as Date };
}

/** One release with its manifest; the client secrets in it are still sealed. */
export async function selectRelease(
  db: Db,
  pluginId: number,
  number: number,
): Promise<ReleaseRow | undefined> {
  const [row] = await db.query<Stored<ReleaseRow>>(sql`
    select number, created_at, manifest from releases
    where plugin_id = ${pluginId} and number = ${number}`);
  return row && withManifest(row);
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

interface WantedRelease {
  plugin_id: number;
  release: number;
}

const wantedReleases = recordset<WantedRelease>('n', { plugin_id: 'bigint', release: 'integer' });

/** Those of the given releases that exist. */
export async function selectReleases(
  db: Db,
  wanted: readonly WantedRelease[],
): Promise<{ plugin_id: number; number: number; manifest: Manifest }[]> {
  const rows = await db.query<{ plugin_id: number; number: number; manifest: string }>(sql`
    select r.plugin_id, r.number, r.manifest from releases r
    join (select distinct plugin_id, release from ${wantedReleases.of(wanted)}) n
      on n.plugin_id = r.plugin_id and n.release = r.number`);
  return rows.map(withManifest);
}

/** The current manifests that contain a text anywhere: candidates for a closer look. */
export async function selectManifestsWith(
  db: Db,
  text: string,
): Promise<{ slug: string; manifest: Manifest }[]> {
  const rows = await db.query<{ slug: string; manifest: string }>(sql`
    select p.slug, r.manifest from plugins p join ${CURRENT_RELEASE}
    where position(${text} in r.manifest) > 0 order by p.slug`);
  return rows.map(withManifest);
}
