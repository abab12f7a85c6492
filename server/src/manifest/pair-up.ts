/** Which items of two lists are the same, by their places. */
export interface Pairing {
  /** In the order of the second list. */
  pairs: { before: number; after: number; moved: boolean }[];
  removed: number[];
  added: number[];
}

/**
 * Finds for each item the one of the list before that it is. By the first rule where it can be, by the next ones where it cannot: what is
 * alike goes together, in order. The fewest that can be are called moved.
 *
 * @param rules what two items must have in common to be the same.
 */
export function pairUp<Item>(
  before: readonly Item[],
  after: readonly Item[],
  rules: ((item: Item) => string)[],
): Pairing {
  const found = new Map<number, number>();
  const taken = new Set<number>();
  for (const rule of rules) {
    for (const [place, item] of after.entries()) {
      if (found.has(place)) continue;
      const other = before.findIndex((one, index) => !taken.has(index) && rule(one) === rule(item));
      if (other < 0) continue;
      found.set(place, other);
      taken.add(other);
    }
  }
  const sorted = [...found].sort(([one], [other]) => one - other);
  const staying = longestRising(sorted.map(([, place]) => place));
  return {
    pairs: sorted.map(([place, other]) => ({
      before: other,
      after: place,
      moved: !staying.has(other),
    })),
    removed: [...before.keys()].filter((place) => !taken.has(place)),
    added: [...after.keys()].filter((place) => !found.has(place)),
  };
}

/** The longest part of the places that rises, of lists that are short. */
function longestRising(places: readonly number[]): Set<number> {
  const ends: number[][] = [];
  for (const place of places) {
    const longest = ends
      .filter((run) => (run.at(-1) as number) < place)
      .reduce((best, run) => (run.length > best.length ? run : best), [] as number[]);
    ends.push([...longest, place]);
  }
  return new Set(ends.reduce((best, run) => (run.length > best.length ? run : best), []));
}
