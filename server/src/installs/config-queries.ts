import { type Db, empty, sql } from '../lib/db.ts';
import type { ConfigAuthor } from './config.ts';
import type { InstallStatus } from './schema.ts';

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
    select id, space_id, plugin_id, generation, status, config, config_revision from installs
    where id = ${installId} ${pluginId === undefined ? empty : liveAndOf(pluginId)}
    for no key update`);
  return row;
}

const liveAndOf = (pluginId: number) =>
  sql`and plugin_id = ${pluginId} and status in ('setup', 'active')`;

/** The config as a plugin may read it: of its own live install. */
export async function selectConfigOfPlugin(
  db: Db,
  installId: number,
  pluginId: number,
): Promise<string | undefined> {
  const [row] = await db.query<{ config: string }>(sql`
    select config from installs where id = ${installId} ${liveAndOf(pluginId)}`);
  return row?.config;
}

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

export async function insertRevision(
  tx: Db,
  installId: number,
  number: number,
  config: string,
  author: ConfigAuthor,
): Promise<void> {
  await tx.query(sql`
    insert into config_revisions (install_id, number, config, author_kind, author_id, reason)
    values (${installId}, ${number}, ${config}, ${author.kind}, ${author.id}, ${author.reason})`);
}

export interface RevisionRow {
  number: number;
  config: string;
  /** Null for the first one, and for the first after an erasure. */
  config_before: string | null;
  author_kind: ConfigAuthor['kind'];
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
    ${REVISIONS} where r.install_id = ${installId} and r.number < ${before}
    order by r.number desc limit ${limit + 1}`);
}

export async function selectRevision(
  db: Db,
  installId: number,
  number: number,
): Promise<RevisionRow | undefined> {
  const [row] = await db.query<RevisionRow>(sql`
    ${REVISIONS} where r.install_id = ${installId} and r.number = ${number}`);
  return row;
}
