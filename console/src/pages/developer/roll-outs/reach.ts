import type { Plugin } from '../plugin-state.tsx';
import type { Release } from '../releases/types.ts';
import type { Cohorts, RollOut } from './types.ts';

/** Where the slider rests. */
const USUAL = [1, 5, 10, 25, 50, 100];

/** The per cents that can be chosen; where a roll-out is stands among them. */
export function stopsOf(percent: number): number[] {
  if (percent === 0 || USUAL.includes(percent)) return USUAL;
  return [...USUAL, percent].sort((one, other) => one - other);
}

/** How many installs a per cent brings that are not there now. */
export const moreAt = ({ steps }: Cohorts, percent: number): number =>
  steps.findLast((step) => step.percent <= percent)?.more ?? 0;

/** What to begin with: the least that reaches anybody. */
export const firstStop = (cohorts: Cohorts): number =>
  USUAL.find((percent) => moreAt(cohorts, percent) > 0) ?? 100;

/**
 * Where everybody goes who goes back from what installs run; undefined where there is nothing before it.
 *
 * @param releases the newest first, as `rollOuts` are.
 */
export function releaseBefore(
  { current_release: current }: Plugin,
  releases: readonly Release[],
  rollOuts: readonly RollOut[],
): number | undefined {
  if (current === null) return undefined;
  const last = rollOuts.find(({ dry_run, release }) => !dry_run && release === current);
  if (last?.state === 'done') return last.from_release;
  return releases.find(({ number, state }) => number < current && state === 'published')?.number;
}
