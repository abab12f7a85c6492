import type { Effort } from './effort.ts';
import { QUIET_BELOW } from './foreign-load.ts';
import type { Stretch } from './meter.ts';

/** What each contestant reached, round by round: the rounds of one place belong together. */
export interface Rounds<Name extends string, Of extends Stretch> {
  of: Record<Name, Of[]>;
  /** False when there were not enough quiet rounds, and others had to fill their places. */
  isQuiet: boolean;
}

type Round<Name extends string, Of extends Stretch> = Record<Name, Of>;

/**
 * Measures contestants in turn, so that whatever slows the machine for a while slows them all; every other round goes backwards: none
 * always runs in the wake of the same other one. A round counts when each of its stretches was quiet, or else it is made again. Where
 * enough quiet ones are not to be had, the least loud ones count with them, and the result says so.
 */
export async function pairedRounds<Name extends string, Of extends Stretch>(
  { rounds, atMost, quietOnly, onLoud }: Effort,
  contestants: Record<Name, () => Promise<Of>>,
): Promise<Rounds<Name, Of>> {
  const names = Object.keys(contestants) as Name[];
  const quiet: Round<Name, Of>[] = [];
  const loud: Round<Name, Of>[] = [];
  for (let made = 0; made < atMost && quiet.length < rounds; made++) {
    const round = {} as Round<Name, Of>;
    for (const name of made % 2 === 0 ? names : names.toReversed()) {
      round[name] = await contestants[name]();
    }
    const isLoud = quietOnly && loudness(round) >= QUIET_BELOW;
    if (isLoud) onLoud?.(loudness(round));
    (isLoud ? loud : quiet).push(round);
  }
  const missing = rounds - quiet.length;
  const fill = loud.toSorted((a, b) => loudness(a) - loudness(b)).slice(0, missing);
  const counted = [...quiet, ...fill];
  const of = Object.fromEntries(names.map((name) => [name, counted.map((round) => round[name])]));
  return { of: of as Record<Name, Of[]>, isQuiet: missing <= 0 };
}

/** Of the least quiet stretch. What cannot be known is taken for quiet: there is nothing to go by. */
function loudness<Name extends string>(round: Round<Name, Stretch>): number {
  return Math.max(...Object.values<Stretch>(round).map(({ foreign }) => foreign ?? 0));
}

/** Of an even number of values the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The share of values that are at most this, 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The median of one figure of the rounds. */
export const medianOf = <Of>(rounds: readonly Of[], figure: (round: Of) => number): number =>
  median(rounds.map(figure));

/** The median of the ratios within each round: both halves of a ratio saw the same machine. */
export function pairedRatio<Ours, Theirs>(
  ours: readonly Ours[],
  theirs: readonly Theirs[],
  figures: { ours: (round: Ours) => number; theirs: (round: Theirs) => number },
): number {
  return median(
    ours.map((round, place) => {
      const other = theirs[place];
      return figures.ours(round) / (other === undefined ? Number.NaN : figures.theirs(other));
    }),
  );
}
