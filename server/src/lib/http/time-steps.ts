import { Type } from 'typebox';
import { databaseNow } from '../clock.ts';
import { invalid } from '../failures.ts';
import { Timestamp } from './schema.ts';

/** The longest time that is shown in steps, in seconds. */
const LONGEST_TIME_S = 31 * 24 * 3600;
const MOST_STEPS = 200;
const USUAL_STEP_S = 3600;
const USUAL_TIME_S = 24 * 3600;

/** Query parameters of what is shown in steps of time. */
export const timeStepsQuery = {
  since: Type.Optional(
    Type.Unsafe<string>({
      ...Timestamp,
      description:
        'At most 31 days ago; by default 24 hours, to the end of the step that is under way',
    }),
  ),
  step: Type.Optional(
    Type.Integer({
      minimum: 60,
      maximum: LONGEST_TIME_S,
      multipleOf: 60,
      default: USUAL_STEP_S,
      description: 'Seconds, in whole minutes; at most 200 steps',
    }),
  ),
};

/** A time in steps; all times in milliseconds. */
export interface TimeSteps {
  from: number;
  until: number;
  /** Seconds. */
  step: number;
  /** When each step begins. */
  starts: number[];
}

/** The time until now in steps. @throws Failure `invalid` for a time that is too long, or too many steps of it. */
export function readTimeSteps({
  since,
  step = USUAL_STEP_S,
}: {
  since?: string;
  step?: number;
}): TimeSteps {
  const until = databaseNow();
  const from = since === undefined ? usualStart(until, step) : startGiven(since, until);
  return { from, until, step, starts: startsOf(from, until, step) };
}

// The end of the step that is under way is the end of the day before as well: each step of a day is shown once.
function usualStart(until: number, step: number): number {
  const stepMs = step * 1000;
  return (Math.floor(until / stepMs) + 1) * stepMs - Math.max(USUAL_TIME_S * 1000, stepMs);
}

function startGiven(since: string, until: number): number {
  const from = Date.parse(since);
  if (!(from < until)) throw invalid('/since', 'must be a time that is past');
  if (until - from > LONGEST_TIME_S * 1000) throw invalid('/since', 'must be at most 31 days ago');
  return from;
}

function startsOf(from: number, until: number, step: number): number[] {
  const steps = Math.ceil((until - from) / (step * 1000));
  if (steps > MOST_STEPS) {
    throw invalid('/step', `must be so long that there are at most ${MOST_STEPS} steps`);
  }
  return Array.from({ length: steps }, (_, index) => from + index * step * 1000);
}
