import {
  type InstallStatus,
  LEAVING_INSTALL,
  LIVE_INSTALL,
  RUNNING_NUMBER,
} from '../install-status.ts';
import { type Db, empty, sql } from '../lib/db.ts';
import { WORKING_NUMBER } from '../manifest/queries.ts';
import { readManifest } from '../manifest/read.ts';
import type { Manifest } from '../manifest/schema.ts';
import { tellChanges } from '../stream/tell.ts';
import type { ConfigAuthor, RevisionCause } from './schema.ts';
import type { StoredConfig } from './sealed-config.ts';

/** What a change of config needs to know of its install. */
export interface ConfigRow extends StoredConfig {
  id: number;
  space_id: number;
  plugin_id: number;
  generation: number;
  status: InstallStatus;
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
    select i.id, i.space_id, i.plugin_id, i.generation, i.status, i.config, i.sealed_config, i.config_revision
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
): Promise<StoredConfig | undefined> {
  const [row] = await db.query<StoredConfig>(sql`
    select i.config, i.sealed_config from installs i
    where i.id = ${installId} and i.plugin_id = ${pluginId} and (${LIVE_INSTALL} or ${LEAVING_INSTALL})`);
  return row;
}

/**
 * The manifest that says what of an install's config is secret: the one that it runs, and where there is none to run the one that the
 * plugin's developer sees.
 */
export async function selectManifestOfConfig(db: Db, id: number): Promise<Manifest | undefined> {
  const [row] = await db.query<{ manifest: string }>(sql`
    select r.manifest from installs i join plugins p on p.id = i.plugin_id
    join releases r on r.plugin_id = p.id and r.number = coalesce(${RUNNING_NUMBER}, ${WORKING_NUMBER})
    where i.id = ${id}`);
  return row && readManifest(row.manifest);
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
  { config, sealed_config }: StoredConfig,
  revision: number,
): Promise<void> {
  await tx.query(sql`
    update installs set config = ${config}, sealed_config = ${sealed_config}, config_revision = ${revision}, updated_at = now()
    where id = ${id}`);
  await tellChanges(tx, () => ({ installs: [id] }));
}

/** A config as of one change, about to be kept. */
export interface NewRevision extends StoredConfig {
  install_id: number;
  number: number;
  author: ConfigAuthor;
  why: RevisionCause;
}

/** Whatever any cause tells. */
interface ToldOfCause {
  cause: RevisionCause['cause'];
  reason?: string | null;
  step_title?: string;
  job_id?: string;
  restored_from?: number;
}

/** Keeps a revision; its number must be the install's next. */
export async function insertRevision(
  tx: Db,
  { install_id, number, config, sealed_config, author, why }: NewRevision,
): Promise<void> {
  const { cause, reason, step_title, job_id, restored_from }: ToldOfCause = why;
  await tx.query(sql`
    insert into config_revisions (install_id, number, config, sealed_config, author_kind, author_id, cause, reason, step_title, job_id,
      restored_from)
    values (${install_id}, ${number}, ${config}, ${sealed_config}, ${author.kind}, ${author.id}, ${cause}, ${reason ?? null},
      ${step_title ?? null}, ${job_id ?? null}, ${restored_from ?? null})`);
}

/** Writes a revision anew that says the same. The install must be locked. */
export async function updateRevision(
  tx: Db,
  installId: number,
  number: number,
  { config, sealed_config }: StoredConfig,
): Promise<void> {
  await tx.query(sql`
    update config_revisions set config = ${config}, sealed_config = ${sealed_config}
    where install_id = ${installId} and number = ${number}`);
}

/** A config as of one change, with the one before, of which differences are made. */
export interface RevisionRow extends StoredConfig {
  number: number;
  /** Null for the first one, and for the first after an erasure. */
  config_before: string | null;
  sealed_before: Buffer | null;
  author_kind: ConfigAuthor['kind'];
  /** The plugin's, host key's or user's; null for the system and the configured host key. */
  author_id: number | null;
  cause: RevisionCause['cause'];
  reason: string | null;
  step_title: string | null;
  job_id: string | null;
  restored_from: number | null;
  created_at: Date;
}

const REVISIONS = sql`
  select r.number, r.config, r.sealed_config, b.config as config_before, b.sealed_config as sealed_before, r.author_kind, r.author_id,
    r.cause, r.reason, r.step_title, r.job_id, r.restored_from, r.created_at
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

/** A sealed part of a config, of an install itself or of one of its revisions. */
export interface SealedPart {
  install_id: number;
  /** 0 for the install itself. */
  number: number;
  sealed_config: Buffer;
}

/**
 * What is sealed under a key, of configs and of their revisions, in order of install and number.
 *
 * @param keyId in hexadecimal digits.
 * @param after the last one seen.
 */
export function selectSealedParts(
  db: Db,
  keyId: string,
  after: Pick<SealedPart, 'install_id' | 'number'>,
  limit: number,
): Promise<SealedPart[]> {
  const underKey = sql`substring(sealed_config from 1 for 9) = decode(${keyId}, 'hex')`;
  return db.query(sql`
    select install_id, number, sealed_config from (
      select id as install_id, 0 as number, sealed_config from installs where ${underKey}
      union all
      select install_id, number, sealed_config from config_revisions where ${underKey}) as part
    where (install_id, number) > (${after.install_id}::bigint, ${after.number}::integer)
    order by install_id, number limit ${limit}`);
}

/** Puts what is sealed anew in its place, unless it was written meanwhile. */
export async function replaceSealedPart(
  db: Db,
  { install_id, number, sealed_config }: SealedPart,
  anew: Buffer,
): Promise<void> {
  await db.query(
    number === 0
      ? sql`
          update installs set sealed_config = ${anew}
          where id = ${install_id} and sealed_config = ${sealed_config}`
      : sql`
          update config_revisions set sealed_config = ${anew}
          where install_id = ${install_id} and number = ${number} and sealed_config = ${sealed_config}`,
  );
}

/** Forgets the history, for an install that is erased. Numbers go on from where they were. */
export async function deleteRevisions(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from config_revisions where install_id = ${installId}`);
}
