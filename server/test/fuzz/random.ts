import { seeded } from '../crash/killing.ts';

/** Choices that a seed decides. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True in so many of 1 cases. */
  chance(share: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  word(): string;
}

/** The choices of one request: its number in the run and the seed of the run say which. */
export function randomOf(seed: number, request: number): Random {
  const next = seeded((seed ^ Math.imul(request + 1, 0x9e3779b1)) >>> 0);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    word: () => `w${below(2 ** 30).toString(36)}`,
  };
}
