import type { Database } from '../lib/db.ts';
import { isBeyond, type Place, placeIn, readCursor } from './cursor.ts';
import { readMissed, readSight, readTold, type ToldChange } from './queries.ts';
import type { Watch } from './schema.ts';

/** More changes at a time are not told one by one: to read lists anew is less than to hear of each. */
const MOST_AT_ONCE = 2000;

/** What changed between two places; undefined where that is unknown, or too much. */
export interface StreamStep {
  from: Place;
  to: Place;
  changes: ToldChange[] | undefined;
}

/** Reads what is new for all listeners of a process, who are at one place. Whoever calls waits for each answer before the next call. */
export interface ChangeReader {
  /** Where they are; undefined before the first step, and once it is forgotten. */
  place(): Place | undefined;
  /** Goes on to what can be seen now, of these watches. */
  advance(of: Watch[]): Promise<StreamStep>;
  /** What somebody missed who comes back with a cursor, up to where the others are after {@link ChangeReader.advance}. */
  catchUp(watch: Watch, after: string | undefined): Promise<StreamStep>;
  forget(): void;
}

/** At no place yet. */
export function createChangeReader(db: Database): ChangeReader {
  let place: Place | undefined;
  let snapshot = '';

  function moveTo(sight: { snapshot: string; seen_at: number }): Place {
    snapshot = sight.snapshot;
    place = placeIn(snapshot, sight.seen_at);
    return place;
  }

  return {
    place: () => place,
    async advance(of) {
      const from = place;
      if (from === undefined || of.length === 0) {
        const to = moveTo(await readSight(db));
        return { from: to, to, changes: [] };
      }
      const told = await readTold(db, of, from, MOST_AT_ONCE + 1);
      return { from, to: moveTo(told), changes: bounded(told.changes) };
    },
    async catchUp(watch, after) {
      const to = place ?? moveTo(await readSight(db));
      const from = after === undefined ? undefined : readCursor(after);
      if (from === undefined || isBeyond(from, to)) return { from: to, to, changes: undefined };
      const missed = await readMissed(db, watch, { from, to: snapshot }, MOST_AT_ONCE + 1);
      return { from, to, changes: bounded(missed) };
    },
    forget() {
      place = undefined;
    },
  };
}

const bounded = (changes: ToldChange[] | undefined): ToldChange[] | undefined =>
  changes !== undefined && changes.length > MOST_AT_ONCE ? undefined : changes;
