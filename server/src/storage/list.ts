import type { Db } from '../lib/db.ts';
import type { ListCommand } from './commands.ts';
import type { ItemTable } from './item-table.ts';
import { listItems } from './queries.ts';
import { itemText, tooMuch } from './results.ts';

/**
 * Answers a `list` with the JSON array of its items.
 *
 * @throws Failure `value_too_large` (413) when the page has more than `maxBytes` of values.
 */
export async function listText(
  db: Db,
  table: ItemTable,
  holderId: number,
  command: ListCommand,
  index: number,
  maxBytes: number,
): Promise<string> {
  const { offset, limit, after, prefix, meta } = command;
  const rows = await listItems(db, table, holderId, {
    offset,
    limit,
    after,
    prefix,
    prefixEnd: endOfPrefix(prefix),
    maxBytes,
  });
  const items = rows.map(({ key, value, version, expires_at }) => {
    if (value === null) throw tooMuch(`/commands/${index}`, maxBytes);
    return itemText(key, { value, version, expiresAt: expires_at?.getTime() ?? null }, meta);
  });
  return `[${items.join(',')}]`;
}

const LAST_CODE_POINT = 0x10ffff;

/** The first text, in code-point order, behind all that begin with the prefix; undefined when nothing is. */
export function endOfPrefix(prefix: string): string | undefined {
  const chars = [...prefix];
  for (let last = chars.pop(); last !== undefined; last = chars.pop()) {
    const code = last.codePointAt(0) as number;
    if (code === LAST_CODE_POINT) continue;
    // Surrogates are no characters: behind U+D7FF comes U+E000.
    return chars.join('') + String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1);
  }
  return undefined;
}
