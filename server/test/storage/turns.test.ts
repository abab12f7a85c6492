import { expect, test } from 'vitest';
import { createKeyedBatchers, createSlots } from '../../src/storage/turns.ts';

test('slots let so many run at once, in order of arrival, and are free again after a failure', async () => {
  const slots = createSlots(2);
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const work = (name: number) =>
    slots(async () => {
      started.push(name);
      await new Promise<void>((resolve) => finish.push(resolve));
      if (name === 1) throw new Error('failed');
      return name;
    });
  const results = [1, 2, 3, 4].map(work);
  const outcomes = Promise.allSettled(results);
  expect(started).toEqual([1, 2]);
  finish[0]?.();
  await expect(results[0]).rejects.toThrow('failed');
  expect(started).toEqual([1, 2, 3]);
  finish[1]?.();
  await results[1];
  expect(started).toEqual([1, 2, 3, 4]);
  for (const each of finish) each();
  expect((await outcomes).map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
});

test('keyed batchers batch what has the same key, and do not wait for each other', async () => {
  const batches: string[][] = [];
  const held: (() => void)[] = [];
  const push = createKeyedBatchers<string, string, string>({
    run: async (entries) => {
      batches.push(entries);
      if (entries[0] === 'slow') await new Promise<void>((resolve) => held.push(resolve));
      return entries;
    },
  });
  const slow = push('a', 'slow');
  expect(await Promise.all([push('b', 'one'), push('b', 'two')])).toEqual(['one', 'two']);
  expect(batches).toEqual([['slow'], ['one', 'two']]);
  held[0]?.();
  expect(await slow).toBe('slow');
  expect(await push('a', 'again')).toBe('again');
});
