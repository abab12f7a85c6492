import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { AppDeps } from '../deps.ts';
import { authorOf, requesterOf } from '../installs/author.ts';
import { type ConfigChange, replaceConfig, type SavedConfig } from '../installs/config.ts';
import { installPlugin } from '../installs/install.ts';
import { uninstall } from '../installs/lifecycle.ts';
import { holdInstall, updatePublicConfig } from '../installs/queries.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { objectTextOf } from '../lib/http/splice.ts';
import type { RawJson } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { type Access, requireAdmin, requireWriter } from './access.ts';
import { isOwnedBy, parseAppKey } from './app-key.ts';
import { noRecord } from './errors.ts';
import { findApp } from './find-app.ts';
import { type AppProvisionChange, isShownPasswords } from './provision-object.ts';
import { type ProvisionRow, selectProvision } from './queries.ts';

type Deps = Pick<AppDeps, 'db' | 'vault' | 'config' | 'wake'> & { doing: Doing };

/** What is installed under this name where the caller is. @throws Failure `not_found`. */
export async function findProvision(
  db: Db,
  access: Access,
  app: string | number,
): Promise<ProvisionRow> {
  const key = parseAppKey(app);
  const row = key && (await selectProvision(db, access, key));
  if (!row) throw noRecord();
  if (!isOwnedBy(key, row.manifest.author, row.owner_name)) throw noRecord();
  return row;
}

/**
 * Installs a plugin that the caller may know of; what is installed already is left as it is.
 *
 * @throws Failure `not_found`, `forbidden` for who is no admin and when the plugin needs a higher plan.
 */
export async function provision(
  { db, vault, config, wake, doing }: Deps,
  access: Access,
  app: string | number,
): Promise<ProvisionRow> {
  const { caller, spaceId } = access;
  if (caller.kind === 'plugin') return findProvision(db, access, app);
  requireAdmin(access);
  const { id } = await findApp(db, caller, app);
  const given = { plugin_id: id, user_id: access.userId ?? undefined };
  try {
    const requester = requesterOf(caller);
    const installation = { spaceId, given, requester, limits: config, vault };
    await runAgainOnDeadlock(db, async (tx) => {
      const install = await installPlugin(tx, installation);
      await record(tx, doing, { action: 'install.created', target: install.id, spaceId });
    });
    wake();
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'already_exists')) throw error;
  }
  return findProvision(db, access, id);
}

/** @throws Failure `not_found`; `forbidden` for who is no admin; `invalid` for settings of a plugin without `enable_space_settings`. */
export async function changeProvision(
  deps: Deps,
  access: Access,
  app: string,
  { app_provision, ...unwrapped }: AppProvisionChange,
): Promise<ProvisionRow> {
  const { db, wake } = deps;
  const row = await findProvision(db, access, app);
  requireWriter(access);
  const { space_level_settings, public_config } = { ...unwrapped, ...app_provision };
  const about = { target: row.install_id, spaceId: access.spaceId };
  await runAgainOnDeadlock(db, async (tx) => {
    if (!(await holdInstall(tx, row.install_id, row.generation))) throw noRecord();
    if (space_level_settings !== undefined) {
      const settings = { settings: space_level_settings, deps };
      const { changed, members } = await writeSettings(tx, access, row, settings);
      // The revisions of the config tell of what a plugin writes there itself.
      if (changed && access.onlyPlugin === null) {
        await record(tx, deps.doing, { action: 'config.updated', ...about, changed: members });
      }
    }
    if (public_config !== undefined) {
      await updatePublicConfig(tx, row.install_id, public_config);
      const updated = { action: 'install.updated', ...about, changed: ['public_config'] } as const;
      await record(tx, deps.doing, updated);
    }
  });
  wake();
  return findProvision(db, access, row.id);
}

const SETTINGS = '/space_level_settings';

async function writeSettings(
  tx: Db,
  access: Access,
  row: ProvisionRow,
  { settings, deps: { config, vault } }: { settings: RawJson; deps: Deps },
): Promise<SavedConfig> {
  if (!row.manifest.enable_space_settings) {
    throw invalid(SETTINGS, 'cannot be written: the plugin has enable_space_settings off');
  }
  const text = objectTextOf(settings, SETTINGS);
  const change: ConfigChange = {
    installId: row.install_id,
    pluginId: access.onlyPlugin ?? undefined,
    author: authorOf(access.caller),
    why: { cause: 'changed' },
    limits: config,
    vault,
  };
  return replaceConfig(tx, change, text, isShownPasswords(access, row));
}

/** Uninstalls. @throws Failure `not_found`, `forbidden` for who is no admin. */
export async function withdrawProvision(
  { db, config, wake, doing }: Deps,
  access: Access,
  app: string,
): Promise<void> {
  const { install_id, generation } = await findProvision(db, access, app);
  requireAdmin(access);
  await runAgainOnDeadlock(db, async (tx) => {
    const { isNew } = await uninstall(tx, install_id, { generation }, config);
    const about = { target: install_id, spaceId: access.spaceId };
    if (isNew) await record(tx, doing, { action: 'install.uninstalled', ...about });
  });
  wake();
}
