import { type Db, sql } from '../lib/db.ts';
import { INSTALL_ITEMS, PLUGIN_ITEMS } from './item-table.ts';
import { deleteExpiredItems, deleteItemsOf } from './queries.ts';

const BATCH = 1000;

/** Removes the items whose time is over, a thousand at a time; until then they only take up room. Answers how many. */
export async function sweepExpired(db: Db): Promise<number> {
  let swept = 0;
  for (const table of [INSTALL_ITEMS, PLUGIN_ITEMS]) {
    let removed: number;
    do {
      removed = await deleteExpiredItems(db, table, BATCH);
      swept += removed;
    } while (removed >= BATCH);
  }
  return swept;
}

/** Removes all items of an install, unique values with them, and answers how many. */
export function eraseInstallStorage(tx: Db, installId: number): Promise<number> {
  return deleteItemsOf(tx, INSTALL_ITEMS, [installId]);
}

/** Removes all items of installs that are being removed themselves. */
export function deleteStorageOfInstalls(tx: Db, installIds: number[]): Promise<number> {
  return deleteItemsOf(tx, INSTALL_ITEMS, installIds);
}

/** Removes a plugin's own items. */
export function deleteStorageOfPlugin(tx: Db, pluginId: number): Promise<number> {
  return deleteItemsOf(tx, PLUGIN_ITEMS, [pluginId]);
}

/** What an install keeps, in the order of its keys: items after the given key, at most `limit`. */
export function selectItemsAfter(
  db: Db,
  installId: number,
  after: string,
  limit: number,
): Promise<{ key: string; value: string }[]> {
  return db.query(sql`
    select key, value from install_storage_items
    where install_id = ${installId} and key > ${after} and (expires_at is null or expires_at > now())
    order by key limit ${limit}`);
}
