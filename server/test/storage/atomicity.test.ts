import { DatabaseError } from 'pg';
import { describe, expect, test } from 'vitest';
import type { Db } from '../../src/lib/db.ts';
import { createStorage, type StorageHolder } from '../../src/storage/storage.ts';
import { endConnections, someoneWaits } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { LIMITS, refusalOf, setUpStorage } from './harness.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

type Items = [{ key: string; value: unknown }[]];

describe('a pipeline of 100 commands whose connection is killed', () => {
  /** Until `done`, ends whatever is running, over and over. */
  async function killOthers(db: Db, done: () => boolean): Promise<number> {
    let killed = 0;
    while (!done()) killed += await endConnections(db, 'active');
    return killed;
  }

  test.each([
    ['blind', (n: number) => ({ action: 'set', key: `key ${n}`, value: 0 })],
    ['reading', (n: number) => ({ action: 'increment', key: `key ${n}` })],
    ['unique', (n: number) => ({ action: 'set_unique', key: `key ${n}` })],
  ])(
    '%s: is done wholly or not at all, and what was acknowledged is there',
    async (_name, command) => {
      const commands = Array.from({ length: 100 }, (_, n) => command(n));
      const outcomes: { holder: StorageHolder; acknowledged: boolean }[] = [];
      let finished = false;
      const killing = killOthers(storage.db, () => finished);
      const work = Array.from({ length: 4 }, async () => {
        for (let turn = 0; turn < 15; turn++) {
          const holder = newHolder();
          const acknowledged = await storage.other.pipeline(holder, commands).then(
            () => true,
            () => false,
          );
          outcomes.push({ holder, acknowledged });
        }
      });
      await Promise.all(work).finally(() => {
        finished = true;
      });
      expect(await killing).toBeGreaterThan(0);
      for (const { holder, acknowledged } of outcomes) {
        const [items] = (await run(holder, { action: 'list' })) as Items;
        expect(items.length).toBeOneOf(acknowledged ? [100] : [0, 100]);
      }
      // Not all survived, else nothing was shown.
      expect(outcomes.some(({ acknowledged }) => !acknowledged)).toBe(true);
    },
  );
});

describe('pipelineIn', () => {
  const commands = [
    { action: 'set', key: 'a', value: 1 },
    { action: 'increment', key: 'n' },
    { action: 'list' },
    { action: 'set_unique', key: 'u' },
  ];

  test('takes effect when the caller’s transaction commits, and is seen by nobody before', async () => {
    const holder = newHolder();
    const results = await storage.db.transaction(async (tx) => {
      const text = await storage.storage.pipelineIn(tx, holder, commands);
      expect(await run(holder, { action: 'list' })).toEqual([[]]);
      return JSON.parse(text);
    });
    expect(results.slice(0, 3)).toEqual([
      { key: 'a', value: 1 },
      { key: 'n', value: 1 },
      [
        { key: 'a', value: 1 },
        { key: 'n', value: 1 },
      ],
    ]);
    expect(await run(holder, { action: 'list' })).toMatchObject([
      [{ key: 'a' }, { key: 'n' }, { key: 'u' }],
    ]);
  });

  test('leaves nothing when it is refused or the caller rolls back', async () => {
    const holder = newHolder();
    const refused = storage.db.transaction((tx) =>
      storage.storage.pipelineIn(tx, holder, [
        ...commands,
        { action: 'set', key: 'a', value: 1, if_absent: true },
      ]),
    );
    expect(await refusalOf(refused)).toEqual([409, 'condition_failed', '/commands/4']);
    const rolledBack = storage.db.transaction(async (tx) => {
      await storage.storage.pipelineIn(tx, holder, commands);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await run(holder, { action: 'list' })).toEqual([[]]);
  });

  test('can be used twice in a transaction', async () => {
    const holder = newHolder();
    await storage.db.transaction(async (tx) => {
      await storage.storage.pipelineIn(tx, holder, [{ action: 'unset', key: 'n' }]);
      await storage.storage.pipelineIn(tx, holder, commands);
      await storage.storage.pipelineIn(tx, holder, [{ action: 'increment', key: 'n' }]);
    });
    expect(await run(holder, { action: 'get', key: 'n' })).toEqual([{ key: 'n', value: 2 }]);
  });

  test('holds its keys until then: others wait, and then build on it', async () => {
    const holder = newHolder();
    const increment = { action: 'increment', key: 'n' };
    let later: Promise<unknown> | undefined;
    await storage.db.transaction(async (tx) => {
      await storage.storage.pipelineIn(tx, holder, [increment]);
      later = run(holder, increment);
      await waitFor(() => someoneWaits(storage.db), { describe: 'the other to wait' });
    });
    expect(await later).toEqual([{ key: 'n', value: 2 }]);
  });
});

describe('when a statement fails', () => {
  /** A database of which every n-th statement is answered with an error. */
  function failing(sqlState: string, times: number) {
    let left = times;
    const fail = () => {
      if (left-- > 0) throw Object.assign(newDatabaseError(), { code: sqlState });
    };
    const failingDb = (db: Db): Db => ({
      query: async (statement) => {
        fail();
        return db.query(statement);
      },
    });
    return createStorage({
      db: {
        ...storage.db,
        ...failingDb(storage.db),
        transaction: (work) => storage.db.transaction((tx) => work(failingDb(tx))),
      },
      limits: LIMITS,
    });
  }
  const newDatabaseError = () => new DatabaseError('made up', 0, 'error');

  test.each([
    ['set', { action: 'set', key: 'a', value: 1 }],
    ['increment', { action: 'increment', key: 'a' }],
  ])('a deadlock is tried again: %s', async (_name, command) => {
    const holder = newHolder();
    const result = await failing('40P01', 3).pipeline(holder, [command]);
    expect(JSON.parse(result)).toEqual([{ key: 'a', value: 1 }]);
    expect(await refusalOf(failing('40P01', 100).pipeline(holder, [command]))).toEqual([
      503,
      'unavailable',
    ]);
    expect(await run(holder, { action: 'get', key: 'a' })).toEqual([{ key: 'a', value: 1 }]);
  });
});
