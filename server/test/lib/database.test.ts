import { expect, onTestFinished, test } from 'vitest';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { startFaultyWay } from '../support/faulty-way.ts';

test('a connection that ends in the moment in which it is ready fails its statement, not the process', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const way = await startFaultyWay(database.url);
  onTestFinished(way.close);
  const db = openDatabase({ url: way.url, poolSize: 1 });
  onTestFinished(db.close);
  const one = sql`select 1 as one`;

  way.endWhenReady(true);
  for (let times = 0; times < 5; times++) {
    await expect(db.transaction((tx) => tx.query(one))).rejects.toThrow();
    await expect(db.query(one)).rejects.toThrow();
  }
  way.endWhenReady(false);
  expect(await db.transaction((tx) => tx.query(one))).toEqual([{ one: 1 }]);
  expect(await db.query(one)).toEqual([{ one: 1 }]);
});
