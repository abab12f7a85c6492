import type { Failure } from './failures.ts';

/** How many may be at a time of what is counted as `of`. */
export interface Bound {
  of: string;
  most: number;
}

/** Counts what goes on, of each of some kinds, and lets in no more than may be. */
export interface Places {
  /**
   * Takes a place of each, or none, and answers how they are given back.
   *
   * @throws Failure as is made of the first bound that is reached.
   */
  take(bounds: Bound[]): () => void;
}

/** All of them free. */
export function createPlaces(tooMany: (bound: Bound) => Failure): Places {
  const taken = new Map<string, number>();
  const countOf = (of: string): number => taken.get(of) ?? 0;

  function count(bounds: Bound[], by: 1 | -1): void {
    for (const { of } of bounds) {
      const left = countOf(of) + by;
      if (left === 0) taken.delete(of);
      else taken.set(of, left);
    }
  }

  return {
    take(bounds) {
      const full = bounds.find(({ of, most }) => countOf(of) >= most);
      if (full !== undefined) throw tooMany(full);
      count(bounds, 1);
      let isTaken = true;
      return () => {
        if (isTaken) count(bounds, -1);
        isTaken = false;
      };
    },
  };
}
