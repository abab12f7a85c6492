import { expect, test } from 'vitest';
import { waitFor } from './wait-for.ts';

test('waiting returns what the condition finally gave', async () => {
  let calls = 0;
  const result = await waitFor(() => (++calls === 3 ? 'here' : undefined), { describe: 'three' });
  expect(result).toBe('here');
});

test('waiting in vain names what was waited for and why it did not come', async () => {
  const never = waitFor(() => Promise.reject(new Error('not there')), {
    describe: 'a miracle',
    timeoutMs: 1,
  });
  await expect(never).rejects.toThrow(/a miracle/);
  await expect(never).rejects.toHaveProperty('cause.message', 'not there');
});
