import { finishWithdrawal } from '../jobs/withdraw.ts';
import { announce } from '../lib/changes.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure, failureAt, type Violation } from '../lib/failures.ts';
import { parseId } from '../lib/ids.ts';
import { objectMembers, objectText, RawJson } from '../lib/json.ts';
import { fitsPlan } from '../manifest/plan.ts';
import type { Manifest } from '../manifest/schema.ts';
import { holdUser } from '../users/queries.ts';
import { hostEventsOf } from './agreed-events.ts';
import type { Requester } from './author.ts';
import { tellInstalled } from './becoming-active.ts';
import type { ConfigLimits } from './config.ts';
import { applyPatch, type ConfigMembers, membersOf, refuseTooLarge } from './config-patch.ts';
import { insertRevision, updateConfig } from './config-queries.ts';
import { eraseOwn } from './erase.ts';
import { forgetErased } from './erase-queries.ts';
import {
  holdSpace,
  type InstallablePlugin,
  type InstallPlace,
  type InstallRow,
  type InstallWithConfig,
  insertInstall,
  lockInstallOf,
  type NewInstallRow,
  reviveInstall,
  selectInstall,
  selectInstallablePlugin,
  selectInstallablePluginBySlug,
} from './queries.ts';
import type { ConfigAuthor, NewInstall } from './schema.ts';
import { partConfig, type StoredConfig, sealConfig } from './sealed-config.ts';
import { isSetUp } from './setup/steps.ts';
import { passwordKeys } from './setup-fields.ts';

interface FirstConfig {
  members: ConfigMembers;
  text: string;
}

/** What installs a plugin. */
export interface Installation {
  spaceId: number;
  given: NewInstall;
  /** The events that were agreed to; by default all that the release hears. */
  events?: readonly string[];
  /** Who asks, in the history of the config unless a user installs. */
  requester: Requester;
  /** Its developer's own, in a development space; nothing else is installed there. */
  development?: boolean;
  limits: ConfigLimits;
  /** Seals what is secret of the config. */
  vault: Vault;
}

/**
 * Installs a plugin in a space. An install that was uninstalled begins anew: a higher generation, a config of its own, nothing of what
 * it kept; only the numbers of its revisions go on. A plugin without a published release is there for development installs alone.
 *
 * @throws Failure `space_not_found`, `plugin_not_found`, `user_not_found`; `forbidden` when the plugin asks for a higher plan;
 * `invalid` for scopes that the plugin does not ask for; `value_too_large`; `already_exists`; `plugin_suspended`; `in_use` for a
 * development space, unless it is for its one install.
 */
export async function installPlugin(
  tx: Db,
  { spaceId, given, events, requester, development = false, limits, vault }: Installation,
): Promise<InstallRow> {
  const space = await holdSpace(tx, spaceId);
  if (space === undefined) throw new Failure('space_not_found', `There is no space ${spaceId}`);
  const userId = given.user_id ?? null;
  if (space.development && !development) throw onlyDevelopment();
  const place = { development, reader: requester.reader };
  const plugin = await findPlugin(tx, given.plugin_id, place);
  const manifest = plugin.manifest;
  refuseSuspended(plugin);
  if (!development) refuseHigherPlan(manifest, space.plan_level);
  const scopes = development
    ? [...manifest.scopes, ...manifest.optional_scopes]
    : grantedScopes(manifest, given.scopes);
  await requireInstaller(tx, given.user_id);
  const { members: config, text } = firstConfig(given, limits);

  const previous = await lockInstallOf(tx, spaceId, plugin.id);
  if (previous !== undefined && previous.status !== 'uninstalled')
    throw alreadyInstalled(previous.id);
  if (previous !== undefined) await finishWithdrawal(tx, previous.id);
  const revision = nextRevision(previous, config);
  const parted = partConfig(passwordKeys(manifest), config, [], text);
  const row: NewInstallRow = {
    space_id: spaceId,
    plugin_id: plugin.id,
    status: isSetUp(manifest, config, NOTHING_SUBMITTED) ? 'active' : 'setup',
    development,
    scopes,
    events: agreedEvents(manifest, events),
    declined_scopes: manifest.scopes.filter((scope) => !scopes.includes(scope)),
    config: parted.config,
    config_revision: revision ?? previous?.config_revision ?? 0,
    installed_by: userId,
  };
  const id = await (previous === undefined ? insertFirst(tx, row) : beginAgain(tx, previous, row));
  const cause = previous === undefined ? 'installed' : 'reinstalled';
  const stored = sealConfig({ vault, installId: id }, parted);
  // Only now, as it is sealed for the install.
  if (stored.sealed_config !== null) await updateConfig(tx, id, stored, row.config_revision);
  if (revision !== undefined) {
    const author = firstAuthor(given, requester);
    const why = { cause } as const;
    await insertRevision(tx, { install_id: id, number: revision, ...stored, author, why });
  }
  const install = (await selectInstall(tx, id)) as InstallRow;
  if (install.status === 'active') {
    await tellInstalled(tx, install, cause);
  }
  await announce(tx, 'installs', id);
  return install;
}

async function findPlugin(
  tx: Db,
  idOrSlug: number | string,
  place: InstallPlace,
): Promise<InstallablePlugin> {
  const id = parseId(idOrSlug);
  const plugin = await (id === undefined
    ? selectInstallablePluginBySlug(tx, String(idOrSlug), place)
    : selectInstallablePlugin(tx, id, place));
  if (plugin === undefined) {
    throw failureAt('plugin_not_found', '/plugin_id', `There is no plugin ${idOrSlug}`);
  }
  return plugin;
}

function refuseSuspended({ suspended, slug }: InstallablePlugin): void {
  if (!suspended) return;
  const message = `The plugin ${slug} is suspended: it cannot be installed until it is resumed`;
  throw failureAt('plugin_suspended', '/plugin_id', message);
}

function refuseHigherPlan(manifest: Manifest, level: number | null): void {
  const needed = manifest.plan_level;
  if (fitsPlan(level, needed)) return;
  const has = level === null ? 'has none' : `has ${level}`;
  throw new Failure('forbidden', `The plugin needs plan level ${needed}; the space ${has}`);
}

function grantedScopes(manifest: Manifest, asked: string[] | undefined): string[] {
  if (asked === undefined) return manifest.scopes;
  const grantable = [...manifest.scopes, ...manifest.optional_scopes];
  const unknown = asked.flatMap((scope, index): Violation[] =>
    grantable.includes(scope)
      ? []
      : [
          {
            pointer: `/scopes/${index}`,
            message: 'is not among the scopes that the plugin asks for',
          },
        ],
  );
  if (unknown.length > 0) {
    const known = grantable.join(', ') || 'none';
    throw new Failure('invalid', `The plugin asks for these scopes: ${known}`, {
      violations: unknown,
    });
  }
  return asked;
}

function agreedEvents(manifest: Manifest, agreed: readonly string[] | undefined): string[] {
  const heard = hostEventsOf(manifest.events.map(({ name }) => name));
  return agreed === undefined ? heard : heard.filter((name) => agreed.includes(name));
}

async function requireInstaller(tx: Db, userId: number | undefined): Promise<void> {
  if (userId === undefined || (await holdUser(tx, userId))) return;
  throw failureAt('user_not_found', '/user_id', `There is no user ${userId}`);
}

const NO_CONFIG = new RawJson('{}');
const NOTHING_SUBMITTED: ReadonlySet<string> = new Set();

function firstConfig({ config = NO_CONFIG }: NewInstall, limits: ConfigLimits): FirstConfig {
  const given = membersOf(config, '/config');
  const members = applyPatch(new Map(), given);
  const text = members.size === given.size ? config.text : objectText(members);
  refuseTooLarge(text, limits.maxConfigBytes);
  return { members, text };
}

// What was sealed before is not opened: the history begins anew, so that a config is its first revision even if it says the same.
function nextRevision(
  previous: InstallWithConfig | undefined,
  config: ConfigMembers,
): number | undefined {
  if (config.size === 0 && (previous === undefined || isEmptyConfig(previous))) return undefined;
  return (previous?.config_revision ?? 0) + 1;
}

const isEmptyConfig = ({ config, sealed_config }: StoredConfig): boolean =>
  sealed_config === null && objectMembers(config).size === 0;

async function insertFirst(tx: Db, row: NewInstallRow): Promise<number> {
  const id = await insertInstall(tx, row);
  if (id === undefined) throw alreadyInstalled();
  return id;
}

async function beginAgain(
  tx: Db,
  previous: InstallWithConfig,
  row: NewInstallRow,
): Promise<number> {
  // First, as it waits for an eraser that may hold what the others lock.
  await forgetErased(tx, previous.id);
  await reviveInstall(tx, previous.id, row);
  await eraseOwn(tx, previous.id);
  return previous.id;
}

function firstAuthor({ user_id }: NewInstall, { kind, id }: Requester): ConfigAuthor {
  return user_id === undefined ? { kind, id } : { kind: 'user', id: user_id };
}

const onlyDevelopment = (): Failure =>
  new Failure(
    'in_use',
    'A development space is for the plugin that is tried out there, and for no other',
  );

function alreadyInstalled(id?: number): Failure {
  const which = id === undefined ? '' : ` as install ${id}`;
  return failureAt('already_exists', '/plugin_id', `The plugin is in this space already${which}`);
}
