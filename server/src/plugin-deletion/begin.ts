import { type Caller, isHost } from '../auth/principals.ts';
import type { Config } from '../config.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import { insertNotice } from '../registry/notice-queries.ts';
import { markDeleted, type PluginRow } from '../registry/queries.ts';
import { endRehearsal } from '../rehearsals/rehearsals.ts';
import { endReplayOfPlugin } from '../replays/replays.ts';
import { endRollOuts, lockAgainstInstalls } from '../roll-outs/queries.ts';
import { removeDevelopments } from '../spaces/development.ts';

/** A plugin that is being deleted; `isNew` is false when it was so already. */
export interface BegunDeletion {
  plugin: PluginRow;
  isNew: boolean;
}

/**
 * Begins to delete a plugin: nobody finds or installs it any more, nothing about it can be changed, and what was tried out and rolled out of it ends. Its
 * installs are uninstalled after that (`uninstallSome`). Once is enough.
 *
 * @throws Failure `plugin_not_found`; `forbidden` for who is no owner; `plugin_suspended` for its owner.
 */
export async function beginDeletion(
  tx: Db,
  caller: Caller,
  idOrSlug: string,
  { uninstallGraceDays }: Pick<Config, 'uninstallGraceDays'>,
): Promise<BegunDeletion> {
  const { id } = await findPluginOf(tx, caller, idOrSlug, 'owner');
  await lockAgainstInstalls(tx, id);
  // Once more: somebody may have taken their role meanwhile, or deleted it.
  const plugin = await findPluginOf(tx, caller, String(id), 'owner');
  if (plugin.deleted_at !== null) return { plugin, isNew: false };
  // What it is suspended for could not be looked at any more, and its slug could be taken anew.
  if (plugin.suspended_at !== null && !isHost(caller))
    throw new Failure('plugin_suspended', 'A suspended plugin cannot be deleted');
  await markDeleted(tx, id);
  await removeDevelopments(tx, { pluginId: id });
  await endRollOuts(tx, id);
  await endRehearsal(tx, id, 'The plugin was deleted');
  await endReplayOfPlugin(tx, id);
  await insertNotice(
    tx,
    id,
    'plugin_deleted',
    `The plugin is being deleted. It is uninstalled everywhere, and gone once what its installs kept is erased: ${uninstallGraceDays} days after that.`,
  );
  await announce(tx, 'clients', id);
  return { plugin: await findPluginOf(tx, caller, String(id), 'owner'), isNew: true };
}
