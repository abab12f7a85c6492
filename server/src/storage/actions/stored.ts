import { itemText } from '../results.ts';
import type { HolderItems, Item } from '../working-set.ts';

/**
 * Puts an item under the command's key.
 *
 * @returns the result of a command that stores: the item as JSON text.
 */
export function storeItem(
  { key, meta }: { key: string; meta: boolean },
  item: Item,
  items: HolderItems,
): string {
  items.put(key, item);
  return itemText(key, item, meta);
}

/** The version of an item that takes the place of another, if there is one; versions count from 1. */
export const nextVersion = (before: Item | undefined): number => (before?.version ?? 0) + 1;
