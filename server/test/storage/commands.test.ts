import { describe, expect, test } from 'vitest';
import { refusalOf, setUpStorage } from './harness.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

describe('each command', () => {
  test('set answers what it stored, and get finds it', async () => {
    const holder = newHolder();
    expect(await run(holder, { action: 'set', key: 'a', value: { b: [1] } })).toEqual([
      { key: 'a', value: { b: [1] } },
    ]);
    expect(await run(holder, { action: 'get', key: 'a' })).toEqual([
      { key: 'a', value: { b: [1] } },
    ]);
  });

  test('get and unset of a missing key answer null in their place', async () => {
    const holder = newHolder();
    expect(
      await run(
        holder,
        { action: 'get', key: 'none' },
        { action: 'set', key: 'a', value: 1 },
        { action: 'unset', key: 'none' },
      ),
    ).toEqual([null, { key: 'a', value: 1 }, null]);
    expect(await run(holder, { action: 'get', key: 'none' })).toEqual([null]);
  });

  test('null is a value like any other', async () => {
    const holder = newHolder();
    await run(holder, { action: 'set', key: 'a', value: null });
    expect(await run(holder, { action: 'get', key: 'a' })).toEqual([{ key: 'a', value: null }]);
  });

  test('unset answers what it removed', async () => {
    const holder = newHolder();
    await run(holder, { action: 'set', key: 'a', value: 1 });
    expect(await run(holder, { action: 'unset', key: 'a' })).toEqual([{ key: 'a', value: 1 }]);
    expect(await run(holder, { action: 'get', key: 'a' })).toEqual([null]);
    expect(await run(holder, { action: 'list' })).toEqual([[]]);
  });

  test('increment begins at 0 and adds what it is told', async () => {
    const holder = newHolder();
    expect(await run(holder, { action: 'increment', key: 'n' })).toEqual([{ key: 'n', value: 1 }]);
    expect(
      await run(
        holder,
        { action: 'increment', key: 'n', by: -2.5 },
        { action: 'increment', key: 'n', by: 0 },
      ),
    ).toEqual([
      { key: 'n', value: -1.5 },
      { key: 'n', value: -1.5 },
    ]);
  });

  test('increment refuses what is no number, and all that was before it with it', async () => {
    const holder = newHolder();
    await run(holder, { action: 'set', key: 'text', value: '1' });
    const counted = { action: 'increment', key: 'n' };
    expect(await refusalOf(run(holder, counted, { action: 'increment', key: 'text' }))).toEqual([
      422,
      'invalid',
      '/commands/1/key',
    ]);
    expect(await run(holder, { action: 'get', key: 'n' })).toEqual([null]);
  });

  test('an empty pipeline has no results', async () => {
    expect(await run(newHolder())).toEqual([]);
  });
});

describe('a pipeline', () => {
  test('sees its own effects, in order', async () => {
    const holder = newHolder();
    expect(
      await run(
        holder,
        { action: 'get', key: 'a' },
        { action: 'set', key: 'a', value: 1 },
        { action: 'get', key: 'a' },
        { action: 'increment', key: 'a', by: 4 },
        { action: 'list' },
        { action: 'unset', key: 'a' },
        { action: 'list' },
        { action: 'get', key: 'a' },
        { action: 'set', key: 'a', value: 2 },
        { action: 'list' },
      ),
    ).toEqual([
      null,
      { key: 'a', value: 1 },
      { key: 'a', value: 1 },
      { key: 'a', value: 5 },
      [{ key: 'a', value: 5 }],
      { key: 'a', value: 5 },
      [],
      null,
      { key: 'a', value: 2 },
      [{ key: 'a', value: 2 }],
    ]);
    expect(await run(holder, { action: 'get', key: 'a' })).toEqual([{ key: 'a', value: 2 }]);
  });

  test('of several sets of one key the last stays', async () => {
    const holder = newHolder();
    expect(
      await run(
        holder,
        { action: 'set', key: 'a', value: 1 },
        { action: 'set', key: 'a', value: 2 },
        { action: 'get', key: 'a' },
      ),
    ).toEqual([
      { key: 'a', value: 1 },
      { key: 'a', value: 2 },
      { key: 'a', value: 2 },
    ]);
    expect(await run(holder, { action: 'get', key: 'a', meta: true })).toMatchObject([
      { value: 2, version: 2 },
    ]);
  });

  test('does nothing when a command in its middle is invalid', async () => {
    const holder = newHolder();
    const refused = run(
      holder,
      { action: 'set', key: 'a', value: 1 },
      { action: 'get', key: '' },
      { action: 'set', key: 'b', value: 1 },
    );
    expect(await refusalOf(refused)).toEqual([422, 'invalid', '/commands/1/key']);
    expect(await run(holder, { action: 'list' })).toEqual([[]]);
  });

  test('does nothing when a condition fails after a list', async () => {
    const holder = newHolder();
    await run(holder, { action: 'set', key: 'a', value: 1 }, { action: 'set', key: 'b', value: 1 });
    const refused = run(
      holder,
      { action: 'set', key: 'a', value: 2 },
      { action: 'unset', key: 'b' },
      { action: 'list' },
      { action: 'set', key: 'a', value: 3, if_absent: true },
    );
    expect(await refusalOf(refused)).toEqual([409, 'condition_failed', '/commands/3']);
    expect(await run(holder, { action: 'list' })).toEqual([
      [
        { key: 'a', value: 1 },
        { key: 'b', value: 1 },
      ],
    ]);
  });

  test('keeps the items of holders apart', async () => {
    const install = newHolder();
    const plugin = { kind: 'plugin', pluginId: 1 } as const;
    const otherPlugin = { kind: 'plugin', pluginId: 2 } as const;
    await Promise.all([
      run(install, { action: 'set', key: 'a', value: 'install' }),
      run(plugin, { action: 'set', key: 'a', value: 'plugin' }),
    ]);
    const values = await Promise.all(
      [install, plugin, otherPlugin, newHolder()].flatMap((holder) => [
        run(holder, { action: 'get', key: 'a' }),
        run(holder, { action: 'list' }),
      ]),
    );
    expect(values).toEqual([
      [{ key: 'a', value: 'install' }],
      [[{ key: 'a', value: 'install' }]],
      [{ key: 'a', value: 'plugin' }],
      [[{ key: 'a', value: 'plugin' }]],
      [null],
      [[]],
      [null],
      [[]],
    ]);
  });
});

describe('meta', () => {
  test('adds version and expiry to the result of the command that asks', async () => {
    const holder = newHolder();
    const none = { version: 1, expires_at: null };
    expect(
      await run(
        holder,
        { action: 'set', key: 'a', value: 1, meta: true },
        { action: 'set', key: 'b', value: 1, meta: false },
        { action: 'increment', key: 'n', meta: true },
        { action: 'increment', key: 'n', meta: true },
        { action: 'set_unique_num', key: 'u', min: 7, max: 7, meta: true },
        { action: 'list', meta: true },
        { action: 'unset', key: 'a', meta: true },
        { action: 'get', key: 'a', meta: true },
      ),
    ).toEqual([
      { key: 'a', value: 1, ...none },
      { key: 'b', value: 1 },
      { key: 'n', value: 1, ...none },
      { key: 'n', value: 2, version: 2, expires_at: null },
      { key: 'u', value: 7, ...none },
      [
        { key: 'a', value: 1, ...none },
        { key: 'b', value: 1, ...none },
        { key: 'n', value: 2, version: 2, expires_at: null },
        { key: 'u', value: 7, ...none },
      ],
      { key: 'a', value: 1, ...none },
      null,
    ]);
    expect(
      await run(holder, { action: 'get', key: 'n', meta: true }, { action: 'get', key: 'n' }),
    ).toEqual([
      { key: 'n', value: 2, version: 2, expires_at: null },
      { key: 'n', value: 2 },
    ]);
  });

  test('a removed item begins at version 1 again', async () => {
    const holder = newHolder();
    await run(holder, { action: 'set', key: 'a', value: 1 });
    await run(holder, { action: 'set', key: 'a', value: 2 });
    expect(await run(holder, { action: 'get', key: 'a', meta: true })).toMatchObject([
      { version: 2 },
    ]);
    await run(holder, { action: 'unset', key: 'a' });
    await run(holder, { action: 'set', key: 'a', value: 3 });
    expect(await run(holder, { action: 'get', key: 'a', meta: true })).toMatchObject([
      { version: 1 },
    ]);
  });
});
