import type { Sample, Stretch } from '../harness/meter.ts';
import { medianOf, pairedRatio, type Rounds } from '../harness/rounds.ts';
import type { GoalName } from './goals.ts';

/** What one operation costs: a line of the table of costs. */
export interface Cost {
  operation: string;
  /** Processor microseconds of the server, or of whom it is compared with; the medians of the rounds. */
  server: number;
  /** Processor microseconds of PostgreSQL. */
  postgres: number;
  /** Operations a second. */
  rate: number;
  isQuiet: boolean;
}

/** One line of the table of goals to be. */
export interface Result {
  goal: GoalName;
  /** Null when it could not be measured; `detail` then says why. */
  value: number | null;
  /** The absolute numbers, which are the machine's, not the product's. */
  detail: string;
  isQuiet: boolean;
}

/** All that was measured at once. */
export interface Figures {
  costs: Cost[];
  results: Result[];
}

/** The cost of one contestant's operation. */
export function costOf<Name extends string>(
  operation: string,
  rounds: Rounds<Name, Sample>,
  name: NoInfer<Name>,
): Cost {
  const samples = rounds.of[name];
  return {
    operation,
    server: medianOf(samples, ({ server }) => server),
    postgres: medianOf(samples, ({ postgres }) => postgres),
    rate: medianOf(samples, ({ rate }) => rate),
    isQuiet: rounds.isQuiet,
  };
}

/** Which two contestants a ratio is of. */
export interface Pair<Name extends string> {
  ours: Name;
  theirs: Name;
}

/** How much more (or less) of something one contestant has than the other. */
export function ratioOf<Name extends string, Of extends Stretch>(
  goal: GoalName,
  rounds: Rounds<Name, Of>,
  { ours, theirs }: Pair<NoInfer<Name>>,
  figure: { of(sample: Of): number; written(value: number): string; note?: string },
): Result {
  const written = (name: Name) => figure.written(medianOf(rounds.of[name], figure.of));
  return {
    goal,
    value: pairedRatio(rounds.of[ours], rounds.of[theirs], { ours: figure.of, theirs: figure.of }),
    detail: `${written(ours)} ÷ ${written(theirs)}${figure.note ?? ''}`,
    isQuiet: rounds.isQuiet,
  };
}

/** Of operations a second. */
export const rateRatio = <Name extends string>(
  goal: GoalName,
  rounds: Rounds<Name, Sample>,
  pair: Pair<NoInfer<Name>>,
  note = '',
): Result => ratioOf(goal, rounds, pair, { of: ({ rate }) => rate, written: perSecond, note });

/** Of the processor time of the servers alone. */
export const serverRatio = <Name extends string>(
  goal: GoalName,
  rounds: Rounds<Name, Sample>,
  pair: Pair<NoInfer<Name>>,
  note = '',
): Result =>
  ratioOf(goal, rounds, pair, {
    of: ({ server }) => server,
    written: (micros) => `${micros.toFixed(0)} µs`,
    note,
  });

/** With thousands apart. */
export const inThousands = (value: number): string => Math.round(value).toLocaleString('en');

/** A rate as it stands in the tables. */
export const perSecond = (rate: number): string => `${inThousands(rate)}/s`;

/** A figure that cannot be had here. */
export const notMeasured = (goal: GoalName, why: string): Result => ({
  goal,
  value: null,
  detail: why,
  isQuiet: true,
});

/** What no machine measures yet. */
export const unmeasurable = (): Result[] => [
  notMeasured('console', 'held by `console/test/sizes.test.ts`'),
];

/** What may be written down: what was disturbed would be read as a figure of the product. */
export const quietOf = ({ costs, results }: Figures): Figures => ({
  costs: costs.filter(({ isQuiet }) => isQuiet),
  results: results.map((result) =>
    result.isQuiet ? result : notMeasured(result.goal, 'other programs were at work meanwhile'),
  ),
});
