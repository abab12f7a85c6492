import type { UserCaller } from '../auth/principals.ts';
import type { Config } from '../config.ts';
import { requesterOf } from '../installs/author.ts';
import { installPlugin } from '../installs/install.ts';
import { uninstall } from '../installs/lifecycle.ts';
import { type InstallRow, selectInstall } from '../installs/queries.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { holdQuota, refuseBeyond } from '../lib/quotas.ts';
import { isAtLeast, onlyForRole } from '../reach.ts';
import { findPluginOfToChange } from '../registry/find-plugin.ts';
import type { PluginRow } from '../registry/queries.ts';
import {
  countDevelopmentSpaces,
  type DevelopmentFilter,
  insertDevelopmentSpace,
  selectDevelopmentSpaces,
} from './development-queries.ts';
import { lockSpace } from './queries.ts';
import { removeSpace } from './spaces.ts';

/** What development installs are made with. */
export interface DevelopmentDeps {
  vault: Vault;
  config: Config;
}

/** A development install after it was asked for. */
export interface MadeDevelopment {
  install: InstallRow;
  /** Its space was made for it. */
  isNewSpace: boolean;
  /** False when it was there already. */
  isNew: boolean;
}

/**
 * Installs a plugin for one of its developers to try out, in a space of their own that is made for it: once a person and plugin. One that was
 * uninstalled begins anew.
 *
 * @throws Failure `plugin_not_found`; `forbidden` for who is no owner or developer of it; `quota_exceeded`; `plugin_suspended`.
 */
export async function installForDevelopment(
  tx: Db,
  deps: DevelopmentDeps,
  caller: UserCaller,
  idOrSlug: string,
): Promise<MadeDevelopment> {
  const { userId } = caller;
  await holdQuota(tx, WHAT, userId);
  const plugin = await findPluginToDevelop(tx, caller, idOrSlug);
  const [there] = await selectDevelopmentSpaces(tx, { userId, pluginId: plugin.id });
  const before = await installIn(tx, there?.install_id);
  if (before !== undefined && before.status !== 'uninstalled') {
    return { install: before, isNewSpace: false, isNew: false };
  }
  const spaceId = there?.space_id ?? (await makeSpace(tx, deps.config, userId, plugin));
  const install = await installPlugin(tx, {
    spaceId,
    given: { plugin_id: plugin.id, user_id: userId },
    requester: requesterOf(caller),
    development: true,
    limits: deps.config,
    vault: deps.vault,
  });
  return { install, isNewSpace: there === undefined, isNew: true };
}

const WHAT = 'development installs';

async function findPluginToDevelop(
  tx: Db,
  caller: UserCaller,
  idOrSlug: string,
): Promise<PluginRow> {
  const plugin = await findPluginOfToChange(tx, caller, idOrSlug);
  // Operators change every plugin, and develop those that they have a part in.
  if (plugin.role === null)
    throw new Failure('plugin_not_found', 'You have no part in a plugin of this id or slug');
  if (!isAtLeast(plugin.role, 'developer')) throw onlyForRole('developer');
  return plugin;
}

async function makeSpace(
  tx: Db,
  { developmentInstallQuota }: Config,
  userId: number,
  { slug }: PluginRow,
): Promise<number> {
  const used = await countDevelopmentSpaces(tx, userId);
  refuseBeyond(WHAT, { limit: developmentInstallQuota, used });
  return insertDevelopmentSpace(tx, `Development of ${slug}`, userId);
}

const installIn = async (db: Db, id: number | null | undefined): Promise<InstallRow | undefined> =>
  id === null || id === undefined ? undefined : selectInstall(db, id);

/** The development installs of a plugin that are one person's: one at most. */
export async function ownDevelopmentInstalls(
  db: Db,
  userId: number,
  pluginId: number,
): Promise<InstallRow[]> {
  const [there] = await selectDevelopmentSpaces(db, { userId, pluginId });
  const install = await installIn(db, there?.install_id);
  return install === undefined ? [] : [install];
}

/**
 * Removes somebody's development install of a plugin, and its space, with all that is in them. What waits to be delivered is never delivered.
 * Answers which they were.
 *
 * @throws Failure `install_not_found` where there is none; `forbidden` for a viewer, who has none left from before.
 */
export async function removeDevelopment(
  tx: Db,
  userId: number,
  { id: pluginId, role }: PluginRow,
): Promise<{ spaceId: number; installId: number }> {
  const [there] = await selectDevelopmentSpaces(tx, { userId, pluginId });
  if (there?.install_id == null) {
    if (role === 'viewer') throw onlyForRole('developer');
    throw new Failure('install_not_found', 'There is no development install of this plugin');
  }
  const { space_id: spaceId, install_id: installId } = there;
  await removeDevelopmentSpace(tx, spaceId, installId);
  return { spaceId, installId };
}

/** The same of everybody's of a plugin, or of all of somebody's, when the one or the other goes, or their part in it. */
export async function removeDevelopments(tx: Db, whose: DevelopmentFilter): Promise<void> {
  for (const { space_id, install_id } of await selectDevelopmentSpaces(tx, whose)) {
    await removeDevelopmentSpace(tx, space_id, install_id);
  }
}

async function removeDevelopmentSpace(
  tx: Db,
  spaceId: number,
  installId: number | null,
): Promise<void> {
  // First, as whoever removes a space does.
  await lockSpace(tx, spaceId);
  if (installId !== null)
    await uninstall(tx, installId, { erase: 'now' }, { uninstallGraceDays: 0 });
  await removeSpace(tx, spaceId);
}
