import { BY_ITSELF, type Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Config } from '../config.ts';
import { lockInstalled } from '../installs/erase-queries.ts';
import { uninstall } from '../installs/lifecycle.ts';
import type { Database, Db } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { type MailSettings, mailDeleted } from '../mail/outbox.ts';
import { lockAgainstInstalls } from '../roll-outs/queries.ts';
import { erasePlugin } from './erase-plugin.ts';
import { isErasable, selectDeletedPlugins } from './queries.ts';

type Settings = MailSettings & Pick<Config, 'uninstallGraceDays'>;

/** Installs of one plugin that are uninstalled while somebody waits, and in each round after that: some ms each. */
const MOST_AT_ONCE = 100;
const MOST_A_ROUND = 1000;

/**
 * Uninstalls a plugin that is being deleted where it is installed, as its admins do, and mails them; each install in a transaction of its own, so that
 * whoever delivers to the plugin is not held up.
 */
export async function uninstallSome(
  db: Database,
  settings: Settings,
  pluginId: number,
  { doing, most = MOST_AT_ONCE }: { doing: Doing; most?: number },
): Promise<void> {
  let done = 0;
  while (done < most && (await runAgainOnDeadlock(db, (tx) => next(tx)))) done++;

  async function next(tx: Db): Promise<boolean> {
    const id = await lockInstalled(tx, pluginId);
    if (id === undefined) return false;
    const { install } = await uninstall(tx, id, {}, settings);
    await mailDeleted(tx, settings, id);
    const about = { target: id, spaceId: install.space_id };
    await record(tx, doing, { action: 'install.uninstalled', ...about });
    return true;
  }
}

/** Removes a plugin that is being deleted once nothing is left of it but itself. Answers whether it is gone. */
export function eraseOnceDone(db: Database, pluginId: number, doing: Doing): Promise<boolean> {
  return runAgainOnDeadlock(db, async (tx) => {
    await lockAgainstInstalls(tx, pluginId);
    if (!(await isErasable(tx, pluginId))) return false;
    await erasePlugin(tx, pluginId);
    await record(tx, doing, { action: 'plugin.erased', target: pluginId });
    return true;
  });
}

/** Goes on with all plugins that are being deleted. Several processes may do so at once. */
export async function goOnDeleting(db: Database, settings: Settings): Promise<void> {
  for (const id of await selectDeletedPlugins(db)) {
    await uninstallSome(db, settings, id, { doing: BY_ITSELF, most: MOST_A_ROUND });
    await eraseOnceDone(db, id, BY_ITSELF);
  }
}
