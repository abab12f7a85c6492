import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsLane, type RetrySchedule, waitBefore } from '../../src/jobs/schedule.ts';

const schedule: RetrySchedule = { steps: [0, 5, 300], jitterPercent: 20 };
const MIDDLE = 0.5;

describe('the wait before an attempt', () => {
  test.each([
    { step: 0, random: MIDDLE, retryAfter: undefined, wait: 0, why: 'the first is at once' },
    { step: 1, random: MIDDLE, retryAfter: undefined, wait: 5, why: 'as planned without luck' },
    { step: 1, random: 0, retryAfter: undefined, wait: 4, why: '20 % sooner at best' },
    { step: 1, random: 1, retryAfter: undefined, wait: 6, why: '20 % later at worst' },
    { step: 2, random: MIDDLE, retryAfter: undefined, wait: 300, why: 'as planned' },
    { step: 3, random: MIDDLE, retryAfter: undefined, wait: undefined, why: 'used up' },
    { step: 1, random: MIDDLE, retryAfter: 1, wait: 5, why: 'not sooner than planned' },
    { step: 1, random: MIDDLE, retryAfter: 8, wait: 8, why: 'what the endpoint asks' },
    { step: 1, random: 0, retryAfter: 8, wait: 8, why: 'not undercut by jitter' },
    { step: 1, random: MIDDLE, retryAfter: 1e9, wait: 10, why: 'twice the step at most' },
    { step: 3, random: MIDDLE, retryAfter: 8, wait: undefined, why: 'used up all the same' },
  ])(
    'at step $step with Retry-After $retryAfter is $wait s: $why',
    ({ step, random, retryAfter, wait }) => {
      expect(waitBefore(schedule, step, random, retryAfter)).toBe(wait);
    },
  );

  test('is finite, never negative, and within jitter of once to twice the step', () => {
    const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(seconds, { minLength: 1, maxLength: 12 }),
        fc.nat(11),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.option(fc.oneof(seconds, fc.constant(1e12)), { nil: undefined }),
        fc.nat(100),
        (steps, step, random, retryAfter, jitterPercent) => {
          const wait = waitBefore({ steps, jitterPercent }, step, random, retryAfter);
          const planned = steps[step];
          if (planned === undefined) {
            expect(wait).toBeUndefined();
            return;
          }
          const spread = jitterPercent / 100;
          const least = retryAfter === undefined ? planned * (1 - spread) : planned;
          const most = (retryAfter === undefined ? planned : 2 * planned) * (1 + spread);
          expect(wait).toBeGreaterThanOrEqual(least * 0.999_999);
          expect(wait).toBeLessThanOrEqual(most * 1.000_001);
        },
      ),
    );
  });
});

test('a job holds its lane until it waits for its 4th attempt', () => {
  expect([0, 1, 2, 3, 4, 9].map(holdsLane)).toEqual([true, true, true, false, false, false]);
});
