import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { Failure } from '../../src/lib/failures.ts';
import { createRateLimit } from '../../src/lib/rate-limit.ts';

afterEach(() => void vi.restoreAllMocks());

/** Sets the clock that windows are measured with, which stands then. */
const setTime = (ms: number) => vi.spyOn(performance, 'now').mockReturnValue(ms);

const OPTIONS = { policy: 'test', limit: 3, windowSeconds: 60 };

/** What became of each key that was taken: how often it was let through, and refused. */
function takeAll(limit: ReturnType<typeof createRateLimit>, keys: string[]) {
  const outcome = new Map(keys.map((key) => [key, { admitted: 0, refused: 0 }]));
  for (const key of keys) {
    const counts = outcome.get(key) as { admitted: number; refused: number };
    try {
      limit.take(key);
      counts.admitted += 1;
    } catch {
      counts.refused += 1;
    }
  }
  return outcome;
}

const someKeys = fc.array(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 400 });

test('whatever else is counted, nobody gets more than their share, and whom it knows gets all of it', () => {
  setTime(0);
  fc.assert(
    fc.property(someKeys, fc.integer({ min: 1, max: 20 }), (keys, maxKeys) => {
      const known = new Set([...new Set(keys)].slice(0, maxKeys));
      for (const [key, { admitted, refused }] of takeAll(
        createRateLimit({ ...OPTIONS, maxKeys }),
        keys,
      )) {
        expect(admitted).toBeLessThanOrEqual(OPTIONS.limit);
        if (known.has(key)) expect(admitted).toBe(Math.min(OPTIONS.limit, admitted + refused));
      }
    }),
  );
});

test('100,000 made-up names lift nobody’s limit, and have none of their own', () => {
  setTime(0);
  const limit = createRateLimit(OPTIONS);
  takeAll(limit, Array(4).fill('limited'));
  const names = Array.from({ length: 110_000 }, (_, n) => `name ${n}`);
  takeAll(limit, names);
  expect(takeAll(limit, ['limited']).get('limited')).toEqual({ admitted: 0, refused: 1 });
  // 10,001 newcomers share 1,024 counts of 3.
  const admitted = [...takeAll(limit, names.slice(-5000)).values()].filter((one) => one.admitted);
  expect(admitted.length).toBeLessThan(1024 * 3);
});

test('whoever is refused is told to wait no longer than the window, and some time', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      fc.double({ min: 0, max: 59_999, noNaN: true }),
      fc.integer({ min: 1, max: 3600 }),
      (start, later, windowSeconds) => {
        const limit = createRateLimit({ ...OPTIONS, limit: 1, windowSeconds });
        setTime(start);
        expect(limit.take('x')).toEqual({
          policy: 'test',
          limit: 1,
          windowSeconds,
          remaining: 0,
          resetSeconds: windowSeconds,
        });
        setTime(start + Math.min(later, windowSeconds * 1000 - 1));
        try {
          limit.take('x');
          expect.unreachable();
        } catch (error) {
          const { retryAfter, code } = error as Failure;
          expect([code, Number.isInteger(retryAfter)]).toEqual(['too_many_requests', true]);
          expect(retryAfter).toBeGreaterThanOrEqual(1);
          expect(retryAfter).toBeLessThanOrEqual(windowSeconds);
        }
      },
    ),
  );
});

test('a limit of 0 is none', () => {
  const limit = createRateLimit({ ...OPTIONS, limit: 0 });
  expect(takeAll(limit, Array(50).fill('x')).get('x')).toEqual({ admitted: 50, refused: 0 });
  expect(limit.take('x')).toBeUndefined();
});
