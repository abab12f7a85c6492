import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, sql } from '../../src/lib/db.ts';
import { arrays } from '../../src/lib/recordset.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

interface Row {
  flag: boolean | null;
  count: number | null;
  amount: number | null;
  size: number | null;
  id: string | null;
  word: string | null;
  at: string | null;
}

const rows = arrays<Row>('r', {
  flag: 'boolean',
  count: 'integer',
  amount: 'bigint',
  size: 'double precision',
  id: 'uuid',
  word: 'text',
  at: 'timestamptz',
});

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, poolSize: 1 });
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

const read = (given: Row[]): Promise<Row[]> =>
  db.query<Row>(sql`
    select flag, count, amount, size, id, word, to_json(at) #>> '{}' as at from ${rows.of(given)}`);

const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });

const row: fc.Arbitrary<Row> = fc.record({
  flag: orNull(fc.boolean()),
  count: orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  amount: orNull(fc.maxSafeInteger()),
  size: orNull(fc.double({ noNaN: true }).map((size) => size + 0)),
  id: orNull(fc.uuid()),
  // PostgreSQL has no NUL in a text.
  word: orNull(fc.string({ unit: 'binary' }).map((word) => word.replaceAll('\0', ''))),
  at: fc.constant(null),
});

describe('rows that travel as arrays', () => {
  test('come as they were given, whatever they are and however many', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (given) => {
        expect(await read(given)).toEqual(given);
      }),
    );
  });

  test('keep the microseconds of a time, and its moment', async () => {
    const [found] = await read([{ ...NOTHING, at: '2026-02-03T04:05:06.123456+02:00' }]);
    expect(found?.at).toBe('2026-02-03T02:05:06.123456+00:00');
  });

  test.each([
    { wrong: { id: 'no-uuid' }, because: /not a UUID/ },
    { wrong: { id: '0190b2a4-7c3d-7000-8000-00000000000g' }, because: /not a UUID/ },
    { wrong: { amount: 2 ** 53 }, because: /not a safe integer/ },
    { wrong: { count: 1.5 }, because: /not a safe integer/ },
  ])('are refused where a value is not of its type: $wrong', ({ wrong, because }) => {
    const row = { ...NOTHING, ...wrong };
    expect(() => rows.of([NOTHING, row])).toThrow(because);
    expect(() => rows.of([row]), 'alone').toThrow(because);
  });
});

const NOTHING: Row = {
  flag: null,
  count: null,
  amount: null,
  size: null,
  id: null,
  word: null,
  at: null,
};
