import { describe, expect, test } from 'vitest';
import { raw, sql } from '../../src/lib/db.ts';
import { setUpStorage } from './harness.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

type Result = { key: string; value: unknown } | null;
const bit = { action: 'set_unique', chars: '01', size: 1 };

/** As many commands on different keys in one pipeline. */
const many = (count: number, command: object) =>
  Array.from({ length: count }, (_, index) => ({ ...command, key: `key ${index}` }));

async function valuesOf(commands: object[], holder = newHolder()): Promise<unknown[]> {
  const results = (await run(holder, ...commands)) as Result[];
  return results.map((result) => result?.value ?? null);
}

describe('set_unique', () => {
  test('makes a string of twelve digits unless told otherwise', async () => {
    const [first, second] = await valuesOf(many(2, { action: 'set_unique' }));
    expect(first).toMatch(/^[0-9]{12}$/);
    expect(second).toMatch(/^[0-9]{12}$/);
    expect(first).not.toBe(second);
  });

  test('stores the value like any other', async () => {
    const holder = newHolder();
    const [result] = await run(holder, { action: 'set_unique', key: 'a' });
    expect(await run(holder, { action: 'get', key: 'a' })).toEqual([result]);
  });

  test('uses just the characters given, whatever they are', async () => {
    const chars = 'aé"\\/😀\u2028 ';
    const values = await valuesOf(many(50, { action: 'set_unique', chars, size: 512 }));
    expect(new Set(values).size).toBe(50);
    for (const value of values as string[]) {
      expect([...value]).toHaveLength(512);
      expect([...value].every((char) => chars.includes(char))).toBe(true);
    }
    expect(new Set(values.flatMap((value) => [...(value as string)]))).toEqual(new Set(chars));
  });

  test('hands out every value of a range once, then null', async () => {
    const values = await valuesOf(many(20, { action: 'set_unique', chars: '01', size: 4 }));
    const made = values.slice(0, 16) as string[];
    expect(made.toSorted()).toEqual(
      Array.from({ length: 16 }, (_, n) => n.toString(2).padStart(4, '0')),
    );
    expect(values.slice(16)).toEqual([null, null, null, null]);
  });

  test('leaves the key as it was when all are taken', async () => {
    const holder = newHolder();
    await run(holder, ...many(2, bit), { action: 'set', key: 'a', value: 'kept' });
    expect(
      await run(holder, { ...bit, key: 'a' }, { ...bit, key: 'b' }, { action: 'get', key: 'a' }),
    ).toEqual([null, null, { key: 'a', value: 'kept' }]);
    expect(await run(holder, { action: 'get', key: 'b' })).toEqual([null]);
  });

  test('a value is taken only by set_unique, and only for its own holder', async () => {
    const holder = newHolder();
    await run(holder, { action: 'set', key: 'plain', value: '0' });
    const one = { action: 'set_unique', key: 'a', chars: '0', size: 1 };
    expect(await run(holder, one)).toEqual([{ key: 'a', value: '0' }]);
    expect(await run(newHolder(), one)).toEqual([{ key: 'a', value: '0' }]);
    expect(await run({ kind: 'plugin', pluginId: 1 }, one)).toEqual([{ key: 'a', value: '0' }]);
  });
});

describe('a unique value is free again', () => {
  test.each([
    ['when its item is removed', { action: 'unset', key: 'holder' }],
    ['when its item is overwritten', { action: 'set', key: 'holder', value: 7 }],
    [
      'when its item is overwritten with the same value',
      { action: 'set', key: 'holder', value: 7, meta: true },
    ],
    ['when its item is incremented', { action: 'increment', key: 'holder' }],
    ['when its item gets another unique value', { action: 'set_unique', key: 'holder' }],
  ])('%s', async (_name, freeing) => {
    const holder = newHolder();
    const only = (key: string) => ({ action: 'set_unique_num', key, min: 7, max: 7 });
    const granted = (key: string) => ({ key, value: 7 });
    expect(await run(holder, only('holder'), only('next'))).toEqual([granted('holder'), null]);
    await run(holder, freeing);
    expect(await run(holder, only('next'))).toEqual([granted('next')]);
    // The same within one pipeline.
    const again = await run(holder, only('holder'), { ...freeing, key: 'next' }, only('holder'));
    expect(again).toEqual([null, expect.anything(), granted('holder')]);
  });

  test('for the key that holds it', async () => {
    const holder = newHolder();
    await run(holder, ...many(2, bit));
    const [before] = await run(holder, { action: 'get', key: 'key 0' });
    expect(await run(holder, { ...bit, key: 'key 0' })).toEqual([before]);
  });

  test.each([
    ['took it', 1],
    ['was to take it', 0],
  ])('when the pipeline that %s fails', async (_name, place) => {
    const holder = newHolder();
    const take = (key: string) => ({ action: 'set_unique_num', key, min: 7, max: 7 });
    const failing: object[] = [take('a')];
    failing.splice(place, 0, { action: 'set', key: 'x', value: 1, if_version: 9 });
    const outcomes = await Promise.allSettled([run(holder, ...failing), run(holder, take('b'))]);
    expect(outcomes).toMatchObject([
      { status: 'rejected' },
      { status: 'fulfilled', value: [{ key: 'b', value: 7 }] },
    ]);
  });

  test('to be swapped between two keys in one pipeline', async () => {
    const holder = newHolder();
    const only = (key: string, value: number) => ({
      action: 'set_unique_num',
      key,
      min: value,
      max: value,
    });
    await run(holder, only('a', 1), only('b', 2));
    expect(
      await run(
        holder,
        { action: 'unset', key: 'a' },
        { action: 'unset', key: 'b' },
        only('a', 2),
        only('b', 1),
      ),
    ).toMatchObject([{}, {}, { key: 'a', value: 2 }, { key: 'b', value: 1 }]);
  });
});

describe('set_unique_num', () => {
  test.each([
    [0, 0],
    [-3, -3],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ])('from %d to %d has one value', async (min, max) => {
    expect(await valuesOf(many(2, { action: 'set_unique_num', min, max }))).toEqual([min, null]);
  });

  test('stays within its bounds, negative ones too', async () => {
    const values = await valuesOf(many(7, { action: 'set_unique_num', min: -2, max: 3 }));
    expect(values.slice(0, 6).toSorted()).toEqual([-1, -2, 0, 1, 2, 3]);
    expect(values[6]).toBe(null);
  });

  test.each([
    ['all safe integers', { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }],
    ['the default', {}],
  ])('draws from %s', async (_name, bounds) => {
    const values = await valuesOf(many(500, { action: 'set_unique_num', ...bounds }));
    expect(new Set(values).size).toBe(500);
    expect(values.every(Number.isSafeInteger)).toBe(true);
    // Half of them in each half of the range: 500 fair coins give 175 to 325 heads, save one time in 10^10.
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = bounds as { min?: number; max?: number };
    const upper = (values as number[]).filter((value) => value > min / 2 + max / 2).length;
    expect(upper).toBeGreaterThan(175);
    expect(upper).toBeLessThan(325);
  });

  test('a number and the string of its digits are different values', async () => {
    const holder = newHolder();
    expect(
      await run(
        holder,
        { action: 'set_unique', key: 'text', chars: '5', size: 1 },
        { action: 'set_unique_num', key: 'number', min: 5, max: 5 },
      ),
    ).toEqual([
      { key: 'text', value: '5' },
      { key: 'number', value: 5 },
    ]);
  });
});

describe('a large range that is nearly full', () => {
  const SIZE = 10_000;
  const code = { action: 'set_unique', size: 4 };
  const number = { action: 'set_unique_num', min: 0, max: SIZE - 1 };

  test.each([
    ['strings', code, `'"' || lpad(n::text, 4, '0') || '"'`],
    ['numbers', number, 'n::text'],
  ])('gives exactly the %s that are left', async (_name, command, text) => {
    const holder = newHolder();
    const installId = holder.kind === 'install' ? holder.installId : 0;
    const left = [17, 4242, 9999];
    await storage.db.query(sql`
      insert into install_storage_items (install_id, key, value, unique_value)
      select ${installId}, 'held ' || n, ${raw(text)}, ${raw(text)}
      from generate_series(0, ${SIZE - 1}::integer) n where n <> all(${left})`);
    const values = await valuesOf(many(5, command), holder);
    expect(
      values
        .slice(0, 3)
        .map(Number)
        .toSorted((a, b) => a - b),
    ).toEqual(left);
    expect(values.slice(3)).toEqual([null, null]);
    await run(holder, { action: 'unset', key: 'held 4711' });
    expect((await valuesOf([{ ...command, key: 'x' }], holder)).map(Number)).toEqual([4711]);
  });
});
