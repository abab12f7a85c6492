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

/** What may be written down: what was disturbed would be read as a figure of the product. */
export const quietOfGrowths = (growths: readonly Growth[]): Growth[] =>
  growths.map(({ what, costs }) => ({
    what,
    costs: new Map([...costs].filter(([, { isQuiet }]) => isQuiet)),
  }));
