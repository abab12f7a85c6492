import type { Db } from '../lib/db.ts';
import { type Command, type ItemCommand, itemAction } from './actions.ts';
import type { ItemTable } from './item-table.ts';
import { type Loaded, type LoadedItem, loadItems, reserveKeys } from './queries.ts';
import { tooMuch } from './results.ts';
import { createWorkingSet, type Item, type WorkingSet } from './working-set.ts';

/** The commands of one request, on the items of one holder (by the id of the install or plugin). */
export interface Pipeline {
  holderId: number;
  commands: readonly Command[];
}

/** What the commands will do with a key, all together. */
interface Use {
  holderId: number;
  key: string;
  /** A command may replace or remove the item. */
  changes: boolean;
  /** A command answers the value that is there, or reckons with it. */
  needsValue: boolean;
}

/**
 * Locks every row that a command may change, and reads those and the ones that are only read, in two statements. Keys without an item
 * are locked too, by a row made for them: otherwise two transactions could both find a key absent.
 *
 * @throws Failure `value_too_large` (413) when the values exceed `maxBytes` together.
 */
export async function lockAndLoad(
  tx: Db,
  table: ItemTable,
  pipelines: readonly Pipeline[],
  maxBytes: number,
): Promise<{ items: WorkingSet; now: number }> {
  const items = createWorkingSet();
  const uses = usesOf(pipelines);
  if (uses.length === 0) return { items, now: 0 };
  const changed = uses.filter((use) => use.changes);
  if (changed.length > 0) {
    await reserveKeys(
      tx,
      table,
      changed.map(({ holderId, key }) => ({ h: holderId, k: key })),
    );
  }
  const wanted = uses.map(
    ({ holderId, key, needsValue }, n): Loaded => ({ n, h: holderId, k: key, v: needsValue }),
  );
  const rows = await loadItems(tx, table, wanted, maxBytes);
  let now = 0;
  for (const row of rows) {
    if (!row.fits) throw tooMuch('/commands', maxBytes);
    if (row.now !== null) now = row.now.getTime();
    const { holderId, key, changes } = uses[row.n] as Use;
    items.add(holderId, key, toItem(row), changes);
  }
  return { items, now };
}

function usesOf(pipelines: readonly Pipeline[]): Use[] {
  const holders = new Map<number, Map<string, Use>>();
  for (const { holderId, commands } of pipelines) {
    const uses = holders.get(holderId) ?? new Map<string, Use>();
    holders.set(holderId, uses);
    for (const command of commands) if ('key' in command) note(uses, holderId, command);
  }
  return [...holders.values()].flatMap((uses) => [...uses.values()]);
}

function note(uses: Map<string, Use>, holderId: number, command: ItemCommand): void {
  const { key } = command;
  let use = uses.get(key);
  if (use === undefined) {
    use = { holderId, key, changes: false, needsValue: false };
    uses.set(key, use);
  }
  const { changes, needsValue } = itemAction(command);
  use.changes ||= changes;
  use.needsValue ||= needsValue;
}

function toItem(row: LoadedItem): Item | undefined {
  if (row.version === null) return undefined;
  return {
    value: row.value ?? '',
    version: row.version,
    uniqueValue: row.unique_value ?? undefined,
    expiresAt: row.expires_at?.getTime() ?? null,
  };
}
