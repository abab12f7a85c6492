import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Database, openDatabase, raw, sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { type ProcessRole, startServer } from '../../src/server.ts';
import { createTestDatabase, endConnections, type TestDatabase } from '../support/database.ts';
import { startFaultyWay } from '../support/faulty-way.ts';
import { PATIENT, send, TEST_SECRET_KEY } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const READY = { status: 'ready' };
const config = readConfig({
  PORT: '0',
  PUBLIC_URL: 'http://plugboard.test',
  PLUGBOARD_SECRET_KEY: TEST_SECRET_KEY,
  ...PATIENT,
});

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, poolSize: 1 });
  return async () => {
    await db.close();
    await database.drop();
  };
});

/** A process, and what it says of its readiness. */
async function start(role: ProcessRole = 'api', databaseUrl = database.url) {
  const server = await startServer({
    config,
    databaseUrl,
    directUrl: database.url,

    role,
    log: createLogger('silent'),
  });
  onTestFinished(() => server.close());
  const readiness = async () => (await send(`${server.url}/readyz`, 'GET')).body;
  const until = (expected: object) =>
    waitFor(async () => expect(await readiness()).toEqual(expected) ?? true, {
      describe: `readiness to be ${JSON.stringify(expected)}`,
    });
  await until(READY);
  return { url: server.url, until, readiness };
}

test('who is not ready is to be asked again in a second', async () => {
  const { url, until } = await start();
  await db.query(sql`update migrations set name = 'away' where name = '0012_idempotency.sql'`);
  await until(notReady('migrations', expect.any(String)));
  const { status, headers } = await send(`${url}/readyz`, 'GET');
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  await db.query(sql`update migrations set name = '0012_idempotency.sql' where name = 'away'`);
  await until(READY);
});

/** Time goes by for what counts it, and for no timer. */
function later(ms: number): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
}

// What claims read and polls do not, and what both need.
test.each(['spaces', 'job_queue'])(
  'a worker that does not reach its queue, for want of %s: its claims stand, or its polls',
  async (table) => {
    const { until } = await start('worker');
    await db.transaction(async (tx) => {
      await tx.query(sql`lock table ${raw(table)} in access exclusive mode`);
      await waitFor(
        async () =>
          (
            await tx.query(sql`
              select 1 from pg_locks where relation = ${table}::regclass and not granted
                and pid in (select pid from pg_stat_activity where query like '%job_queue%')`)
          ).length > 0,
        { describe: 'the worker to wait' },
      );
      later(31_000);
      await until(
        notReady(
          'worker',
          expect.stringMatching(/^The worker has not reached its queue for [0-9]+ s$/),
        ),
      );
    });
    await until(READY);
  },
);

const notReady = (check: string, reason: unknown) => ({ status: 'not ready', check, reason });

test('a database that is read-only', async () => {
  const { until } = await start();
  const set = async (value: string) => {
    await db.query(sql`
      alter database ${raw(new URL(database.url).pathname.slice(1))}
      set default_transaction_read_only = ${raw(value)}`);
    await endConnections(db);
  };
  await set('on');
  await until(notReady('database', 'The database is read-only'));
  await set('off');
  await until(READY);
});

test('a database that does not answer', async () => {
  const way = await startFaultyWay(database.url);
  onTestFinished(way.close);
  const { until } = await start('api', way.url);
  way.deafen();
  await until(notReady('database', expect.stringMatching(/^The database (took too long|gave no)/)));
  way.hear();
  await until(READY);
});

test('a migration that is missing, by its name', async () => {
  const { until } = await start();
  await db.query(sql`update migrations set name = 'away' where name = '0012_idempotency.sql'`);
  await until(notReady('migrations', 'migrations are missing: 0012_idempotency.sql'));
  await db.query(sql`update migrations set name = '0012_idempotency.sql' where name = 'away'`);
  await until(READY);
});

test.each([-90, 3600])('a clock that is %i s off that of the database', async (seconds) => {
  const { until } = await start();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  await until(notReady('clock', expect.stringMatching(/are [0-9]+ s apart$/)));
  vi.useRealTimers();
  await until(READY);
});

test('whoever asks meanwhile gets the same answer: a hundred cost the database one look', async () => {
  const { url } = await start();
  const ask = () => send(`${url}/readyz`, 'GET');
  // Readiness waits here, and everybody with it.
  await db.transaction(async (tx) => {
    await tx.query(sql`lock table migrations in access exclusive mode`);
    const answers = Array.from({ length: 100 }, ask);
    await Promise.all(answers);
    const waiting = await tx.query(sql`
      select 1 from pg_locks where relation = 'migrations'::regclass and not granted`);
    expect(waiting.length).toBeLessThanOrEqual(1);
  });
});

test('a pool in which everything waits holds nobody up who asks for readiness', async () => {
  const { readiness } = await start('all');
  await db.transaction(async (tx) => {
    await tx.query(sql`lock table job_queue in access exclusive mode`);
    expect(await readiness()).toEqual(READY);
  });
});
