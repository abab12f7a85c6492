import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** What is waited for, for the message when it does not come. */
  describe: string;
  /** Default 10,000. Only how long a failing test takes: make it generous. */
  timeoutMs?: number;
}

const POLL_MS = 10;

/**
 * Asks again and again until `condition` gives something truthy, and returns that. Errors it throws count as "not yet"; the last
 * one is the cause of the failure.
 *
 * @throws Error naming what was waited for.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { describe, timeoutMs = 10_000 }: WaitOptions,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const result = await condition();
      if (result) return result;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain for: ${describe}`, { cause });
    }
    await delay(POLL_MS);
  }
}
