/** When a job is tried again: pure, so that its table is its test. */

/** How long to wait before each attempt at a job. */
export interface RetrySchedule {
  /** Seconds to wait before each attempt; the first is 0, since the first attempt is made at once. */
  steps: readonly number[];
  /** How far a wait may differ, in percent. */
  jitterPercent: number;
}

/** Jobs that wait for this attempt (counted from 0) or a later one let their lane go on. */
export const PATIENT_STEPS = 3;

/**
 * Seconds until the attempt at `step` (0 is the first), or `undefined` when the schedule is used up. An endpoint's `Retry-After`
 * (seconds) can stretch the step up to twice, never shorten it.
 *
 * @param random in [0, 1)
 */
export function waitBefore(
  schedule: RetrySchedule,
  step: number,
  random: number,
  retryAfter?: number,
): number | undefined {
  const planned = schedule.steps[step];
  if (planned === undefined) return undefined;
  const asked =
    retryAfter === undefined ? planned : Math.min(Math.max(retryAfter, planned), 2 * planned);
  const jitter = 1 + ((2 * random - 1) * schedule.jitterPercent) / 100;
  // What an endpoint asked for is not undercut by the jitter.
  return asked * (retryAfter === undefined ? jitter : Math.max(1, jitter));
}

const MOST_PAUSE_SECONDS = 300;

/** Seconds until a job is looked at again that was given back `times` before in a row, for what failed in us: twice as long each time. */
export function pauseBefore(times: number): number {
  return Math.min(MOST_PAUSE_SECONDS, 2 ** times);
}

/** Whether a job that waits for the attempt at `step` still holds back the next one of its lane. */
export function holdsLane(step: number): boolean {
  return step < PATIENT_STEPS;
}
