import { describe, expect, test } from 'vitest';
import type { Storage, StorageHolder } from '../../src/storage/storage.ts';
import { setUpStorage } from './harness.ts';

const both = setUpStorage();
const { newHolder } = both;

type Result = { key: string; value: unknown } | null;

const runOn = async (storage: Storage, holder: StorageHolder, ...commands: unknown[]) =>
  JSON.parse(await storage.pipeline(holder, commands)) as Result[];

/** Calls `work` that many times at once, by turns on the one storage and the other. */
function race<T>(
  times: number,
  work: (storage: Storage, index: number) => Promise<T>,
): Promise<T[]> {
  const calls = Array.from({ length: times }, (_, index) =>
    work(index % 2 === 0 ? both.storage : both.other, index),
  );
  return Promise.all(calls);
}

describe('two processes at once', () => {
  test('50 writers of one key leave one of the writes, whole', async () => {
    const holder = newHolder();
    await race(50, (storage, value) => runOn(storage, holder, { action: 'set', key: 'a', value }));
    const [item] = await runOn(both.storage, holder, { action: 'get', key: 'a', meta: true });
    expect(item).toMatchObject({ key: 'a', version: 50 });
    expect(item?.value).toBeTypeOf('number');
  });

  test('increments add up', async () => {
    const holder = newHolder();
    await race(200, (storage, index) =>
      runOn(
        storage,
        holder,
        { action: 'increment', key: 'n', by: index },
        { action: 'increment', key: 'm' },
      ),
    );
    expect(
      await runOn(both.other, holder, { action: 'get', key: 'n' }, { action: 'get', key: 'm' }),
    ).toEqual([
      { key: 'n', value: 19_900 },
      { key: 'm', value: 200 },
    ]);
  });

  test('if_absent lets exactly one in, and if_version one a version', async () => {
    const holder = newHolder();
    const outcomes = await race(60, (storage, value) =>
      runOn(storage, holder, { action: 'set', key: 'lock', value, if_absent: true }).then(
        () => value,
        () => undefined,
      ),
    );
    const winners = outcomes.filter((value) => value !== undefined);
    expect(winners).toHaveLength(1);
    expect(await runOn(both.storage, holder, { action: 'get', key: 'lock' })).toEqual([
      { key: 'lock', value: winners[0] },
    ]);
    const raised = await race(60, (storage) =>
      runOn(storage, holder, { action: 'set', key: 'lock', value: 0, if_version: 1 }).then(
        () => 1,
        () => 0,
      ),
    );
    expect(raised.filter(Boolean)).toHaveLength(1);
  });

  test('a swap gives every value to one caller', async () => {
    const holder = newHolder();
    const swap = async (storage: Storage, value: number) => {
      const get = { action: 'get', key: 'a' };
      const [before] = await runOn(storage, holder, get, { action: 'set', key: 'a', value });
      return before?.value;
    };
    const got = await race(12, async (storage, caller) => {
      const seen: unknown[] = [];
      for (let turn = 0; turn < 25; turn++) seen.push(await swap(storage, caller * 25 + turn));
      return seen;
    });
    const [last] = await runOn(both.storage, holder, { action: 'get', key: 'a' });
    expect(new Set([...got.flat(), last?.value]).size).toBe(12 * 25 + 1);
  });

  const opposing: [string, ((key: string) => object)[]][] = [
    ['set', [(key) => ({ action: 'set', key, value: 1 })]],
    ['increment', [(key) => ({ action: 'increment', key })]],
    [
      'all',
      [
        (key) => ({ action: 'set', key, value: 1 }),
        (key) => ({ action: 'increment', key }),
        (key) => ({ action: 'unset', key }),
        (key) => ({ action: 'set_unique_num', key }),
      ],
    ],
  ];
  test.each(opposing)(
    'opposing orders of keys do not lock each other out: %s',
    async (_name, kinds) => {
      const keys = Array.from({ length: 200 }, (_, index) => `key ${index}`);
      // New keys in each round, then the same ones again.
      for (let round = 0; round < 10; round++) {
        const holder = newHolder();
        for (const times of [16, 16]) {
          await race(times, (storage, index) => {
            const order = storage === both.storage ? keys : keys.toReversed();
            const kind = kinds[((index >> 1) + round) % kinds.length] as (key: string) => object;
            return runOn(storage, holder, ...order.map(kind));
          });
        }
      }
      expect(both.sqlErrors).toEqual([]);
    },
  );
});

describe('set_unique by two processes at once', () => {
  const valuesOf = (values: (Result | undefined)[]) =>
    values.filter((result) => result !== null).map((result) => result?.value as string);

  test('200 callers over 16 strings: 16 values, the rest null', async () => {
    const holder = newHolder();
    const results = await race(200, async (storage, index) => {
      const [result] = await runOn(storage, holder, {
        action: 'set_unique',
        key: `key ${index}`,
        chars: '01',
        size: 4,
      });
      return result;
    });
    const made = valuesOf(results);
    expect(made.toSorted()).toEqual(
      Array.from({ length: 16 }, (_, n) => n.toString(2).padStart(4, '0')),
    );
    expect(results.filter((result) => result === null)).toHaveLength(184);
    // Nor did one process have to try again because of the other.
    expect(both.sqlErrors).toEqual([]);
    const [items] = (await runOn(both.storage, holder, { action: 'list' })) as unknown as [
      unknown[],
    ];
    expect(items).toHaveLength(16);
  });

  test('values that are freed meanwhile are handed out again, never twice', async () => {
    const holder = newHolder();
    const only = { action: 'set_unique', chars: '01', size: 3 };
    await race(120, (storage, index) => {
      const key = `key ${index % 12}`;
      if (index % 3 === 0) return runOn(storage, holder, { action: 'unset', key });
      return runOn(storage, holder, { ...only, key }, { ...only, key: `other ${index}` });
    });
    const [items] = (await runOn(both.other, holder, {
      action: 'list',
      limit: 1000,
    })) as unknown as [{ value: string }[]];
    expect(new Set(items.map(({ value }) => value)).size).toBe(items.length);
    expect(items.length).toBeLessThanOrEqual(8);
  });

  test('numbers of a wide range are all different, for many holders', async () => {
    const holders = [newHolder(), newHolder(), newHolder()];
    const results = await race(150, async (storage, index) => {
      const holder = holders[index % 3] as StorageHolder;
      const [result] = await runOn(storage, holder, {
        action: 'set_unique_num',
        key: `key ${index}`,
      });
      return result;
    });
    expect(new Set(valuesOf(results)).size).toBe(150);
  });
});

test('a get that begins after a set was answered sees it, wherever it runs', async () => {
  await race(100, async (storage, index) => {
    const holder = newHolder();
    const set = { action: 'set', key: 'a', value: index };
    const writes = [
      [set],
      [{ ...set, meta: true }],
      [{ ...set, ttl: 60 }, { action: 'list' }],
      [{ action: 'increment', key: 'a', by: index }],
    ];
    await runOn(storage, holder, ...(writes[index % 4] as object[]));
    for (const reader of [both.storage, both.other]) {
      expect(await runOn(reader, holder, { action: 'get', key: 'a' })).toEqual([
        { key: 'a', value: index },
      ]);
    }
  });
});
