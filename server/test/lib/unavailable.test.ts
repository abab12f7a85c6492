import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, type Db, openDatabase, raw, sql } from '../../src/lib/db.ts';
import { toFailure } from '../../src/lib/http/errors.ts';
import { DatabaseUnavailable } from '../../src/lib/unavailable.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, poolSize: 1 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** What a statement fails with when PostgreSQL fails in this way. */
const fail = (state: string, on: Db = db): Promise<unknown> =>
  on
    .query(sql`do ${raw(`$$ begin raise 'so it is' using errcode = '${state}'; end $$`)}`)
    .catch((error) => error);

const pid = async () => (await db.query<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0];

test.each([
  ['53100', 'has no room left on its disk'],
  ['53200', 'has no memory left'],
  ['53300', 'has no connections left'],
  ['53400', 'has no resources left'],
  ['55P03', 'waited too long for a lock'],
  ['57014', 'took too long'],
  ['25006', 'is read-only'],
  ['25P03', 'ended a transaction that took too long'],
  ['57P01', 'is starting or shutting down'],
  ['57P02', 'is starting or shutting down'],
  ['57P03', 'is starting or shutting down'],
  ['57P05', 'is starting or shutting down'],
  ['08006', 'cannot be reached'],
  ['08P01', 'cannot be reached'],
  ['58030', 'has trouble with its disk or system'],
  ['58000', 'has trouble with its disk or system'],
])('%s is 503 with words: the database %s', async (state, why) => {
  const error = await fail(state);
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(error).toMatchObject({ code: state, cause: { code: state } });
  expect(toFailure(error as Error)).toMatchObject({
    status: 503,
    code: 'unavailable',
    message: `The database ${why}; try again soon`,
    retryAfter: 1,
  });
});

test.each(['40001', '40P01'])('%s, which is tried again by itself first, is 503', async (state) => {
  const error = await fail(state);
  expect(error).not.toBeInstanceOf(DatabaseUnavailable);
  expect(toFailure(error as Error)).toMatchObject({ status: 503, retryAfter: 1 });
});

test.each([
  ['XX001', 500],
  ['XX000', 500],
  ['42P01', 500],
  ['42501', 500],
  ['23505', 500],
  ['22003', 422],
])('%s is not the database being away: %i', async (state, status) => {
  const error = await fail(state);
  expect(error).not.toBeInstanceOf(DatabaseUnavailable);
  expect(toFailure(error as Error)).toMatchObject({ status });
});

test.each(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOENT'])(
  "somebody else's %s is no lost database",
  (code) => {
    const error = Object.assign(new Error(`read ${code}`), { code, syscall: 'read', errno: -1 });
    expect(toFailure(error)).toMatchObject({ status: 500, code: 'internal' });
  },
);

test('a connection outlives what fails for its data or for want of a lock, and nothing else', async () => {
  for (const state of ['23505', '22003', '40P01', '55P03', '57014', '25006', '53100']) {
    const before = await pid();
    await fail(state);
    await db
      .transaction(async (tx) => {
        throw await fail(state, tx);
      })
      .catch(() => undefined);
    expect(await pid(), state).toEqual(before);
  }
  for (const state of ['57P01', '08006', '0A000', '26000', 'XX000', '42P01']) {
    const before = await pid();
    await fail(state);
    expect(await pid(), state).not.toEqual(before);
  }
});
