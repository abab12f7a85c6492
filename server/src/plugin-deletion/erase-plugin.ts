import { deleteTokensOfPlugin } from '../auth/token-queries.ts';
import { deleteInstalls } from '../installs/erase.ts';
import { lockInstallsOfPlugin } from '../installs/erase-queries.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { deletePlugin } from '../registry/queries.ts';
import { deleteStorageOfPlugin } from '../storage/maintenance.ts';

/** Removes a plugin that is installed nowhere, with all that it and its installs have left. It must be locked against installs. */
export async function erasePlugin(tx: Db, id: number): Promise<void> {
  const installs = await lockInstallsOfPlugin(tx, id);
  await deleteInstalls(
    tx,
    installs.map((install) => install.id),
  );
  await deleteStorageOfPlugin(tx, id);
  await deleteTokensOfPlugin(tx, id);
  await deletePlugin(tx, id);
  await announce(tx, 'clients', id);
  await announce(tx, 'tokens');
  await announce(tx, 'installs');
}
