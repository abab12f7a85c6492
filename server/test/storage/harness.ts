import { afterAll, beforeAll } from 'vitest';
import { type Database, type Db, openDatabase, sqlState } from '../../src/lib/db.ts';
import { Failure } from '../../src/lib/failures.ts';
import { parseJson, rawParts } from '../../src/lib/json.ts';
import type { StorageLimits } from '../../src/storage/limits.ts';
import { createStorage, type Storage, type StorageHolder } from '../../src/storage/storage.ts';
import { createTestDatabase } from '../support/database.ts';

export const LIMITS: StorageLimits = {
  maxKeyBytes: 512,
  maxValueBytes: 256 * 1024,
  maxCommands: 1000,
};

export interface StorageTest {
  db: Database;
  storage: Storage;
  /** A second one with connections of its own, as another process has it. */
  other: Storage;
  /** The SQLSTATE of every statement that failed, retried ones too. */
  sqlErrors: (string | undefined)[];
  /** Runs commands and parses the results. */
  run(holder: StorageHolder, ...commands: unknown[]): Promise<unknown[]>;
  /** An install that no other test uses. */
  newHolder(): StorageHolder;
}

/** A database and two storages on it for the tests of a file. */
export function setUpStorage(limits: StorageLimits = LIMITS): StorageTest {
  const test = {} as StorageTest;
  let close: () => Promise<void>;
  let holders = 0;
  beforeAll(async () => {
    const database = await createTestDatabase();
    test.db = openDatabase({ url: database.url });
    const second = openDatabase({ url: database.url });
    test.sqlErrors = [];
    test.storage = createStorage({ db: watched(test.db, test.sqlErrors), limits });
    test.other = createStorage({ db: watched(second, test.sqlErrors), limits });
    close = async () => {
      await Promise.all([test.db.close(), second.close()]);
      await database.drop();
    };
  });
  afterAll(() => close());
  test.run = async (holder, ...commands) =>
    JSON.parse(await test.storage.pipeline(holder, commands));
  test.newHolder = () => ({ kind: 'install', installId: ++holders });
  return test;
}

/** A database that notes the statements that fail. */
function watched(db: Database, errors: (string | undefined)[]): Database {
  const watch = (inner: Db): Db => ({
    query: (statement) =>
      inner.query<never>(statement).catch((error: unknown) => {
        errors.push(sqlState(error));
        throw error;
      }),
  });
  return { ...db, ...watch(db), transaction: (work) => db.transaction((tx) => work(watch(tx))) };
}

/** Commands as the route reads them from a body. */
export function commandsOf(body: string): unknown {
  return (
    parseJson(`{"commands":${body}}`, { raw: rawParts(['commands/*/value']) }) as {
      commands: unknown;
    }
  ).commands;
}

/** What a pipeline was refused for: status, code, and the pointers of what is wrong. */
export async function refusalOf(work: Promise<unknown>): Promise<[number, string, ...string[]]> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Failure)) throw new Error('Not refused', { cause: outcome });
  return [outcome.status, outcome.code, ...outcome.violations.map(({ pointer }) => pointer)];
}
