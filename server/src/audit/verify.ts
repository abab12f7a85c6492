import type { Db } from '../lib/db.ts';
import {
  type ChainEnds,
  type LinkRow,
  selectBeyondEnd,
  selectChain,
  selectLinks,
} from './chain-queries.ts';
import { detailsHash, entryHash } from './hash.ts';

/** What was found. */
export type ChainVerdict =
  /** `hash` is that of the newest entry, in hexadecimal digits: to be kept elsewhere, where it shows a chain that was made anew. */
  | { fits: true; entries: number; hash: string }
  /** `id` is of the first entry that does not fit; null where the newest entries are missing. */
  | { fits: false; id: string | null; reason: Misfit };

/** Why an entry does not fit: it says something else than it did, follows another than it did, or has other details; or the end is gone. */
export type Misfit = 'changed' | 'misplaced' | 'details_changed' | 'end_missing';

interface Place {
  number: number;
  hash: Buffer;
}

const ENTRIES_AT_ONCE = 1000;

/**
 * Walks the chain from its oldest entry to the one that is the newest now, in slices, while it goes on and old entries are dropped.
 *
 * @param sliceSize entries that are read at once.
 */
export async function verifyChain(db: Db, sliceSize = ENTRIES_AT_ONCE): Promise<ChainVerdict> {
  const ends = await selectChain(db);
  let place = startOf(ends);
  let entries = 0;
  while (place.number < ends.number) {
    const rows = await selectLinks(db, { after: place.number, upTo: ends.number }, sliceSize);
    const misfit = findMisfit(rows, place);
    if (rows.length === 0 || misfit !== undefined) {
      // What is next may have been dropped, its time being over.
      const start = startOf(await selectChain(db));
      if (start.number > place.number) place = start;
      else return misfit ?? { fits: false, id: null, reason: 'end_missing' };
      continue;
    }
    entries += rows.length;
    place = rows.at(-1) as LinkRow;
  }
  const isSameEnd = place.number > ends.number || place.hash.equals(ends.hash);
  if (!isSameEnd) return { fits: false, id: null, reason: 'end_missing' };
  const beyond = await selectBeyondEnd(db);
  if (beyond !== undefined) return { fits: false, id: beyond, reason: 'misplaced' };
  return { fits: true, entries, hash: place.hash.toString('hex') };
}

const startOf = ({ dropped_number, dropped_hash }: ChainEnds): Place => ({
  number: dropped_number,
  hash: dropped_hash,
});

function findMisfit(rows: readonly LinkRow[], place: Place): ChainVerdict | undefined {
  let previous = place.hash;
  for (const row of rows) {
    const reason = misfitOf(row, previous);
    if (reason !== undefined) return { fits: false, id: row.id, reason };
    previous = row.hash;
  }
  return undefined;
}

function misfitOf(row: LinkRow, previous: Buffer): Misfit | undefined {
  if (!row.prev_hash.equals(previous)) return 'misplaced';
  if (!entryHash(row, previous).equals(row.hash)) return 'changed';
  const { salt } = row;
  if (salt !== null && !detailsHash({ ...row, salt }).equals(row.details_hash)) {
    return 'details_changed';
  }
  return undefined;
}
