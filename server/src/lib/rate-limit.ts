import { hash } from 'node:crypto';
import { Failure, type RateLimitState } from './failures.ts';
import { takeRandom } from './random.ts';

/** Counts how often something is done, by keys such as a plugin's id. */
export interface RateLimit {
  /**
   * @returns what is left; undefined where there is no limit.
   * @throws Failure `too_many_requests` when `key` has used up its share of the current window.
   */
  take(key: string): RateLimitState | undefined;
}

/** What is limited, and how often in how long. */
export interface RateLimitOptions {
  policy: string;
  /** 0 is no limit. */
  limit: number;
  windowSeconds: number;
  /** Most keys that are counted by themselves. */
  maxKeys?: number;
}

const SHARED_COUNTS = 1024;

/**
 * Counts per key in fixed windows. Per process: n processes admit n times as much.
 *
 * It neither grows without end nor forgets anybody: keys that come when `maxKeys` are known share 1,024 counts until the window ends. A
 * newcomer may then be refused on another's account, but nobody gets more than their share by filling it, and who was known before is
 * counted by themselves as ever. Which keys share a count cannot be foreseen.
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { limit, windowSeconds, maxKeys = 100_000 } = options;
  const seed = takeRandom(16, 'base64url');
  let counts = new Map<string, number>();
  let shared = new Map<number, number>();
  let windowEnds = Number.NEGATIVE_INFINITY;

  function turnWindow(now: number): void {
    if (now < windowEnds) return;
    counts = new Map();
    shared = new Map();
    windowEnds = now + windowSeconds * 1000;
  }

  function countOnce(key: string): number {
    const known = counts.get(key);
    if (known === undefined && counts.size >= maxKeys) {
      const place = hash('sha256', seed + key, 'buffer').readUInt16BE() % SHARED_COUNTS;
      return countIn(shared, place);
    }
    return countIn(counts, key, known);
  }

  return {
    take(key) {
      if (limit === 0) return undefined;
      const now = performance.now();
      turnWindow(now);
      const count = countOnce(key);
      const state = {
        policy: options.policy,
        limit,
        windowSeconds,
        remaining: Math.max(0, limit - count),
        resetSeconds: wholeSeconds(windowEnds - now, windowSeconds),
      };
      if (count > limit) throw tooMany(state);
      return state;
    },
  };
}

function countIn<Key>(counts: Map<Key, number>, key: Key, known = counts.get(key)): number {
  const count = (known ?? 0) + 1;
  counts.set(key, count);
  return count;
}

// Rounded up, so that trying again then is not too early; but the sum of two floating-point numbers may be a hair above the window.
const wholeSeconds = (ms: number, windowSeconds: number): number =>
  Math.min(windowSeconds, Math.max(1, Math.ceil(ms / 1000)));

/** The refusal of who has used a limit up. */
export function tooMany(state: RateLimitState): Failure {
  const { limit, windowSeconds, resetSeconds } = state;
  return new Failure('too_many_requests', `More than ${limit} requests in ${windowSeconds} s`, {
    retryAfter: resetSeconds,
    rateLimit: state,
  });
}
