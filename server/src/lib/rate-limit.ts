import { Failure } from './failures.ts';

/** Counts how often something is done, by keys such as a plugin's id or a caller's network. */
export interface RateLimit {
  /** @throws Failure `too_many_requests` when `key` has used up its share of the current window. */
  take(key: string): void;
  /**
   * Takes nothing: for what counts only once it turns out to be a wrong guess.
   *
   * @throws Failure `too_many_requests` where `take` would.
   */
  refuseExceeded(key: string): void;
  /** Takes back what was taken in this window: it turned out not to count. */
  giveBack(key: string): void;
}

const MAX_KEYS = 100_000;

/** Counts per key in fixed windows; a limit of 0 is no limit. Per process: n processes admit n times as much. */
export function createRateLimit(limit: number, windowSeconds: number): RateLimit {
  let counts = new Map<string, number>();
  let windowEnds = 0;

  function currentCounts(now: number): Map<string, number> {
    // Also when there are too many keys: forgetting is better than growing.
    if (now >= windowEnds || counts.size >= MAX_KEYS) {
      counts = new Map();
      windowEnds = now + windowSeconds * 1000;
    }
    return counts;
  }

  function exceeded(key: string): boolean {
    return limit > 0 && (currentCounts(performance.now()).get(key) ?? 0) >= limit;
  }

  function refuseExceeded(key: string): void {
    if (!exceeded(key)) return;
    throw new Failure('too_many_requests', `More than ${limit} requests in ${windowSeconds} s`, {
      retryAfter: Math.max(1, Math.ceil((windowEnds - performance.now()) / 1000)),
    });
  }

  return {
    refuseExceeded,
    take(key) {
      if (limit === 0) return;
      refuseExceeded(key);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    giveBack(key) {
      const count = currentCounts(performance.now()).get(key) ?? 0;
      if (count > 1) counts.set(key, count - 1);
      else counts.delete(key);
    },
  };
}
