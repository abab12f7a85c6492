import { type InstallStatus, LEAVING_INSTALL, LIVE_INSTALL } from '../install-status.ts';
import { type Db, empty, sql } from '../lib/db.ts';
import type { ConfigAuthor } from './schema.ts';

/** What a change of config needs to know of its install. */
export interface ConfigRow {
  id: number;
  space_id: number;
  plugin_id: number;
  generation: number;
  status: InstallStatus;
  /** JSON text of an object. */
  config: string;
  config_revision: number;
}

/**
 * Holds off other changes of the config, and the uninstall, until commit. (`no key`, so that it does not wait for
 * notifications and storage effects, which hold a key share of the install.)
 *
 * @param pluginId only if the install is this plugin's, and live.
 */
export async function lockConfig(
  tx: Db,
  installId: number,
  pluginId: number | undefined,
): Promise<ConfigRow | undefined> {
  const [row] = await tx.query<ConfigRow>(sql`
    select i.id, i.space_id, i.plugin_id, i.generation, i.status, i.config, i.config_revision
    from installs i where i.id = ${installId} ${pluginId === undefined ? empty : liveAndOf(pluginId)}
    for no key update`);
  return row;
}

const liveAndOf = (pluginId: number) => sql`and i.plugin_id = ${pluginId} and ${LIVE_INSTALL}`;

/** The config as a plugin may read it: of its own install that is live, or that it takes leave of. */
export async function selectConfigOfPlugin(
  db: Db,
  installId: number,
  pluginId: number,
): Promise<string | undefined> {
  const [row] = await db.query<{ config: string }>(sql`
    select i.config from installs i
    where i.id = ${installId} and i.plugin_id = ${pluginId} and (${LIVE_INSTALL} or ${LEAVING_INSTALL})`);
  return row?.config;
}

/** Whether an install is this plugin's, and uninstalled, with the job that tells so still open. */
export async function isLeaving(db: Db, pluginId: number, installId: number): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from installs i
    where i.id = ${installId} and i.plugin_id = ${pluginId} and ${LEAVING_INSTALL}`);
  return rows.length > 0;
}

/** Writes a config as its next revision. The install must be locked by {@link lockConfig}; {@link insertRevision} keeps the history. */
export async function updateConfig(
  tx: Db,
  id: number,
  config: string,
  revision: number,
): Promise<void> {
  await tx.query(sql`
    update installs set config = ${config}, config_revision = ${revision}, updated_at = now()
    where id = ${id}`);
}

/** A config as of one change, about to be kept. */
export interface NewRevision {
  install_id: number;
  number: number;
  /** JSON text of an object. */
  config: string;
  author: ConfigAuthor;
}

/** Keeps a revision; its number must be the install's next. */
export async function insertRevision(
  tx: Db,
  { install_id, number, config, author }: NewRevision,
): Promise<void> {
  await tx.query(sql`
    insert into config_revisions (install_id, number, config, author_kind, author_id, reason)
    values (${install_id}, ${number}, ${config}, ${author.kind}, ${author.id}, ${author.reason})`);
}

/** A config as of one change, with the one before, of which differences are made. Both are JSON texts of an object. */
export interface RevisionRow {
  number: number;
  config: string;
  /** Null for the first one, and for the first after an erasure. */
  config_before: string | null;
  author_kind: ConfigAuthor['kind'];
  /** The plugin's, host key's or user's; null for the system and the configured host key. */
  author_id: number | null;
  reason: string | null;
  created_at: Date;
}

const REVISIONS = sql`
  select r.number, r.config, b.config as config_before, r.author_kind, r.author_id, r.reason, r.created_at
  from config_revisions r
  left join config_revisions b on b.install_id = r.install_id and b.number = r.number - 1`;

/** Newest first, one more than `limit`. */
export function selectRevisions(
  db: Db,
  installId: number,
  before: number,
  limit: number,
): Promise<RevisionRow[]> {
  return db.query(sql`
    ${REVISIONS} where r.install_id = ${installId} and r.number < ${before}::bigint
    order by r.number desc limit ${limit + 1}`);
}

/** One revision; undefined when there is none of this number, or it was erased. */
export async function selectRevision(
  db: Db,
  installId: number,
  number: number,
): Promise<RevisionRow | undefined> {
  const [row] = await db.query<RevisionRow>(sql`
    ${REVISIONS} where r.install_id = ${installId} and r.number = ${number}`);
  return row;
}

/** Forgets the history, for an install that is erased. Numbers go on from where they were. */
export async function deleteRevisions(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from config_revisions where install_id = ${installId}`);
}
