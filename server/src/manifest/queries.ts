import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { type Stored, storedManifest, withManifest } from './read.ts';
import type { Manifest } from './schema.ts';
import { searchTextOf } from './search-text.ts';

/**
 * The published release of a plugin, as `r`, in a statement that knows the plugin as `plugins p`; to be joined. A plugin that has none
 * is not found.
 */
export const CURRENT_RELEASE = sql`releases r on r.plugin_id = p.id and r.number = p.current_release`;

/** The number of the release that a plugin's developer sees: the draft, or else what is in review, or else the newest. */
export const WORKING_NUMBER = sql`(select w.number from releases w where w.plugin_id = p.id
  order by w.state = 'draft' desc, w.state = 'in_review' desc, w.number desc limit 1)`;

/** What a plugin's developer sees ({@link WORKING_NUMBER}), as {@link CURRENT_RELEASE}. */
export const WORKING_RELEASE = sql`releases r on r.plugin_id = p.id and r.number = ${WORKING_NUMBER}`;

/** What the host sees, as {@link CURRENT_RELEASE}: the published one, and while there is none the developer's. */
export const KNOWN_RELEASE = sql`releases r on r.plugin_id = p.id
  and r.number = coalesce(p.current_release, ${WORKING_NUMBER})`;

/**
 * The life of a release. What is rejected or published stays so.
 *
 * - `draft`: what the developer works on; written anew it is another release
 * - `in_review`: frozen, until somebody decides
 * - `published`: was, or is, what everybody is on
 * - `rejected`: reaches nobody
 */
export type ReleaseState = 'draft' | 'in_review' | 'published' | 'rejected';

/** When everybody is on a release that was approved: by that, or once its developer rolls it out. */
export type RollOut = 'at_once' | 'later';

/** A release of a plugin without its manifest. */
export interface ReleaseSummaryRow {
  number: number;
  state: ReleaseState;
  created_at: Date;
  submitted_at: Date | null;
  /** Who put it up for review; null for the host's backend. */
  submitted_by: number | null;
  roll_out: RollOut;
  reviewed_at: Date | null;
  /** The operator; null for the host's backend. */
  reviewed_by: number | null;
  /** What the reviewer told the developer. */
  message: string | null;
  published_at: Date | null;
}

/** A release of a plugin, with its manifest complete (see `withManifest`). */
export interface ReleaseRow extends ReleaseSummaryRow {
  manifest: Manifest;
}

const COLUMNS = sql`number, state, created_at, submitted_at, submitted_by, roll_out, reviewed_at, reviewed_by, message, published_at`;

/** A release about to be stored. The secrets in its manifest must be sealed. */
export interface NewRelease {
  state: 'draft' | 'published';
  manifest: Manifest;
}

/** Stores the next release, under a lock of the plugin or before anybody else knows it. The draft there was must be gone. */
export async function insertRelease(
  tx: Db,
  pluginId: number,
  number: number,
  { state, manifest }: NewRelease,
): Promise<ReleaseRow> {
  const { sort_name, search_text } = searchTextOf(manifest);
  const [row] = await tx.query<ReleaseSummaryRow>(sql`
    insert into releases (plugin_id, number, state, manifest, scopes, optional_scopes, events, sort_name, search_text,
      categories, published_at)
    values (${pluginId}, ${number}, ${state}, ${storedManifest(manifest)}, ${manifest.scopes},
      ${manifest.optional_scopes}, ${manifest.events.map(({ name }) => name)}, ${sort_name}, ${search_text},
      ${manifest.categories}, case when ${state === 'published'} then now() end)
    returning ${COLUMNS}`);
  return { ...(row as ReleaseSummaryRow), manifest };
}

/** The number of the next release; the plugin must be locked. */
export async function nextReleaseNumber(tx: Db, pluginId: number): Promise<number> {
  const [row] = await tx.query<{ number: number }>(sql`
    select coalesce(max(number), 0) + 1 as number from releases where plugin_id = ${pluginId}`);
  return row?.number as number;
}

/** What the developer works on ({@link WORKING_RELEASE}). Undefined when there is no such plugin. */
export async function selectWorkingRelease(
  tx: Db,
  pluginId: number,
): Promise<ReleaseRow | undefined> {
  const [row] = await tx.query<Stored<ReleaseRow>>(sql`
    select ${COLUMNS}, manifest from releases where plugin_id = ${pluginId}
    order by state = 'draft' desc, state = 'in_review' desc, number desc limit 1`);
  return row && withManifest(row);
}

/** Whether a release of the plugin is in review. */
export async function hasReleaseInReview(tx: Db, pluginId: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from releases where plugin_id = ${pluginId} and state = 'in_review'`);
  return rows.length > 0;
}

/** For the next draft. */
export async function deleteDraft(tx: Db, pluginId: number): Promise<void> {
  await tx.query(sql`delete from releases where plugin_id = ${pluginId} and state = 'draft'`);
}

/** How a release was put up for review. */
export interface Submitted {
  /** The person; null for the host's backend. */
  submittedBy: number | null;
  rollOut: RollOut;
}

/** Freezes a draft until it is reviewed; the plugin must be locked. */
export async function markSubmitted(
  tx: Db,
  pluginId: number,
  number: number,
  { submittedBy, rollOut }: Submitted,
): Promise<void> {
  await tx.query(sql`
    update releases set state = 'in_review', submitted_at = now(), submitted_by = ${submittedBy}, roll_out = ${rollOut}
    where plugin_id = ${pluginId} and number = ${number} and state = 'draft'`);
}

/** What somebody decided about a release. */
export interface Decided {
  state: 'published' | 'rejected';
  /** The operator; null for the host's backend. */
  reviewedBy: number | null;
  message: string;
}

/** Decides about a release in review; the plugin must be locked. */
export async function markReviewed(
  tx: Db,
  pluginId: number,
  number: number,
  { state, reviewedBy, message }: Decided,
): Promise<void> {
  await tx.query(sql`
    update releases set state = ${state}, reviewed_at = now(), reviewed_by = ${reviewedBy}, message = ${message},
      published_at = case when ${state === 'published'} then now() end
    where plugin_id = ${pluginId} and number = ${number} and state = 'in_review'`);
}

/** One release with its manifest; the client secrets in it are still sealed. */
export async function selectRelease(
  db: Db,
  pluginId: number,
  number: number,
): Promise<ReleaseRow | undefined> {
  const [row] = await db.query<Stored<ReleaseRow>>(sql`
    select ${COLUMNS}, manifest from releases
    where plugin_id = ${pluginId} and number = ${number}`);
  return row && withManifest(row);
}

/** The newest one that was published before the given number, whether installs run it or not. */
export async function selectPublishedBefore(
  db: Db,
  pluginId: number,
  number: number,
): Promise<ReleaseRow | undefined> {
  const [row] = await db.query<Stored<ReleaseRow>>(sql`
    select ${COLUMNS}, manifest from releases
    where plugin_id = ${pluginId} and number < ${number} and state = 'published'
    order by number desc limit 1`);
  return row && withManifest(row);
}

/** Newest first, those before the given number. */
export function selectReleasePage(
  db: Db,
  pluginId: number,
  before: number,
  limit: number,
): Promise<ReleaseSummaryRow[]> {
  return db.query(sql`
    select ${COLUMNS} from releases
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

/** The manifests that somebody is on, or may be soon, that contain a text anywhere: candidates for a closer look. */
export async function selectManifestsWith(
  db: Db,
  text: string,
): Promise<{ slug: string; manifest: Manifest }[]> {
  const rows = await db.query<{ slug: string; manifest: string }>(sql`
    select p.slug, r.manifest from plugins p join releases r on r.plugin_id = p.id
      and (r.number >= p.current_release and r.state = 'published' or r.state in ('draft', 'in_review')
        or exists (select from installs i where i.plugin_id = p.id and i.release = r.number))
    where position(${text} in r.manifest) > 0 order by p.slug`);
  return rows.map(withManifest);
}
