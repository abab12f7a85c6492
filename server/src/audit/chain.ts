import type { Database, Db } from '../lib/db.ts';
import {
  type ChainEnds,
  dropLinks,
  hasUnchained,
  insertLinks,
  type Link,
  lockChain,
  selectOldestLinks,
  selectUnchained,
} from './chain-queries.ts';
import { type EntryContent, entryHash } from './hash.ts';

const ENTRIES_AT_ONCE = 1000;

/**
 * Gives entries that have none their place in the chain, in slices, until none is left or somebody else does it. Any number of processes
 * may call it.
 */
export async function chainEntries(db: Database): Promise<void> {
  while (await hasUnchained(db)) {
    if (!(await db.transaction(chainSome))) return;
  }
}

async function chainSome(tx: Db): Promise<boolean> {
  const end = await lockChain(tx);
  if (end === undefined) return false;
  const rows = linksFor(await selectUnchained(tx, ENTRIES_AT_ONCE), end);
  const last = rows.at(-1);
  if (last !== undefined) await insertLinks(tx, rows, last);
  return true;
}

function linksFor(entries: EntryContent[], { number, hash }: ChainEnds): Link[] {
  let previous = hash;
  return entries.map((entry, index) => {
    const link = { prev_hash: previous, hash: entryHash(entry, previous) };
    previous = link.hash;
    return { id: entry.id, number: number + index + 1, ...link };
  });
}

/**
 * Drops entries whose time is over, the oldest of the chain first, in slices; the rest still verifies.
 *
 * @param days how long an entry is kept.
 */
export async function dropOldEntries(db: Database, days: number): Promise<void> {
  while (await db.transaction((tx) => dropSome(tx, days)));
}

/** Whether there may be more. */
async function dropSome(tx: Db, days: number): Promise<boolean> {
  if ((await lockChain(tx)) === undefined) return false;
  const oldest = await selectOldestLinks(tx, days, ENTRIES_AT_ONCE);
  const firstKept = oldest.findIndex(({ is_over }) => !is_over);
  const over = firstKept < 0 ? oldest : oldest.slice(0, firstKept);
  const last = over.at(-1);
  if (last !== undefined) await dropLinks(tx, last);
  return over.length === ENTRIES_AT_ONCE;
}
