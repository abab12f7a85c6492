import { expect, test } from 'vitest';
import { createBatcher } from '../../src/lib/batch.ts';

/** A batcher whose batches wait until they are let go. */
function heldBatcher(options: { maxSize?: number; maxWeight?: number; atOnce?: number } = {}) {
  const batches: number[][] = [];
  const held: (() => void)[] = [];
  const push = createBatcher<number, string>({
    ...options,
    weigh: (entry) => entry,
    run: async (entries) => {
      batches.push(entries);
      await new Promise<void>((resolve) => held.push(resolve));
      return entries.map((entry) => `${entry}!`);
    },
  });
  const letGo = async () => {
    while (held.length === 0) await new Promise(setImmediate);
    held.shift()?.();
  };
  return { push, batches, letGo };
}

test('what comes while a batch is in flight is the next one', async () => {
  const { push, batches, letGo } = heldBatcher();
  const first = [push(1), push(2)];
  await new Promise(setImmediate);
  const second = [push(3), push(4)];
  await letGo();
  const third = Promise.all(first).then(() => push(5));
  await letGo();
  await Promise.all(second);
  await letGo();
  expect(await Promise.all([...first, ...second, third])).toEqual(['1!', '2!', '3!', '4!', '5!']);
  expect(batches).toEqual([[1, 2], [3, 4], [5]]);
});

test('a batch has at most so many entries', async () => {
  const { push, batches, letGo } = heldBatcher({ maxSize: 2 });
  const results = [1, 2, 3, 4, 5].map(push);
  for (let batch = 0; batch < 3; batch++) await letGo();
  await Promise.all(results);
  expect(batches).toEqual([[1, 2], [3, 4], [5]]);
});

test('as many batches as are allowed are in flight', async () => {
  const { push, batches, letGo } = heldBatcher({ atOnce: 2 });
  const first = push(1);
  await new Promise(setImmediate);
  const second = [push(2), push(3)];
  await new Promise(setImmediate);
  const third = [push(4), push(5)];
  await new Promise(setImmediate);
  expect(batches).toEqual([[1], [2, 3]]);
  for (let batch = 0; batch < 3; batch++) await letGo();
  await Promise.all([first, ...second, ...third]);
  expect(batches).toEqual([[1], [2, 3], [4, 5]]);
});

test('a batch has at most so much weight, but always one entry', async () => {
  const { push, batches, letGo } = heldBatcher({ maxWeight: 10 });
  const results = [4, 6, 1, 99, 5, 5].map(push);
  for (let batch = 0; batch < 4; batch++) await letGo();
  await Promise.all(results);
  expect(batches).toEqual([[4, 6], [1], [99], [5, 5]]);
});

test('an error as a result rejects that entry alone', async () => {
  const push = createBatcher<number, string>({
    run: async (entries) => entries.map((entry) => (entry === 2 ? new Error('two') : 'fine')),
  });
  const results = await Promise.allSettled([push(1), push(2), push(3)]);
  expect(results).toMatchObject([
    { value: 'fine' },
    { reason: { message: 'two' } },
    { value: 'fine' },
  ]);
});

test('a batch that fails is run entry by entry, in order, so that only the poisoned one fails', async () => {
  const runs: number[][] = [];
  const push = createBatcher<number, number>({
    run: async (entries) => {
      runs.push(entries);
      if (entries.includes(2)) throw new Error('poison');
      return entries;
    },
  });
  const results = await Promise.allSettled([push(1), push(2), push(3)]);
  expect(results).toMatchObject([{ value: 1 }, { reason: { message: 'poison' } }, { value: 3 }]);
  expect(runs).toEqual([[1, 2, 3], [1], [2], [3]]);
  expect(await push(4)).toBe(4);
});

test('after a fatal error nothing is run again', async () => {
  let runs = 0;
  const push = createBatcher<number, number>({
    run: async () => {
      runs++;
      throw new Error('the database is away');
    },
    isFatal: () => true,
  });
  const results = await Promise.allSettled([push(1), push(2)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(runs).toBe(1);
});
