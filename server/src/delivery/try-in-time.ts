import { setTimeout as delay } from 'node:timers/promises';

/** How long an outcome may be tried to be written, and what that takes to be asked for. */
export interface SettleLimits {
  /** The job's lease is over then, by `performance.now()`: after it another worker may have the job. */
  leaseEnds: number;
  /** Fires when the worker stops: no more waiting then. */
  stopping: AbortSignal;
}

const FIRST_PAUSE_MS = 200;
const MOST_PAUSE_MS = 3000;

/**
 * Does what it takes to settle a job, and while that fails tries again as long as the lease holds: a database that is away for a moment
 * must not cost an attempt, neither one that was made and cannot be recorded nor one that was not made and cannot be given back.
 *
 * @throws whatever the last try threw.
 */
export async function tryInTime<Result>(
  work: () => Result | Promise<Result>,
  { leaseEnds, stopping }: SettleLimits,
): Promise<Result> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MOST_PAUSE_MS)) {
    const isLast = stopping.aborted || performance.now() + pause > leaseEnds;
    try {
      return await work();
    } catch (error) {
      if (isLast) throw error;
    }
    await delay(pause, undefined, { signal: stopping }).catch(() => undefined);
  }
}
