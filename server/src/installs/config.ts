import type { Config } from '../config.ts';
import { recordLifecycleEvent } from '../events/lifecycle.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { refuseOtherRevision } from '../lib/http/etag.ts';
import { objectMembers, objectText } from '../lib/json.ts';
import { activateOnceSetUp } from './becoming-active.ts';
import {
  applyPatch,
  type ConfigMembers,
  diffConfigs,
  isEmptyDiff,
  refuseTooLarge,
} from './config-patch.ts';
import {
  type ConfigRow,
  insertRevision,
  lockConfig,
  selectRevision,
  updateConfig,
} from './config-queries.ts';
import { noInstallToWrite, noSuchInstall } from './missing.ts';
import type { ConfigAuthor } from './schema.ts';

/** A change of a config: whose, by whom, within which limits. */
export interface ConfigChange {
  installId: number;
  /** For a change on a plugin's behalf: the install must be this plugin's, and live. */
  pluginId?: number;
  /** An `If-Match` header. */
  ifMatch?: string;
  author: ConfigAuthor;
  limits: ConfigLimits;
}

/** A config after a change; `changed` is false, and the revision the old one, when everything was so already. */
export interface SavedConfig {
  /** JSON text of an object. */
  config: string;
  revision: number;
  changed: boolean;
}

/** `maxConfigBytes`: largest config as a whole, in bytes of JSON text. */
export type ConfigLimits = Pick<Config, 'maxConfigBytes'>;

/**
 * Merges top-level members into an install's config: those that are `null` are removed, the others replaced whole, and every other
 * value stays byte for byte. A change makes a revision and tells the plugin; what completes the set-up activates the install.
 * Concurrent changes of one install wait for each other.
 *
 * @throws Failure `install_not_found`; `wrong_state` when it is uninstalled; `revision_mismatch`; `value_too_large` when the result
 * is.
 */
export async function mergeConfig(
  tx: Db,
  change: ConfigChange,
  patch: ConfigMembers,
): Promise<SavedConfig> {
  const row = await lockForChange(tx, change);
  return save(tx, change, row, applyPatch(objectMembers(row.config), patch));
}

/**
 * Puts another config in the place of an install's, kept byte for byte. Otherwise as {@link mergeConfig}.
 *
 * @param config JSON text of an object.
 * @param kept keys of members that stay as they are where the new config does not have them.
 * @throws Failure as {@link mergeConfig}.
 */
export async function replaceConfig(
  tx: Db,
  change: ConfigChange,
  config: string,
  kept: readonly string[] = [],
): Promise<SavedConfig> {
  const row = await lockForChange(tx, change);
  const before = objectMembers(row.config);
  const members = objectMembers(config);
  const staying = kept.flatMap((key): [string, string][] => {
    const text = before.get(key);
    return text === undefined || members.has(key) ? [] : [[key, text]];
  });
  if (staying.length === 0) return save(tx, change, row, members, config);
  return save(tx, change, row, new Map([...members, ...staying]));
}

/**
 * Makes an old revision's config the present one, as a new revision.
 *
 * @throws Failure as {@link mergeConfig}, and `revision_not_found`.
 */
export async function restoreRevision(
  tx: Db,
  change: Omit<ConfigChange, 'author'> & { author: Omit<ConfigAuthor, 'reason'> },
  number: number,
): Promise<SavedConfig> {
  const row = await lockForChange(tx, change);
  const revision = await selectRevision(tx, row.id, number);
  if (revision === undefined) throw noSuchRevision(row.id, number);
  const author = { ...change.author, reason: `Restored revision ${number}` };
  return save(tx, { ...change, author }, row, objectMembers(revision.config), revision.config);
}

/** A Failure `revision_not_found` that names the install and the number. */
export const noSuchRevision = (installId: number, number: number): Failure =>
  new Failure('revision_not_found', `The config of install ${installId} has no revision ${number}`);

async function lockForChange(
  tx: Db,
  { installId, pluginId, ifMatch }: Omit<ConfigChange, 'author'>,
): Promise<ConfigRow> {
  const row = await lockConfig(tx, installId, pluginId);
  if (row === undefined) {
    throw pluginId === undefined
      ? noSuchInstall()
      : await noInstallToWrite(tx, pluginId, installId);
  }
  if (row.status === 'uninstalled') {
    throw new Failure('wrong_state', 'The install is uninstalled; restore it first');
  }
  refuseOtherRevision(ifMatch, row.config_revision);
  return row;
}

async function save(
  tx: Db,
  { author, limits }: Pick<ConfigChange, 'author' | 'limits'>,
  row: ConfigRow,
  after: ConfigMembers,
  config = objectText(after),
): Promise<SavedConfig> {
  const diff = diffConfigs(objectMembers(row.config), after);
  if (isEmptyDiff(diff)) {
    return { config: row.config, revision: row.config_revision, changed: false };
  }
  refuseTooLarge(config, limits.maxConfigBytes);
  const revision = row.config_revision + 1;
  await updateConfig(tx, row.id, config, revision);
  await insertRevision(tx, { install_id: row.id, number: revision, config, author });
  if (row.status === 'setup') {
    await activateOnceSetUp(tx, row, after);
  } else {
    // The plugin hears of its own changes too: another of its processes may have cached the config.
    const { kind, id } = author;
    const payload = { revision, author: { kind, id }, ...diff };
    await recordLifecycleEvent(tx, row, 'config_updated', payload);
  }
  return { config, revision, changed: true };
}
