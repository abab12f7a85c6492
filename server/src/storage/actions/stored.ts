import { itemText } from '../results.ts';
import type { Item } from '../working-set.ts';
import type { Step } from './action.ts';
import { tooLarge } from './fields.ts';

/**
 * Puts an item under the command's key.
 *
 * @returns the result of a command that stores: the item as JSON text.
 * @throws Failure `value_too_large` (413).
 */
export function storeItem(
  { command: { key, meta }, index, items, circumstances }: Step<{ key: string; meta: boolean }>,
  item: Item,
): string {
  if (!fitsIn(circumstances.maxValueBytes, item.value)) {
    throw tooLarge(`/commands/${index}`, Buffer.byteLength(item.value), circumstances);
  }
  items.put(key, item);
  return itemText(key, item, meta);
}

/** Whether JSON text has at most so many bytes. */
export const fitsIn = (maxBytes: number, text: string): boolean =>
  // A UTF-16 unit is at most three bytes, so that most values need not be measured.
  text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes;

/** The version of an item that takes the place of another, if there is one; versions count from 1. */
export const nextVersion = (before: Item | undefined): number => (before?.version ?? 0) + 1;
