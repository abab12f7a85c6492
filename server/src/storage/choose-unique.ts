import { randomInt } from 'node:crypto';
import { groupBy } from '../lib/group.ts';
import { refusal } from './refusal.ts';
import { randomBelow, type Space } from './space.ts';

/** Which of the values are held by an item. */
export type FindTaken = (values: string[]) => Promise<Iterable<string>>;

/** A command that needs a value of a space; `index` is its place in its pipeline. */
export interface Seeker<Key> {
  key: Key;
  space: Space;
  index: number;
}

// A space of this size is looked at whole, with one query (about 10 ms).
const WINDOW = 4096;
// Draws in vain until a space is looked through from end to end. Where one value in a hundred is free, 1.4 % of searches get there.
const MAX_VAIN_DRAWS = 425;
/** Values that one transaction looks at before it gives up (some seconds). Only spaces of which as many are taken need them. */
const MAX_LOOKED_AT = 4_000_000;

/**
 * Chooses a free value for each command, no value twice. A command for which none is left is missing in the answer: then every value of
 * its space is held by an item, or chosen for a command before it.
 *
 * @throws Failure `invalid` (422) when a space is so large, and so full, that it cannot be searched to its end.
 */
export async function chooseUniqueValues<Key>(
  seekers: readonly Seeker<Key>[],
  findTaken: FindTaken,
): Promise<Map<Key, string>> {
  const search = { findTaken, left: MAX_LOOKED_AT };
  const bySpace = groupBySpace(seekers);
  const chosen = await chooseForGroups(bySpace, search);
  if (chosen.size === seekers.length || bySpace.length === 1) return chosen;
  // Where spaces overlap and are nearly full, who gets the last values has to be settled in the order of the commands.
  return chooseForGroups(runsOfSameSpace(seekers), search);
}

interface Search {
  findTaken: FindTaken;
  /** How many more values may be looked at. */
  left: number;
}

type Group<Key> = Seeker<Key>[];

function groupBySpace<Key>(seekers: readonly Seeker<Key>[]): Group<Key>[] {
  return [...groupBy(seekers, (seeker) => seeker.space.name).values()];
}

function runsOfSameSpace<Key>(seekers: readonly Seeker<Key>[]): Group<Key>[] {
  const runs: Group<Key>[] = [];
  for (const seeker of seekers) {
    const run = runs.at(-1);
    if (run?.[0]?.space.name === seeker.space.name) run.push(seeker);
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
    if (first === undefined || exhausted.has(first.space.name)) continue;
    const values = await findFree(first, group.length, used, search);
    if (values.length < group.length) exhausted.add(first.space.name);
    for (const [place, value] of values.entries()) {
      used.add(value);
      chosen.set((group[place] as Seeker<Key>).key, value);
    }
  }
  return chosen;
}

/** Up to `count` free values of the space that are not in `used`; fewer only if there are no more. */
async function findFree(
  seeker: { space: Space; index: number },
  count: number,
  used: ReadonlySet<string>,
  search: Search,
): Promise<string[]> {
  const { space } = seeker;
  const found = new Set<string>();
  const look = async (values: Set<string>): Promise<number> => {
    const before = found.size;
    const candidates = [...values].filter((value) => !used.has(value) && !found.has(value));
    for (const value of await freeOf(candidates, seeker.index, search)) {
      if (found.size < count) found.add(value);
    }
    return found.size - before;
  };
  if (space.size > WINDOW) {
    let vain = 0;
    for (let draws = count + 4; found.size < count && vain < MAX_VAIN_DRAWS; draws *= 4) {
      const gained = await look(drawn(space, Math.min(draws, WINDOW)));
      vain = gained > 0 ? 0 : vain + draws;
    }
  }
  const start = randomBelow(space.size);
  for (let from = 0n; from < space.size && found.size < count; from += BigInt(WINDOW)) {
    await look(window(space, start + from, space.size - from));
  }
  return [...found];
}

function drawn(space: Space, draws: number): Set<string> {
  const values = new Set<string>();
  for (let left = draws; left > 0; left--) values.add(space.draw());
  return values;
}

/** The values from an index on, going round at the end of the space. */
function window(space: Space, from: bigint, left: bigint): Set<string> {
  const values = new Set<string>();
  const length = left < WINDOW ? left : BigInt(WINDOW);
  for (let step = 0n; step < length; step++) values.add(space.at((from + step) % space.size));
  return values;
}

async function freeOf(values: string[], index: number, search: Search): Promise<string[]> {
  if (values.length === 0) return [];
  search.left -= values.length;
  if (search.left < 0) {
    throw refusal(
      'invalid',
      `/commands/${index}`,
      `finds no free value: more than ${MAX_LOOKED_AT} are taken; choose from more`,
    );
  }
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
