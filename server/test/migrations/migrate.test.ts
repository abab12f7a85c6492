import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase, sql } from '../../src/lib/db.ts';
import { migrate, migrationNames, statementsOf } from '../../src/lib/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let testDatabase: TestDatabase;
let db: Database;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  db = openDatabase({ url: testDatabase.url });
});
afterEach(async () => {
  await db.close();
  await testDatabase.drop();
});

async function empty(): Promise<void> {
  await db.query(sql`drop schema public cascade`);
  await db.query(sql`create schema public`);
}

const appliedNames = async (): Promise<string[]> =>
  (await db.query<{ name: string }>(sql`select name from migrations order by name`)).map(
    ({ name }) => name,
  );

test('processes that start at once on an empty database migrate it once', async () => {
  // Several rounds, since they meet at another moment each time.
  for (let round = 0; round < 5; round++) {
    await empty();
    await Promise.all([1, 2, 3, 4, 5].map(() => migrate(testDatabase.url)));
    expect(await appliedNames()).toEqual(await migrationNames());
  }
});

test('a database that is up to date is left alone', async () => {
  const before = await db.query(sql`select name, checksum, applied_at from migrations`);
  await migrate(testDatabase.url);
  expect(await db.query(sql`select name, checksum, applied_at from migrations`)).toEqual(before);
});

test('a database from before there were releases is refused, and told what to do', async () => {
  await empty();
  await db.query(sql`
    create table migrations (name text primary key, applied_at timestamptz not null default now())`);
  await db.query(sql`insert into migrations (name) values ('0001_foundation.sql')`);
  await expect(migrate(testDatabase.url)).rejects.toThrow(
    /before Plugboard had releases.*empty PLUGBOARD_DATA_DIR/,
  );
});

test('a database of a newer release is refused', async () => {
  await db.query(sql`insert into migrations (name, checksum) values ('9999_later.sql', '')`);
  await expect(migrate(testDatabase.url)).rejects.toThrow(/9999_later\.sql.*newer release/);
});

test('a migration that was edited after it was applied is refused', async () => {
  const [first = ''] = await migrationNames();
  await db.query(sql`update migrations set checksum = repeat('0', 64) where name = ${first}`);
  await expect(migrate(testDatabase.url)).rejects.toThrow(
    `The migration ${first} was another file when the database was made`,
  );
});

test('a migration that fails leaves nothing behind, and names its file', async () => {
  const names = await migrationNames();
  const last = names.at(-1) ?? '';
  await db.query(sql`delete from migrations where name = ${last}`);
  await expect(migrate(testDatabase.url)).rejects.toThrow(
    `Migration ${last} failed and was rolled back`,
  );
  expect(await appliedNames()).toEqual(names.slice(0, -1));
});

test('a migration is read as its statements', () => {
  const text = `-- What it is for; with a semicolon;
create table one (
  -- why; not what;
  name text default ';', -- a trailing word
  other text
);
  -- indented
create index one_name on one (name);
`;
  const [table = '', index] = statementsOf(text);
  expect(statementsOf(text)).toHaveLength(2);
  expect(table).toMatch(/^create table one \([\s\S]*name text default ';', [\s\S]*\)$/);
  expect(index).toBe('create index one_name on one (name)');
});
