import { expect, onTestFinished, test, vi } from 'vitest';
import { type Database, openDatabase, sql } from '../../src/lib/db.ts';
import { refuseForgetfulPooler } from '../../src/lib/pooler.ts';
import { createTestDatabase } from '../support/database.ts';
import { type Pooler, type PoolerOptions, startPooler } from '../support/pooler.ts';

async function behind(options: PoolerOptions): Promise<Pooler & { database: string }> {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const pooler = await startPooler(database.url, options);
  onTestFinished(pooler.close);
  return { ...pooler, database: database.url };
}

// Each copy of the module names statements for itself, as a process does.
async function openAnother(url: string): Promise<Database> {
  vi.resetModules();
  const { openDatabase: open } = await import('../../src/lib/db.ts');
  const db = open({ url, poolSize: 1 });
  onTestFinished(db.close);
  return db;
}

// As many statements as processes have: each answers what it was asked.
const statements = [
  (n: number) => sql`select ${n}::integer as n, 'a' as a`,
  (n: number) => sql`select 'b' as b, ${n}::integer as n`,
  (n: number) => sql`select ${n}::integer as n, ${'c'}::text as c`,
  (n: number) => sql`select d, n from (values ('d', ${n}::integer)) as v (d, n)`,
];
const answers = [
  (n: number) => ({ n, a: 'a' }),
  (n: number) => ({ b: 'b', n }),
  (n: number) => ({ n, c: 'c' }),
  (n: number) => ({ d: 'd', n }),
];

const TIMES = 100;

interface Tally {
  right: number;
  refused: number;
  wrong: unknown[];
}

/** Both processes ask for all statements, in different order and by turns that fit no number of connections. */
async function twoProcesses(url: string): Promise<Tally> {
  const tally: Tally = { right: 0, refused: 0, wrong: [] };
  const processes = [
    { db: await openAnother(url), order: [0, 1, 2, 3] },
    { db: await openAnother(url), order: [3, 2, 1, 0] },
  ];
  for (let n = 0; n < TIMES; n++) {
    const { db, order } = processes[(n * n) % 5 > 1 ? 1 : 0] as (typeof processes)[0];
    const which = order[n % order.length] as number;
    const expected = answers[which]?.(n);
    try {
      const [row] = await db.query(statements[which]?.(n) ?? sql`select`);
      if (JSON.stringify(row) === JSON.stringify(expected)) tally.right++;
      else tally.wrong.push({ row, expected });
    } catch {
      tally.refused++;
    }
  }
  return tally;
}

test('behind a pooler that mixes connections no process runs the statement of another', async () => {
  const pooler = await behind({ connections: 3, inTurn: true, names: 'passed' });
  const { wrong, right, refused } = await twoProcesses(pooler.url);
  expect(wrong).toEqual([]);
  expect(right + refused).toBe(TIMES);
  // They met connections that had not their statements. (Whoever is refused comes back as another client, so that switches say less.)
  expect(refused).toBeGreaterThan(TIMES / 2);
});

test('behind a pooler that keeps prepared statements everything is answered', async () => {
  const pooler = await behind({ connections: 3, inTurn: true, names: 'translated' });
  expect(await twoProcesses(pooler.url)).toEqual({ right: TIMES, refused: 0, wrong: [] });
  expect(pooler.switches()).toBeGreaterThan(10);
});

test.each(
  [1, 2, 3, 5].flatMap((connections) => [true, false].map((inTurn) => ({ connections, inTurn }))),
)(
  'a pooler that loses prepared statements is refused: $connections connections, in turn: $inTurn',
  async (options) => {
    const pooler = await behind({ ...options, names: 'passed' });
    await expect(refuseForgetfulPooler(pooler.url)).rejects.toThrow(
      /loses prepared statements: set max_prepared_statements/,
    );
  },
);

test('one that loses them while others use it is refused too', async () => {
  const pooler = await behind({ connections: 3, names: 'passed' });
  const others = openDatabase({ url: pooler.url, poolSize: 3 });
  let asking = true;
  const busy = [1, 2, 3].map(async (n) => {
    while (asking)
      await others.transaction((tx) => tx.query(sql`select ${n}::integer`)).catch(() => undefined);
  });
  await expect(refuseForgetfulPooler(pooler.url)).rejects.toThrow(/loses prepared statements/);
  asking = false;
  await Promise.all(busy);
  await others.close();
});

test('PostgreSQL itself, and a pooler that keeps prepared statements, are taken', async () => {
  const pooler = await behind({ connections: 2, names: 'translated' });
  await refuseForgetfulPooler(pooler.database);
  await refuseForgetfulPooler(pooler.url);
});
