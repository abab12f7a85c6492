import type { Config } from '../config.ts';
import { recordLifecycleEvent } from '../events/lifecycle.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { etagOf, refuseOtherRevision } from '../lib/http/etag.ts';
import { objectMembers } from '../lib/json.ts';
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
  selectManifestOfConfig,
  selectRevision,
  updateConfig,
} from './config-queries.ts';
import { noInstallToWrite, noSuchInstall } from './missing.ts';
import type { ConfigAuthor, RevisionCause } from './schema.ts';
import { sealExposed } from './seal-exposed.ts';
import {
  type ConfigKey,
  openConfig,
  partConfig,
  type ShownConfig,
  type StoredConfig,
  sealConfig,
  sealedMembers,
  shownConfig,
  wholeConfig,
} from './sealed-config.ts';
import { passwordKeys } from './setup-fields.ts';

/** A change of a config: whose, by whom, within which limits. */
export interface ConfigChange {
  installId: number;
  /** For a change on a plugin's behalf: the install must be this plugin's, and live. */
  pluginId?: number;
  /** An `If-Match` header. */
  ifMatch?: string;
  author: ConfigAuthor;
  why: RevisionCause;
  limits: ConfigLimits;
  /** Seals what is secret of it. */
  vault: Vault;
}

/** A config after a change; `changed` is false, and the revision the old one, when everything was so already. */
export interface SavedConfig {
  /** As its plugin reads it: JSON text of an object, passwords included. */
  whole: string;
  /** As everybody else does. */
  shown: ShownConfig;
  revision: number;
  changed: boolean;
  /** Names of the members that were added, changed or removed. */
  members: string[];
}

/** `maxConfigBytes`: largest config as a whole, in bytes of JSON text. */
export type ConfigLimits = Pick<Config, 'maxConfigBytes'>;

/**
 * Merges top-level members into an install's config: those that are `null` are removed, the others replaced whole, and every other
 * value stays byte for byte. A change makes a revision and tells the plugin; what completes the set-up activates the install.
 * What the manifest declares as passwords is sealed. Concurrent changes of one install wait for each other.
 *
 * @throws Failure `install_not_found`; `wrong_state` when it is uninstalled; `revision_mismatch`; `value_too_large` when the result
 * is.
 * @throws CannotOpenSecret
 */
export async function mergeConfig(
  tx: Db,
  change: ConfigChange,
  patch: ConfigMembers,
): Promise<SavedConfig> {
  const present = await lockForChange(tx, change);
  return save(tx, change, present, { members: applyPatch(present.members, patch) });
}

/**
 * Puts another config in the place of an install's, kept byte for byte. Otherwise as {@link mergeConfig}.
 *
 * @param config JSON text of an object.
 * @param isShownPasswords whether the author reads the whole config. Nobody else removes passwords by writing back what they were shown:
 * those that the new config does not have stay.
 * @throws Failure as {@link mergeConfig}.
 */
export async function replaceConfig(
  tx: Db,
  change: ConfigChange,
  config: string,
  isShownPasswords: boolean,
): Promise<SavedConfig> {
  const present = await lockForChange(tx, change);
  const members = objectMembers(config);
  const staying = secretsOf(present).filter(([key]) => !members.has(key));
  if (staying.length === 0 || isShownPasswords) {
    return save(tx, change, present, { members, text: config });
  }
  return save(tx, change, present, { members: new Map([...members, ...staying]) });
}

/**
 * Makes an old revision's config the present one, as a new revision, with the passwords of then.
 *
 * @param reason what its author wrote.
 * @throws Failure as {@link mergeConfig}, and `revision_not_found`.
 */
export async function restoreRevision(
  tx: Db,
  change: Omit<ConfigChange, 'why'>,
  number: number,
  reason: string | null,
): Promise<SavedConfig> {
  const present = await lockForChange(tx, change);
  const revision = await selectRevision(tx, present.row.id, number);
  if (revision === undefined) throw noSuchRevision(present.row.id, number);
  const why: RevisionCause = { cause: 'restored', restored_from: number, reason };
  return save(tx, { ...change, why }, present, ofRevision(present.key, revision));
}

const ofRevision = (key: ConfigKey, revision: StoredConfig): NextConfig => ({
  members: openConfig(key, revision),
  text: revision.config,
  sealed: sealedMembers(key, revision),
});

/**
 * Puts the config that a plugin made of an install's for another release in its place. The install must be on that release already, whose
 * manifest says what is secret. The plugin is not told: it made it.
 *
 * @param revision of the config that the plugin was given.
 * @param config JSON text of an object.
 * @throws Failure as {@link mergeConfig}; `revision_mismatch` where it was changed meanwhile.
 */
export async function migrateConfig(
  tx: Db,
  { vault, limits, installId, pluginId }: OwnChange,
  revision: number,
  config: string,
): Promise<SavedConfig> {
  const present = await lockForChange(tx, { vault, installId, ifMatch: etagOf(revision) });
  const next = { members: objectMembers(config), text: config };
  return save(
    tx,
    { author: { kind: 'plugin', id: pluginId }, why: { cause: 'migrated' }, limits },
    present,
    next,
  );
}

/**
 * Makes the config that an install had on the release before the present one, with the passwords of then. The install must be on that
 * release already. The plugin is not told, as it is of the release.
 *
 * @param number the revision of then.
 * @returns undefined where it is not there any more, as of an install that was erased meanwhile.
 * @throws Failure as {@link mergeConfig}.
 */
export async function rollBackConfig(
  tx: Db,
  { vault, limits, installId, pluginId }: OwnChange,
  number: number,
): Promise<SavedConfig | undefined> {
  const present = await lockForChange(tx, { vault, installId });
  const revision = await selectRevision(tx, installId, number);
  if (revision === undefined) return undefined;
  const why: RevisionCause = { cause: 'rolled_back', restored_from: number };
  return save(
    tx,
    { author: { kind: 'plugin', id: pluginId }, why, limits },
    present,
    ofRevision(present.key, revision),
  );
}

/** A change of a config that comes with another release of its plugin. */
type OwnChange = Pick<ConfigChange, 'installId' | 'vault' | 'limits'> & { pluginId: number };

/** A Failure `revision_not_found` that names the install and the number. */
export const noSuchRevision = (installId: number, number: number): Failure =>
  new Failure('revision_not_found', `The config of install ${installId} has no revision ${number}`);

/** A config that is about to be changed, and is locked. */
interface PresentConfig {
  row: ConfigRow;
  key: ConfigKey;
  /** All of it. */
  members: ConfigMembers;
}

/** What a config is to be. */
interface NextConfig {
  /** All of it. */
  members: ConfigMembers;
  /** As it was written, which is kept unless something of it is sealed. */
  text?: string;
  /** What of it was sealed where it comes from. */
  sealed?: ConfigMembers;
}

async function lockForChange(
  tx: Db,
  { installId, pluginId, ifMatch, vault }: Omit<ConfigChange, 'author' | 'why' | 'limits'>,
): Promise<PresentConfig> {
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
  const key = { vault, installId, passwords: await passwordsOf(tx, installId) };
  return { row, key, members: openConfig(key, row) };
}

/** The keys of an install's config that its manifest declares as passwords. */
export async function passwordsOf(db: Db, installId: number): Promise<string[]> {
  const manifest = await selectManifestOfConfig(db, installId);
  return manifest === undefined ? [] : passwordKeys(manifest);
}

function secretsOf({ key, row, members }: PresentConfig): [string, string][] {
  const { secrets } = shownConfig(key, row);
  return [...members].filter(([name]) => secrets.includes(name));
}

async function save(
  tx: Db,
  { author, why, limits }: Pick<ConfigChange, 'author' | 'why' | 'limits'>,
  { row, key, members: before }: PresentConfig,
  { members, text, sealed }: NextConfig,
): Promise<SavedConfig> {
  const sealedBefore = sealedMembers(key, row);
  const parted = partConfig(key.passwords, members, [sealedBefore, sealed ?? new Map()], text);
  const diff = diffConfigs(before, members);
  const changed = !isEmptyDiff(diff);
  await sealExposed(tx, key, row);
  if (!changed) return answerOf(key, row, { revision: row.config_revision, changed, members: [] });
  const stored = sealConfig(key, parted);
  refuseTooLarge(wholeConfig(key, stored), limits.maxConfigBytes);
  const revision = row.config_revision + 1;
  await updateConfig(tx, row.id, stored, revision);
  await insertRevision(tx, { install_id: row.id, number: revision, ...stored, author, why });
  if (row.status === 'setup') {
    await activateOnceSetUp(tx, row, members);
  } else if (why.cause !== 'migrated' && why.cause !== 'rolled_back') {
    // The plugin hears of its own changes too: another of its processes may have cached the config.
    const { kind, id } = author;
    const payload = { revision, author: { kind, id }, ...diff };
    await recordLifecycleEvent(tx, row, 'config_updated', payload);
  }
  const touched = [...diff.added, ...diff.changed, ...diff.removed];
  return answerOf(key, stored, { revision, changed, members: touched });
}

const answerOf = (
  key: ConfigKey,
  stored: StoredConfig,
  about: Pick<SavedConfig, 'revision' | 'changed' | 'members'>,
): SavedConfig => ({
  whole: wholeConfig(key, stored),
  shown: shownConfig(key, stored),
  ...about,
});
