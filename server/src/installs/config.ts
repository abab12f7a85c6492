import type { Config } from '../config.ts';
import { recordLifecycleEvent } from '../events/lifecycle.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { refuseOtherRevision } from '../lib/http/etag.ts';
import { objectMembers, objectText } from '../lib/json.ts';
import { activateOnceSetUp } from './activation.ts';
import {
  applyPatch,
  type ConfigDiff,
  type ConfigMembers,
  diffConfigs,
  isEmptyDiff,
  membersOfText,
  refuseTooLarge,
} from './config-patch.ts';
import {
  type ConfigRow,
  insertRevision,
  lockConfig,
  selectRevision,
  updateConfig,
} from './config-queries.ts';
import type { ConfigAuthor } from './schema.ts';

/** Whose config is changed. */
export interface ConfigTarget {
  installId: number;
  /** For a change on a plugin's behalf: the install must be this plugin's, and live. */
  pluginId?: number;
  /** An `If-Match` header. */
  ifMatch?: string;
}

/** A config after a change; `changed` is false, and the revision the old one, when everything was so already. */
export interface SavedConfig {
  /** JSON text of an object. */
  config: string;
  revision: number;
  changed: boolean;
}

export type ConfigLimits = Pick<Config, 'maxConfigBytes'>;

/**
 * Merges top-level members into an install's config: those that are `null` are removed, the others replaced whole, and every other
 * value stays byte for byte. A change makes a revision and tells the plugin; what completes the set-up activates the install.
 * Concurrent changes of one install wait for each other.
 *
 * @param patch JSON text of an object, or its members.
 * @throws Failure `install_not_found`; `wrong_state` when it is uninstalled; `revision_mismatch`; `value_too_large` when the result
 * is; `invalid` when `patch` is text and no object.
 */
export async function mergeConfig(
  tx: Db,
  target: ConfigTarget,
  patch: string | ConfigMembers,
  author: ConfigAuthor,
  limits: ConfigLimits,
): Promise<SavedConfig> {
  const members = typeof patch === 'string' ? membersOfText(patch) : patch;
  const row = await lockForChange(tx, target);
  const before = objectMembers(row.config);
  return save(tx, row, before, applyPatch(before, members), author, limits);
}

/**
 * Puts another config in the place of an install's, kept byte for byte. Otherwise as {@link mergeConfig}.
 *
 * @param kept keys of members that stay as they are where the new config does not have them.
 * @throws Failure as {@link mergeConfig}.
 */
export async function replaceConfig(
  tx: Db,
  target: ConfigTarget,
  config: ConfigMembers,
  author: ConfigAuthor,
  limits: ConfigLimits,
  kept: readonly string[] = [],
): Promise<SavedConfig> {
  const row = await lockForChange(tx, target);
  const before = objectMembers(row.config);
  const staying = kept.flatMap((key): [string, string][] => {
    const text = before.get(key);
    return text === undefined || config.has(key) ? [] : [[key, text]];
  });
  return save(tx, row, before, new Map([...config, ...staying]), author, limits);
}

/**
 * Makes an old revision's config the present one, as a new revision.
 *
 * @throws Failure as {@link mergeConfig}, and `revision_not_found`.
 */
export async function restoreRevision(
  tx: Db,
  target: ConfigTarget,
  number: number,
  author: Omit<ConfigAuthor, 'reason'>,
  limits: ConfigLimits,
): Promise<SavedConfig> {
  const row = await lockForChange(tx, target);
  const revision = await selectRevision(tx, row.id, number);
  if (revision === undefined) throw noSuchRevision(row.id, number);
  const reason = `Restored revision ${number}`;
  const after = objectMembers(revision.config);
  return save(tx, row, objectMembers(row.config), after, { ...author, reason }, limits);
}

export const noSuchRevision = (installId: number, number: number): Failure =>
  new Failure('revision_not_found', `The config of install ${installId} has no revision ${number}`);

/** The same for an unknown install and for another plugin's, whatever was asked. */
export const noSuchInstall = (): Failure =>
  new Failure('install_not_found', 'There is no such install');

async function lockForChange(tx: Db, target: ConfigTarget): Promise<ConfigRow> {
  const row = await lockConfig(tx, target.installId, target.pluginId);
  if (row === undefined) throw noSuchInstall();
  if (row.status === 'uninstalled') {
    throw new Failure('wrong_state', 'The install is uninstalled; restore it first');
  }
  refuseOtherRevision(target.ifMatch, row.config_revision);
  return row;
}

async function save(
  tx: Db,
  row: ConfigRow,
  before: ConfigMembers,
  after: ConfigMembers,
  author: ConfigAuthor,
  limits: ConfigLimits,
): Promise<SavedConfig> {
  const diff = diffConfigs(before, after);
  if (isEmptyDiff(diff)) {
    return { config: row.config, revision: row.config_revision, changed: false };
  }
  const config = objectText(after);
  refuseTooLarge(config, limits.maxConfigBytes);
  const revision = row.config_revision + 1;
  await updateConfig(tx, row.id, config, revision);
  await insertRevision(tx, row.id, revision, config, author);
  if (row.status === 'setup') await activateOnceSetUp(tx, row, after);
  else await tellPlugin(tx, row, revision, author, diff);
  return { config, revision, changed: true };
}

// The plugin hears of its own changes too: another of its processes may have cached the config.
async function tellPlugin(
  tx: Db,
  row: ConfigRow,
  revision: number,
  { kind, id }: ConfigAuthor,
  diff: ConfigDiff,
): Promise<void> {
  const payload = { revision, author: { kind, id }, ...diff };
  await recordLifecycleEvent(tx, row, 'config_updated', payload);
}
