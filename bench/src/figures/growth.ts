import type { Bench } from '../harness/bench.ts';
import type { Sample } from '../harness/meter.ts';
import { pairedRounds } from '../harness/rounds.ts';
import { type Cost, costOf } from './results.ts';

/** How one cost grows. */
export interface Growth {
  what: string;
  /** By size, smallest first. */
  costs: Map<number, Cost>;
}

/** Measures one size, by the rounds that the effort asks for. */
export async function costAt(
  bench: Bench,
  what: string,
  measure: () => Promise<Sample>,
): Promise<Cost> {
  return costOf(what, await pairedRounds(bench.effort, { measure }), 'measure');
}

/** The names of growths that were disturbed; those must not be written down. */
export const disturbedGrowths = (growths: readonly Growth[]): string[] =>
  growths
    .filter(({ costs }) => [...costs.values()].some(({ isQuiet }) => !isQuiet))
    .map(({ what }) => what);
