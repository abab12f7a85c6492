import {
  DEVELOPMENT_NUMBER,
  type InstallStatus,
  LEAVING_INSTALL,
  LIVE_INSTALL,
  RUNNING_RELEASE,
  SCOPES_IN_USE,
} from '../install-status.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { readManifest, type Stored, withManifest } from '../manifest/read.ts';
import type { Manifest } from '../manifest/schema.ts';
import { isAdminOf, isMemberOf, mayKnowOf, NO_IDENTIFIER, type Reader } from '../reach.ts';
import { tellChanges } from '../stream/tell.ts';
import { PERMISSIONS_PENDING } from './permission-queries.ts';
import type { StoredConfig } from './sealed-config.ts';

/** An install without its config, which can be large. */
export interface InstallRow {
  id: number;
  space_id: number;
  plugin_id: number;
  plugin_slug: string;
  /** Its plugin is being deleted. */
  plugin_deleted: boolean;
  generation: number;
  status: InstallStatus;
  /** Its developer's, in a development space. */
  development: boolean;
  /** What its admin granted, also where the release it runs does not ask for it any more. */
  scopes: string[];
  /** The release it runs asks for a scope, or hears an event, of which its admin has not said yes or no. */
  permissions_pending: boolean;
  /** The newest revision of the config; 0 for a config that was never written. */
  config_revision: number;
  /** The user for whom the plugin may act; null when nobody was named, or they have left the space. */
  installed_by: number | null;
  /** Of the first installation, whatever the generation. */
  created_at: Date;
  updated_at: Date;
  uninstalled_at: Date | null;
  /** When an uninstalled one may be erased; null for others, and once it is. */
  erase_after: Date | null;
  erased_at: Date | null;
}

/** An install with its config, which lists do without. */
export type InstallWithConfig = InstallRow & StoredConfig;

const COLUMNS = sql`i.id, i.space_id, i.plugin_id, p.slug as plugin_slug, p.deleted_at is not null as plugin_deleted, i.generation, i.status,
  i.development, i.scopes, ${PERMISSIONS_PENDING} as permissions_pending,
  i.config_revision, i.installed_by, i.created_at, i.updated_at, i.uninstalled_at, i.erase_after, i.erased_at`;

const INSTALLS = sql`installs i join plugins p on p.id = i.plugin_id`;
const INSTALL = { install: sql`i.id`, identifier: NO_IDENTIFIER };

/** One install, whatever its status. */
export async function selectInstall(db: Db, id: number): Promise<InstallRow | undefined> {
  const [row] = await db.query<InstallRow>(
    sql`select ${COLUMNS} from ${INSTALLS} where i.id = ${id}`,
  );
  return row;
}

/** An install in a space that the reader belongs to, and whether they are its admin. */
export async function selectInstallFor(
  db: Db,
  reader: Reader,
  id: number,
  identifier: string | undefined,
): Promise<(InstallRow & { is_admin: boolean }) | undefined> {
  const known = { install: sql`i.id`, identifier: sql`${identifier ?? null}::text` };
  const [row] = await db.query<InstallRow & { is_admin: boolean }>(sql`
    select ${COLUMNS}, ${isAdminOf(reader, sql`i.space_id`, known)} as is_admin
    from ${INSTALLS} where i.id = ${id} and ${isMemberOf(reader, sql`i.space_id`, known)}`);
  return row;
}

/** The same with its config. Nothing is locked: who changes what it read uses {@link lockInstall}. */
export async function selectInstallWithConfig(
  db: Db,
  id: number,
): Promise<InstallWithConfig | undefined> {
  const [row] = await db.query<InstallWithConfig>(sql`
    select ${COLUMNS}, i.config, i.sealed_config from ${INSTALLS} where i.id = ${id}`);
  return row;
}

/** Which installs to list; what is left out does not matter. */
export interface InstallFilter {
  spaceId?: number | undefined;
  pluginId?: number | undefined;
  statuses?: InstallStatus[] | undefined;
}

/** Those in spaces that the reader belongs to, in order of id, one more than `limit`. */
export function selectInstalls(
  db: Db,
  reader: Reader,
  { spaceId, pluginId, statuses }: InstallFilter,
  { after, limit }: { after: number; limit: number },
): Promise<InstallRow[]> {
  return db.query(sql`
    select ${COLUMNS} from ${INSTALLS}
    where i.id > ${after} and ${isMemberOf(reader, sql`i.space_id`, INSTALL)}
      ${spaceId === undefined ? empty : sql`and i.space_id = ${spaceId}`}
      ${pluginId === undefined ? empty : sql`and i.plugin_id = ${pluginId}`}
      ${statuses === undefined ? empty : sql`and i.status = any(${statuses})`}
    order by i.id limit ${limit + 1}`);
}

/**
 * Holds off whoever changes the install or its config, notifies for it, or applies a reply's effects to it: for whoever ends or erases it.
 * Not the storage pipelines of requests, which take no lock on their install (see `eraseStragglers`).
 */
export async function lockInstall(tx: Db, id: number): Promise<InstallWithConfig | undefined> {
  const [row] = await tx.query<InstallWithConfig>(sql`
    select ${COLUMNS}, i.config, i.sealed_config from ${INSTALLS} where i.id = ${id} for update of i`);
  return row;
}

/** Keeps an install of this generation from being uninstalled until the transaction ends; false when it is already. */
export async function holdInstall(tx: Db, id: number, generation: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from installs
    where id = ${id} and generation = ${generation} and status <> 'uninstalled' for key share`);
  return rows.length > 0;
}

/** The install of a plugin in a space, whatever its status, locked as by {@link lockInstall}. */
export async function lockInstallOf(
  tx: Db,
  spaceId: number,
  pluginId: number,
): Promise<InstallWithConfig | undefined> {
  const [row] = await tx.query<InstallWithConfig>(sql`
    select ${COLUMNS}, i.config, i.sealed_config from ${INSTALLS}
    where i.space_id = ${spaceId} and i.plugin_id = ${pluginId} for update of i`);
  return row;
}

/** What a new install begins with. */
export interface NewInstallRow {
  space_id: number;
  plugin_id: number;
  status: InstallStatus;
  development: boolean;
  scopes: string[];
  events: string[];
  declined_scopes: string[];
  /** Without what is sealed, which is added once the install has its id. */
  config: string;
  config_revision: number;
  /** Who agreed to the scopes and events, too. */
  installed_by: number | null;
}

/** Answers nothing when another one was faster. */
export async function insertInstall(tx: Db, row: NewInstallRow): Promise<number | undefined> {
  const [inserted] = await tx.query<{ id: number }>(sql`
    insert into installs (space_id, plugin_id, status, development, scopes, events, declined_scopes, config,
      config_revision, installed_by, granted_by)
    values (${row.space_id}, ${row.plugin_id}, ${row.status}, ${row.development}, ${row.scopes}, ${row.events},
      ${row.declined_scopes}, ${row.config}, ${row.config_revision}, ${row.installed_by}, ${row.installed_by})
    on conflict (space_id, plugin_id) do nothing
    returning id`);
  if (inserted !== undefined) await tellChanges(tx, () => ({ installs: [inserted.id] }));
  return inserted?.id;
}

/** Begins the next generation of an uninstalled install. */
export async function reviveInstall(tx: Db, id: number, row: NewInstallRow): Promise<void> {
  await tx.query(sql`
    update installs set generation = generation + 1, installed_at = now(), status = ${row.status}, development = ${row.development}, scopes = ${row.scopes},
      events = ${row.events}, declined_scopes = ${row.declined_scopes}, declined_events = '{}',
      grant_revision = grant_revision + 1, granted_by = ${row.installed_by}, granted_at = now(),
      config = ${row.config}, sealed_config = null, config_revision = ${row.config_revision},
      public_config = null, installed_by = ${row.installed_by}, updated_at = now(),
      uninstalled_at = null, erase_after = null, erased_at = null, farewell_job = null, setup_release = null,
      release = null
    where id = ${id}`);
  await tellChanges(tx, () => ({ installs: [id] }));
}

/**
 * Sets the status alone. The install must be locked; where the plugin gains or loses access, the nodes must be told (`announce` of
 * `installs`).
 */
export async function updateStatus(tx: Db, id: number, status: InstallStatus): Promise<void> {
  await tx.query(sql`
    update installs set status = ${status}, updated_at = now() where id = ${id}`);
  await tellChanges(tx, () => ({ installs: [id] }));
}

/** Answers when it may be erased. */
export async function markUninstalled(tx: Db, id: number, graceDays: number): Promise<Date> {
  const rows = await tx.query<{ erase_after: Date | null }>(sql`
    update installs set status = 'uninstalled', updated_at = now(), uninstalled_at = now(),
      erase_after = now() + ${graceDays}::integer * interval '1 day'
    where id = ${id}
    returning erase_after`);
  await tellChanges(tx, () => ({ installs: [id] }));
  return rows[0]?.erase_after as Date;
}

/** Notes the job that tells of the uninstall, until which is settled the plugin may read. */
export async function rememberFarewell(tx: Db, id: number, jobId: string): Promise<void> {
  await tx.query(sql`update installs set farewell_job = ${jobId} where id = ${id}`);
}

/** Undoes {@link markUninstalled}; false once the grace period is over, by the clock of the database. */
export async function unmarkUninstalled(
  tx: Db,
  id: number,
  status: InstallStatus,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update installs set status = ${status}, updated_at = now(), uninstalled_at = null, erase_after = null,
      farewell_job = null, setup_release = null
    where id = ${id} and erase_after > now()
    returning 1`);
  await tellChanges(tx, () => ({ installs: rows.map(() => id) }));
  return rows.length > 0;
}

/** Sets what Storyblok's clients call `public_config`; null for none. {@link holdInstall} comes before. */
export async function updatePublicConfig(
  tx: Db,
  id: number,
  publicConfig: string | null,
): Promise<void> {
  await tx.query(sql`
    update installs set public_config = ${publicConfig}, updated_at = now() where id = ${id}`);
  await tellChanges(tx, () => ({ installs: [id] }));
}

/** A plugin with what an install of it is checked against: scopes, plan level, set-up forms. */
export interface InstallablePlugin {
  id: number;
  slug: string;
  suspended: boolean;
  /** That of the release that the install would run. */
  manifest: Manifest;
}

/** How a plugin is to be installed. */
export interface InstallPlace {
  /** In a development space, which runs what is worked on; elsewhere it takes a published release. */
  development: boolean;
  /** Who asks: somebody who does not know of the plugin does not find it. */
  reader: Reader;
}

// Locked, so that one that is about to be deleted is not installed any more.
const installable = ({ development }: InstallPlace): Sql => sql`
  select p.id, p.slug, p.suspended_at is not null as suspended, r.manifest
  from plugins p join releases r on r.plugin_id = p.id
    and r.number = ${development ? DEVELOPMENT_NUMBER : sql`p.current_release`}`;

/** A plugin with a release to install; also one that is suspended. Undefined for any other. */
export async function selectInstallablePlugin(
  db: Db,
  id: number,
  place: InstallPlace,
): Promise<InstallablePlugin | undefined> {
  const [row] = await db.query<Stored<InstallablePlugin>>(
    sql`${installable(place)} where p.id = ${id} and p.deleted_at is null and ${mayKnowOf(place.reader)} for key share of p`,
  );
  return row && withManifest(row);
}

/** The same by slug. */
export async function selectInstallablePluginBySlug(
  db: Db,
  slug: string,
  place: InstallPlace,
): Promise<InstallablePlugin | undefined> {
  const [row] = await db.query<Stored<InstallablePlugin>>(
    sql`${installable(place)} where p.slug = ${slug} and p.deleted_at is null and ${mayKnowOf(place.reader)} for key share of p`,
  );
  return row && withManifest(row);
}

/** The manifest that an install runs; undefined when there is none to run. */
export async function selectRunningManifest(db: Db, id: number): Promise<Manifest | undefined> {
  const [row] = await db.query<{ manifest: string }>(sql`
    select r.manifest from installs i join plugins p on p.id = i.plugin_id
    join ${RUNNING_RELEASE}
    where i.id = ${id}`);
  return row && readManifest(row.manifest);
}

/** What a space says of what may be installed there. */
export interface HeldSpace {
  plan_level: number | null;
  development: boolean;
}

/** A space that cannot be removed before the transaction ends. */
export async function holdSpace(tx: Db, id: number): Promise<HeldSpace | undefined> {
  const [row] = await tx.query<HeldSpace>(sql`
    select plan_level, development from spaces where id = ${id} for key share`);
  return row;
}

/** A user's installs in a space are nobody's from now on. Answers which they were. */
export async function clearInstaller(tx: Db, spaceId: number, userId: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(sql`
    update installs set installed_by = null, updated_at = now()
    where space_id = ${spaceId} and installed_by = ${userId} returning id`);
  const ids = rows.map(({ id }) => id);
  await tellChanges(tx, () => ({ installs: ids }));
  return ids;
}

/** The install that a `plugin_install` grant is about, if it is the plugin's own and alive; with the scopes that it may use. */
export function selectGrantableInstall(
  db: Db,
  pluginId: number,
  installId: number,
): Promise<{ generation: number; installed_by: number | null; scopes: string[] }[]> {
  return db.query(sql`
    select i.generation, i.installed_by, ${SCOPES_IN_USE} as scopes
    from installs i join plugins p on p.id = i.plugin_id
    join ${RUNNING_RELEASE}
    where i.id = ${installId} and i.plugin_id = ${pluginId} and ${LIVE_INSTALL}`);
}

/** The manifests of what is live in a space. */
export async function selectInstalledManifests(db: Db, spaceId: number): Promise<Manifest[]> {
  const rows = await db.query<{ manifest: string }>(sql`
    select r.manifest from installs i join plugins p on p.id = i.plugin_id
    join ${RUNNING_RELEASE}
    where i.space_id = ${spaceId} and ${LIVE_INSTALL}`);
  return rows.map((row) => readManifest(row.manifest));
}

/** What {@link holdLiveInstall} says of an install. */
export type HeldInstall = Pick<
  InstallRow,
  'id' | 'space_id' | 'status' | 'generation' | 'development'
>;

/** The live install of a plugin in a space; it cannot be uninstalled before the transaction ends. */
export async function holdLiveInstall(
  tx: Db,
  spaceId: number,
  pluginId: number,
): Promise<HeldInstall | undefined> {
  const [row] = await tx.query<HeldInstall>(sql`
    select i.id, i.space_id, i.status, i.generation, i.development from installs i
    where i.space_id = ${spaceId} and i.plugin_id = ${pluginId} and ${LIVE_INSTALL}
    for key share`);
  return row;
}

/** An install that its plugin may use. */
export interface UsableInstall {
  id: number;
  plugin_id: number;
  /** It is uninstalled, and its plugin has not settled the job yet that tells it so. */
  only_read: boolean;
  /** What it runs depends on who develops the plugin. */
  development: boolean;
}

/** Those of the given installs that their plugins may use. */
export function selectUsableInstalls(db: Db, ids: number[]): Promise<UsableInstall[]> {
  return db.query(sql`
    select i.id, i.plugin_id, i.status = 'uninstalled' as only_read, i.development
    from installs i
    where i.id = any(${ids}) and (${LIVE_INSTALL} or ${LEAVING_INSTALL})`);
}
