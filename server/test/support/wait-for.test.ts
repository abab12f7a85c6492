import { afterEach, expect, test, vi } from 'vitest';
import { HANG_MS, waitFor } from './wait-for.ts';

afterEach(() => vi.restoreAllMocks());

/** Each look at the clock is half of what a hang takes after the last. */
function hurry(): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += HANG_MS / 2;
    return now;
  });
}

test('waiting returns what the condition finally gave', async () => {
  let calls = 0;
  const result = await waitFor(() => (++calls === 3 ? 'here' : undefined), { describe: 'three' });
  expect(result).toBe('here');
});

test('waiting in vain names what was waited for and why it did not come', async () => {
  hurry();
  const never = waitFor(() => Promise.reject(new Error('not there')), {
    describe: 'a miracle',
    progress: () => 'still 3',
  });
  await expect(never).rejects.toThrow(/a miracle, last seen: still 3/);
  await expect(never).rejects.toHaveProperty('cause.message', 'not there');
});

test('waiting goes on, however long it takes, as long as something happens', async () => {
  hurry();
  let steps = 0;
  const progress = () => Math.min(++steps, 100);
  expect(await waitFor(() => steps >= 100, { describe: 'a hundred', progress })).toBe(true);
});
