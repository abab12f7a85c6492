import { allOf } from '../harness/all-of.ts';
import type { Bench } from '../harness/bench.ts';
import { type Sample, startMeter } from '../harness/meter.ts';
import type { Measured } from '../harness/processor-time.ts';
import { pairedRounds, type Rounds } from '../harness/rounds.ts';
import { runLoad, sendRequests } from '../load/http-load.ts';
import type { Load } from '../load/load.ts';

/** One of those that are compared. */
export interface Contestant {
  /** Does so many operations before anything is measured. */
  warmUp(count: number): Promise<unknown>;
  /** Does operations for so many seconds. */
  run(seconds: number): Promise<Sample>;
}

/** Who answers HTTP requests. */
export const httpContestant = (load: Load, measured: Measured): Contestant => ({
  warmUp: (count) => sendRequests(load, count),
  async run(seconds) {
    const end = startMeter(measured);
    const result = await runLoad(load, seconds);
    return end(result.answers, result.seconds);
  },
});

/** How long each contestant's turn is, and how many operations it does before the first. */
export interface Turns {
  seconds: number;
  warmUp: number;
}

/** Warms up everybody by the same number of operations, and then measures them in turn. */
export async function compare<Name extends string>(
  { effort }: Bench,
  { seconds, warmUp }: Turns,
  contestants: Record<Name, Contestant>,
): Promise<Rounds<Name, Sample>> {
  const names = Object.keys(contestants) as Name[];
  await allOf(names, 1, (name) => contestants[name].warmUp(effort.count(warmUp)));
  const turns = names.map((name) => [name, () => contestants[name].run(effort.seconds(seconds))]);
  return pairedRounds(effort, Object.fromEntries(turns) as Record<Name, () => Promise<Sample>>);
}
