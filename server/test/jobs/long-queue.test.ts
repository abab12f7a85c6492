import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insertEvents } from '../../src/events/insert.ts';
import { claimJobs, type EndpointRoom } from '../../src/jobs/claim.ts';
import { settleUnfollowed } from '../../src/jobs/settle.ts';
import { refreshQueueStatistics } from '../../src/jobs/statistics.ts';
import { type Database, type Db, openDatabase, sql } from '../../src/lib/db.ts';
import { jobIdOf, newEventId } from '../../src/lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createEndpoint } from './create-endpoint.ts';

let testDatabase: TestDatabase;
let db: Database;
let endpointId: number;

// One connection, which keeps each plan that it makes: the worst that can be met.
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  db = openDatabase({ url: testDatabase.url, poolSize: 1 });
  await db.query(sql`select set_config('plan_cache_mode', 'force_generic_plan', false)`);
  endpointId = await createEndpoint(db);
});
afterEach(async () => {
  await db.close();
  await testDatabase.drop();
});

/** As intake makes them, each of an event of its own. */
async function makeJobs(count: number, install = 1): Promise<void> {
  const ids = Array.from({ length: count }, () => newEventId());
  const ofAll = { space_id: 1, name: 'visit', identifier: null, user_id: null };
  const occurred_at = new Date().toISOString();
  const keyOf = (event: string) => ({
    install_id: install,
    id: jobIdOf(event, 1),
    event_id: event,
  });
  await db.transaction((tx) =>
    insertEvents(tx, {
      events: ids.map((id) => ({ ...ofAll, id, payload: '{}', occurred_at })),
      decisions: [],
      jobs: ids.map((event) => ({
        ...keyOf(event),
        install_generation: 1,
        plugin_id: 1,
        name: 'visit',
        identifier: null,
        status: 'queued',
        parked_reason: null,
      })),
      queue: ids.map((event) => ({
        install_id: install,
        job_id: jobIdOf(event, 1),
        event_id: event,
        endpoint_id: endpointId,
        identifier: null,
        in_lane: false,
      })),
    }),
  );
}

const claim = (by: Db, most: number, rooms: EndpointRoom[] = []) =>
  claimJobs(by, { rooms, defaultRoom: most, most, lease: { worker_id: 1, seconds: 60 } });

/** Claims so many and records that they are done; answers how many rows of the queue and of jobs were read for it. */
async function deliver(count: number): Promise<{ queue: number; jobs: number }> {
  return db.transaction(async (tx) => {
    const { jobs } = await claim(tx, count);
    expect(jobs).toHaveLength(count);
    const written = await settleUnfollowed(
      tx,
      jobs.map((job) => ({
        job,
        record: RECORD,
        next: 'gone',
        step: 0,
        status: 'done',
        settled_by: 'plugin',
      })),
    );
    expect(written).toHaveLength(count);
    const [read] = await tx.query<{ queue: number; jobs: number }>(sql`
      select coalesce(sum(rows) filter (where name = 'job_queue'), 0)::integer as queue,
        coalesce(sum(rows) filter (where name like 'jobs\_%'), 0)::integer as jobs
      from (select relname as name, seq_tup_read + coalesce(idx_tup_fetch, 0) as rows from pg_stat_xact_user_tables) as t`);
    return read as { queue: number; jobs: number };
  });
}

const RECORD = {
  stage: 'answered',
  status_code: 200,
  error: null,
  url: 'http://x.test/',
  reply_headers: '{}',
  reply_body: 'ok',
  debug_info: null,
  started_at: new Date().toISOString(),
  duration_ms: 1,
  request: null,
} as const;

const emptyAndKnown = async () => {
  await makeJobs(1);
  await deliver(1);
  await db.query(sql`vacuum (analyze) job_queue, jobs`);
  await makeJobs(2);
  await deliver(1);
  await deliver(1);
};

const LATER = 3000;

/** Answers how many rows of the queue are read to claim so many. */
const readToClaim = (count: number, rooms?: EndpointRoom[]): Promise<number | undefined> =>
  db.transaction(async (tx) => {
    expect((await claim(tx, count, rooms)).jobs).toHaveLength(count);
    const [read] = await tx.query<{ rows: number }>(sql`
      select (seq_tup_read + idx_tup_fetch)::integer as rows from pg_stat_xact_user_tables where relname = 'job_queue'`);
    return read?.rows;
  });

test('a claim that has gone round all installs reads no more of those it began with', async () => {
  await makeJobs(LATER, 2);
  await makeJobs(10, 1);
  await db.query(sql`analyze job_queue`);
  const rooms = [{ endpoint_id: endpointId, room: 20, after_install: 1 }];
  expect(await readToClaim(20, rooms)).toBeLessThan(LATER / 10);
});

describe('plans that were made when there was next to nothing', () => {
  test('find jobs by their keys when their table has grown', async () => {
    await emptyAndKnown();
    await makeJobs(LATER);
    await db.query(sql`update job_queue set state = 'ongoing' where state = 'ready'`);
    await makeJobs(20);
    const { jobs } = await deliver(20);
    expect(jobs).toBeLessThan(LATER / 10);
  });

  test('claim few of many without reading the others', async () => {
    await emptyAndKnown();
    await makeJobs(LATER);
    expect(await readToClaim(20)).toBeLessThan(LATER / 10);
  });

  test('are made anew soon after the queue has grown', async () => {
    await emptyAndKnown();
    expect(await refreshQueueStatistics(db)).toBe(false);
    await makeJobs(LATER);
    await db.query(sql`select pg_stat_force_next_flush()`);
    expect(await refreshQueueStatistics(db)).toBe(true);
    const { queue } = await deliver(20);
    expect(queue).toBeLessThan(LATER / 10);
    expect(await refreshQueueStatistics(db)).toBe(false);
  });
});
