import { describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import type { StorageHolder } from '../../src/storage/storage.ts';
import { refusalOf, setUpStorage } from './harness.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

const failed = (index: number) => [409, 'condition_failed', `/commands/${index}`];

describe('if_absent', () => {
  test('stores where there is no item, and not where there is one', async () => {
    const holder = newHolder();
    const set = (value: number) => run(holder, { action: 'set', key: 'a', value, if_absent: true });
    expect(await set(1)).toEqual([{ key: 'a', value: 1 }]);
    expect(await refusalOf(set(2))).toEqual(failed(0));
    expect(await run(holder, { action: 'get', key: 'a' })).toEqual([{ key: 'a', value: 1 }]);
  });

  test('false is no condition', async () => {
    const holder = newHolder();
    const set = { action: 'set', key: 'a', value: 1, if_absent: false };
    expect(await run(holder, set, set)).toHaveLength(2);
  });

  test('sees what the commands before it did', async () => {
    const holder = newHolder();
    const unset = { action: 'unset', key: 'a' };
    const set = { action: 'set', key: 'a', value: 1, if_absent: true };
    expect(await run(holder, set, unset, set)).toHaveLength(3);
    expect(await refusalOf(run(holder, unset, set, { action: 'get', key: 'a' }, set))).toEqual(
      failed(3),
    );
    expect(await run(holder, { action: 'get', key: 'a' })).toEqual([{ key: 'a', value: 1 }]);
  });
});

describe('if_version', () => {
  test('stores only over that version', async () => {
    const holder = newHolder();
    const set = (value: number, if_version?: number) =>
      run(holder, { action: 'set', key: 'a', value, if_version });
    expect(await refusalOf(set(1, 1))).toEqual(failed(0));
    await set(1);
    await set(2, 1);
    expect(await refusalOf(set(3, 1))).toEqual(failed(0));
    expect(await refusalOf(set(3, 3))).toEqual(failed(0));
    expect(await run(holder, { action: 'get', key: 'a', meta: true })).toEqual([
      { key: 'a', value: 2, version: 2, expires_at: null },
    ]);
  });

  test('is raised by every kind of write', async () => {
    const holder = newHolder();
    await run(holder, { action: 'set', key: 'a', value: 1 }, { action: 'set', key: 'a', value: 2 });
    await run(holder, { action: 'increment', key: 'a' });
    await run(holder, { action: 'set_unique', key: 'a' });
    await run(holder, { action: 'set', key: 'a', value: 1, ttl: 60 });
    expect(
      await run(holder, { action: 'set', key: 'a', value: 3, if_version: 5, meta: true }),
    ).toMatchObject([{ version: 6 }]);
  });
});

test('a condition that fails undoes the whole pipeline, and only that one', async () => {
  const holder = newHolder();
  await run(
    holder,
    { action: 'set', key: 'taken', value: 0 },
    { action: 'set', key: 'b', value: 0 },
  );
  const count = { action: 'increment', key: 'n' };
  const fails = () =>
    run(
      holder,
      count,
      { action: 'set', key: 'a', value: 1 },
      { action: 'unset', key: 'b' },
      { action: 'set', key: 'taken', value: 1, if_absent: true },
    );
  // All in one batch: the failing ones between the others.
  const outcomes = await Promise.allSettled([
    run(holder, count),
    fails(),
    run(holder, count),
    fails(),
    run(holder, count),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(await run(holder, { action: 'list' })).toEqual([
    [
      { key: 'b', value: 0 },
      { key: 'n', value: 3 },
      { key: 'taken', value: 0 },
    ],
  ]);
});

describe('ttl', () => {
  /** Lets the life of an item be over. */
  async function expire(holder: StorageHolder, key: string): Promise<void> {
    await storage.db.query(sql`
      update install_storage_items set expires_at = now() - interval '1 microsecond'
      where install_id = ${holder.kind === 'install' ? holder.installId : 0} and key = ${key}`);
  }

  test('is counted from now on the database’s clock, on every path', async () => {
    const holder = newHolder();
    const before = await databaseTime();
    await run(holder, { action: 'set', key: 'a', value: 1, ttl: 3600 });
    const [set] = (await run(holder, {
      action: 'set',
      key: 'b',
      value: 1,
      ttl: 3600,
      meta: true,
    })) as [{ expires_at: string }];
    const after = await databaseTime();
    const items = (await run(
      holder,
      { action: 'get', key: 'a', meta: true },
      { action: 'get', key: 'b', meta: true },
    )) as { expires_at: string }[];
    expect(items[1]?.expires_at).toBe(set.expires_at);
    for (const { expires_at } of items) {
      expect(expires_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(expires_at)).toBeGreaterThanOrEqual(before + 3_600_000);
      expect(Date.parse(expires_at)).toBeLessThanOrEqual(after + 3_600_000);
    }
  });

  async function databaseTime(): Promise<number> {
    const [row] = await storage.db.query<{ now: Date }>(sql`select now()`);
    return row?.now.getTime() ?? 0;
  }

  test('an item whose life is over is missing for every command', async () => {
    const holder = newHolder();
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const set = { action: 'set', key, value: 5, ttl: 60 };
      await run(holder, set, set);
      await expire(holder, key);
    }
    expect(
      await run(holder, { action: 'get', key: 'a' }, { action: 'get', key: 'a', meta: true }),
    ).toEqual([null, null]);
    expect(await run(holder, { action: 'list' })).toEqual([[]]);
    expect(
      await refusalOf(run(holder, { action: 'set', key: 'a', value: 1, if_version: 2 })),
    ).toEqual(failed(0));
    expect(
      await run(
        holder,
        { action: 'set', key: 'b', value: 1, if_absent: true, meta: true },
        { action: 'increment', key: 'c', meta: true },
        { action: 'unset', key: 'd' },
      ),
    ).toEqual([
      { key: 'b', value: 1, version: 1, expires_at: null },
      { key: 'c', value: 1, version: 1, expires_at: null },
      null,
    ]);
    await run(holder, { action: 'set', key: 'e', value: 1 });
    expect(
      await run(holder, { action: 'get', key: 'e', meta: true }, { action: 'get', key: 'a' }),
    ).toEqual([{ key: 'e', value: 1, version: 1, expires_at: null }, null]);
  });

  test('a set without one ends a former one', async () => {
    const holder = newHolder();
    const expiry = () => run(holder, { action: 'get', key: 'a', meta: true });
    const limited = { action: 'set', key: 'a', value: 1, ttl: 60 };
    for (const plain of [
      { action: 'set', key: 'a', value: 2 },
      { action: 'set', key: 'a', value: 2, meta: true },
      { action: 'set_unique', key: 'a' },
    ]) {
      await run(holder, limited);
      expect(await expiry()).not.toMatchObject([{ expires_at: null }]);
      await run(holder, plain);
      expect(await expiry()).toMatchObject([{ expires_at: null }]);
    }
  });

  test('a counter keeps its life', async () => {
    const holder = newHolder();
    await run(holder, { action: 'set', key: 'n', value: 1, ttl: 60 });
    const [before] = (await run(holder, { action: 'get', key: 'n', meta: true })) as [object];
    const [after] = await run(holder, { action: 'increment', key: 'n', meta: true });
    expect(after).toEqual({ ...before, value: 2, version: 2 });
  });
});
