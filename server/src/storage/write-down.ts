import type { Db } from '../lib/db.ts';
import type { HeldKey, ItemTable } from './item-table.ts';
import { deleteItems, freeUniqueValues, type ItemWrite, upsertItems } from './queries.ts';
import type { Entry, Item, WorkingSet } from './working-set.ts';

/** Writes what the commands changed since the last time, in at most three statements. */
export async function writeDown(tx: Db, table: ItemTable, items: WorkingSet): Promise<void> {
  const removed: Entry[] = [];
  const changed: (Entry & { current: Item })[] = [];
  for (const entry of items.entries()) {
    if (hasItem(entry)) {
      if (entry.current !== entry.stored) changed.push(entry);
    } else if (entry.hasRow) removed.push(entry);
  }
  if (removed.length > 0) await deleteItems(tx, table, removed.map(keyOf));
  // One item may get the unique value that another gives up, and the index would see both for a moment.
  const gets = changed.some((entry) => entry.current.uniqueValue !== undefined);
  const gives = changed.filter((entry) => entry.stored?.uniqueValue !== undefined);
  if (gets && gives.length > 0) await freeUniqueValues(tx, table, gives.map(keyOf));
  if (changed.length > 0) await upsertItems(tx, table, changed.map(toWrite));
  for (const entry of [...removed, ...changed]) {
    entry.stored = entry.current;
    entry.hasRow = entry.current !== undefined;
  }
}

const hasItem = (entry: Entry): entry is Entry & { current: Item } => entry.current !== undefined;

const keyOf = (entry: Entry): HeldKey => ({ h: entry.holderId, k: entry.key });

function toWrite({ holderId, key, current }: Entry & { current: Item }): ItemWrite {
  return {
    h: holderId,
    k: key,
    v: current.value,
    w: current.version,
    u: current.uniqueValue,
    e: current.expiresAt === null ? undefined : new Date(current.expiresAt).toISOString(),
  };
}
