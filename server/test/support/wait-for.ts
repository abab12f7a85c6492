import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** What is waited for, for the message when it does not come. */
  describe: string;
  /** What changes while something long goes on: as long as it does, waiting goes on. */
  progress?: () => unknown;
}

/**
 * After so long without a sign of life, something hangs. No guess at speed: a start of a server, the longest that shows nothing
 * meanwhile, takes 2 s alone on the machine, and 25 s on one ten times slower.
 */
export const HANG_MS = 120_000;

const POLL_MS = 10;

/**
 * Asks again and again until `condition` gives something truthy, and returns that. Errors it throws count as "not yet"; the last
 * one is the cause of the failure.
 *
 * @throws Error naming what was waited for, when it hangs.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { describe, progress = () => undefined }: WaitOptions,
): Promise<NonNullable<T>> {
  let seen = await progress();
  let seenAt = performance.now();
  for (;;) {
    let cause: unknown;
    try {
      const result = await condition();
      if (result) return result;
    } catch (error) {
      cause = error;
    }
    const now = await progress();
    if (now !== seen) {
      seen = now;
      seenAt = performance.now();
    } else if (performance.now() - seenAt > HANG_MS) {
      throw new Error(`${inVain(describe)}${seen === undefined ? '' : `, last seen: ${seen}`}`, {
        cause,
      });
    }
    await delay(POLL_MS);
  }
}

/**
 * Waits for what ends by itself.
 *
 * @throws Error naming it, when it hangs.
 */
export async function ending<T>(work: Promise<T>, describe: string): Promise<T> {
  const timer = new AbortController();
  const late = delay(HANG_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error(inVain(describe));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}

const inVain = (describe: string): string =>
  `Nothing happened for ${HANG_MS / 1000} s while waiting for: ${describe}`;
