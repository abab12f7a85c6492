import { randomInt } from 'node:crypto';
import { groupBy } from '../lib/group.ts';
import { randomBelow, type ValueRange } from './value-range.ts';

/** Which of the values are held by an item. */
export type FindTaken = (values: string[]) => Promise<Iterable<string>>;

/** A command, known by its key, that needs a value of a range. */
export interface Seeker<Key> {
  key: Key;
  range: ValueRange;
}

// A range of this size is looked at whole, with one query (about 10 ms).
const WINDOW = 4096;
// Draws in vain until a range is looked through from end to end. Where one value in a hundred is free, 1.4 % of searches get there.
const MAX_VAIN_DRAWS = 425;
// Values that one transaction looks at before it gives up (some seconds). Only ranges of which as many are taken need them.
const MAX_LOOKED_AT = 2_000_000;

/** The values found for commands, by their keys. */
export interface ChosenValues<Key> {
  chosen: Map<Key, string>;
  /** For a command without a value, every value of its range is held by an item, or chosen for a command before it. */
  complete: boolean;
}

/**
 * Chooses a free value for each command, no value twice.
 *
 * @returns `complete` false when so many values were taken that the search was given up: then a missing value means nothing.
 */
export async function chooseUniqueValues<Key>(
  seekers: readonly Seeker<Key>[],
  findTaken: FindTaken,
): Promise<ChosenValues<Key>> {
  const search: Search = { findTaken, left: MAX_LOOKED_AT };
  const byRange = [...groupBy(seekers, (seeker) => seeker.range.name).values()];
  const chosen = await chooseForGroups(byRange, search);
  const settled = chosen.size === seekers.length || byRange.length === 1;
  if (settled || search.left <= 0) return { chosen, complete: search.left > 0 };
  // Where ranges overlap and are nearly full, who gets the last values has to be settled in the order of the commands.
  const inOrder = await chooseForGroups(runsOfSameRange(seekers), search);
  return { chosen: inOrder, complete: search.left > 0 };
}

interface Search {
  findTaken: FindTaken;
  /** How many more values may be looked at. */
  left: number;
}

type Group<Key> = Seeker<Key>[];

function runsOfSameRange<Key>(seekers: readonly Seeker<Key>[]): Group<Key>[] {
  const runs: Group<Key>[] = [];
  for (const seeker of seekers) {
    const run = runs.at(-1);
    if (run?.[0]?.range.name === seeker.range.name) run.push(seeker);
    else runs.push([seeker]);
  }
  return runs;
}

async function chooseForGroups<Key>(
  groups: readonly Group<Key>[],
  search: Search,
): Promise<Map<Key, string>> {
  const chosen = new Map<Key, string>();
  const used = new Set<string>();
  const exhausted = new Set<string>();
  for (const group of groups) {
    const [first] = group;
    if (first === undefined || exhausted.has(first.range.name)) continue;
    const values = await findFree(first.range, group.length, used, search);
    if (values.length < group.length) exhausted.add(first.range.name);
    for (const [place, value] of values.entries()) {
      used.add(value);
      chosen.set((group[place] as Seeker<Key>).key, value);
    }
  }
  return chosen;
}

/** Up to `count` free values of the range that are not in `used`; fewer only if there are no more, or too many were looked at. */
async function findFree(
  range: ValueRange,
  count: number,
  used: ReadonlySet<string>,
  search: Search,
): Promise<string[]> {
  const found = new Set<string>();
  const look = async (values: string[]): Promise<number> => {
    const before = found.size;
    const candidates = values.filter((value) => !used.has(value) && !found.has(value));
    for (const value of await freeOf(candidates, search)) {
      if (found.size < count) found.add(value);
    }
    return found.size - before;
  };
  if (range.size > WINDOW) {
    let vain = 0;
    for (let draws = count + 4; found.size < count && vain < MAX_VAIN_DRAWS; draws *= 4) {
      const gained = await look(drawn(range, Math.min(draws, WINDOW)));
      vain = gained > 0 ? 0 : vain + draws;
    }
  }
  const start = randomBelow(range.size);
  for (let from = 0n; from < range.size && found.size < count; from += BigInt(WINDOW)) {
    if (search.left <= 0) break;
    await look(window(range, start + from, range.size - from));
  }
  return [...found];
}

function drawn(range: ValueRange, draws: number): string[] {
  return [...new Set(Array.from({ length: draws }, () => range.draw()))];
}

/** The next values from an index on, `left` at most, going round at the end of the range. */
function window(range: ValueRange, from: bigint, left: bigint): string[] {
  const length = left < WINDOW ? Number(left) : WINDOW;
  return Array.from({ length }, (_, step) => range.at((from + BigInt(step)) % range.size));
}

async function freeOf(values: string[], search: Search): Promise<string[]> {
  if (values.length === 0) return [];
  search.left -= values.length;
  const taken = new Set(await search.findTaken(values));
  return shuffled(values.filter((value) => !taken.has(value)));
}

/** In random order, all orders equally likely (Fisher and Yates). */
function shuffled(values: string[]): string[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [order[last], order[other]] = [order[other] as string, order[last] as string];
  }
  return order;
}
