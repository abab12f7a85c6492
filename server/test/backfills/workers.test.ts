import { expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { clearUp } from '../../src/replays/backfill-work.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import type { TestInstall } from '../support/plugins.ts';
import { spawnServer, startApi } from '../support/processes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  backfill,
  backfilled,
  heard,
  lanesOf,
  newest,
  openPast,
  queueOf,
  stepOf,
} from './scene.ts';

async function database(): Promise<TestDatabase> {
  const made = await createTestDatabase();
  onTestFinished(made.drop);
  return made;
}

const env = (endpointConcurrency: number) => ({
  PLUGBOARD_RETRY_SCHEDULE: '0,0,0',
  PLUGBOARD_POLL_MS: '20',
  PLUGBOARD_ENDPOINT_CONCURRENCY: String(endpointConcurrency),
});

test('what comes before all of the past is read waits for it in its lane, and else is sent at once', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const past = await openPast(server);
  await past.tellEach(['a', 'a', 'b']);
  const install = await past.install();
  const { id } = await backfill(server, install);
  const step = () => stepOf(server, id, 2);
  // Nobody has read anything yet.
  await past.tellEach(['a', 'a', 'c']);
  await past.tell();
  expect(await lanesOf(server, install)).toEqual({ a: 'held blocked', c: 'held', '': 'ready' });
  expect(await clearUp(server.db)).toEqual({ isReady: false, isMore: false });
  // The first step sees the install active, the second one reads; others are ready, and go first.
  expect(await step()).toEqual({ queued: 0, isMore: false, isOver: false });
  expect(await step()).toEqual({ queued: 0, isMore: true, isOver: false });
  expect(await clearUp(server.db)).toEqual({ isReady: true, isMore: false });
  expect(await lanesOf(server, install)).toEqual({
    a: 'HELD BLOCKED blocked blocked',
    b: 'HELD',
    c: 'ready',
    '': 'ready',
  });
  expect(await newest(server, install)).toMatchObject({ total: 3, done: 0 });
  // That for which newer ones wait does not wait for others.
  expect(await step()).toMatchObject({ queued: 1 });
  expect(await step()).toMatchObject({ queued: 0 });
  expect(await lanesOf(server, install)).toMatchObject({
    a: 'READY BLOCKED blocked blocked',
    b: 'HELD',
  });
  await server.db.query(sql`delete from job_queue where state = 'ready' and backfill_id is null`);
  expect(await step()).toMatchObject({ queued: 1 });
  expect(await step()).toMatchObject({ queued: 0 });
  expect(await lanesOf(server, install)).toEqual({
    a: 'READY BLOCKED blocked blocked',
    b: 'READY',
  });
  expect((await server.api('DELETE', `/platform/v1/backfills/${id}`)).body.state).toBe('cancelled');
  expect(await lanesOf(server, install)).toEqual({ a: 'ready blocked' });
  expect(await server.db.query(sql`select 1 from jobs where backfill_id is not null`)).toEqual([]);
  expect(await server.db.query(sql`select 1 from replay_jobs`)).toEqual([]);
});

test('one that ends before it has read anything leaves no lane behind', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const past = await openPast(server);
  await past.tell({ identifier: 'a' });
  const install = await past.install();
  const { id } = await backfill(server, install);
  await past.tellEach(['a', 'a', 'b']);
  await server.api('DELETE', `/platform/v1/backfills/${id}`);
  expect(await lanesOf(server, install)).toEqual({ a: 'held blocked', b: 'held' });
  expect(await clearUp(server.db)).toEqual({ isReady: true, isMore: false });
  expect(await lanesOf(server, install)).toEqual({ a: 'ready blocked', b: 'ready' });
});

test('who installs anew is told of all again, also where nobody has seen yet that it was over before', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const past = await openPast(server);
  await past.tellEach(['a', 'a', 'b']);
  const install = await past.install({ days: 1 });
  const { id } = await newest(server, install);
  for (let steps = 0; steps < 2; steps++) await stepOf(server, id, 2);
  expect(await lanesOf(server, install)).toEqual({ a: 'READY BLOCKED', b: 'READY' });
  await server.api('DELETE', `/platform/v1/installs/${install.id}`);
  await past.install({ days: 1 });
  const again = await newest(server, install);
  expect(again).toMatchObject({ state: 'running', total: 3 });
  expect((await server.api('GET', `/platform/v1/backfills/${id}`)).body.state).toBe('cancelled');
  for (let steps = 0; steps < 2; steps++) await stepOf(server, again.id, 2);
  await clearUp(server.db);
  expect(await lanesOf(server, install)).toEqual({ a: 'READY BLOCKED', b: 'READY' });
});

test('an event that is being told while the install becomes active is not missed', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const past = await openPast(server);
  const first = await past.tell({ identifier: 'a' });
  let install: TestInstall = { id: 0, spaceId: past.spaceId, plugin: past.plugin };
  let id = 0;
  await server.pool.transaction(async (tx) => {
    // Decided by who did not see the install yet, and committed last.
    const late = `${first.slice(0, 31)}${first[31] === 'f' ? 'e' : 'f'}0000`;
    await tx.query(sql`
      insert into events (id, space_id, name, identifier, payload, occurred_at)
      select ${late}::uuid, space_id, name, identifier, payload, occurred_at from events where id = ${first}`);
    install = await past.install({ days: 1 });
    id = (await newest(server, install)).id;
    for (let steps = 0; steps < 5; steps++)
      expect(await stepOf(server, id, 9)).toMatchObject({ queued: 0, isOver: false });
    expect(await queueOf(server, install)).toEqual([]);
  });
  await stepOf(server, id, 9);
  expect(await queueOf(server, install)).toHaveLength(2);
});

test('a worker that is killed half way costs what it had under way, and the next keeps the order', async () => {
  const shared = await database();
  const api = await startApi(shared.url);
  const past = await openPast(api);
  const { receiver } = past;
  const identifiers = Array.from({ length: 24 }, (_, at) => `lane:${at % 6}`);
  const old = await past.tellEach(identifiers);
  const install = await past.install();
  const settings = { ...env(8), DATABASE_URL: shared.url };
  const first = await spawnServer({ ...settings, PLUGBOARD_LEASE_SECONDS: '600' }, 'worker');
  receiver.answer = () => (receiver.requests.length <= 7 ? 200 : () => undefined);
  await backfill(api, install);
  await receiver.nth(9);
  const newer = await past.tellEach(identifiers.slice(0, 6));
  first.signal('SIGKILL');
  await first.exited();
  receiver.answer = () => 200;
  await spawnServer(settings, 'worker');
  expect(await backfilled(api, install)).toMatchObject({ state: 'done', total: 24 });
  await waitFor(async () => (await queueOf(api, install)).length === 0, {
    describe: 'the queue to be empty',
  });
  const told = [...new Set(heard(receiver))];
  expect([...told].sort()).toEqual([...old, ...newer].sort());
  for (let lane = 0; lane < 6; lane++) {
    const ids = [...old.filter((_, at) => at % 6 === lane), newer[lane] as string];
    expect(told.filter((id) => ids.includes(id))).toEqual(ids);
  }
});

test('two workers tell thousands of events once each and in their lanes, while newer ones come', async () => {
  const shared = await database();
  const options = { delivery: true, database: shared, env: env(160) };
  const server = await startTestServer(options);
  onTestFinished(server.close);
  const second = await startTestServer(options);
  onTestFinished(second.close);
  const past = await openPast(server);
  const events = (count: number, from: number) =>
    Array.from({ length: count }, (_, at) => ({
      space_id: past.spaceId,
      name: past.event,
      identifier: (from + at) % 5 === 0 ? null : `lane:${(from + at) % 50}`,
      payload: { at: from + at },
    }));
  const tellMany = async (by: TestServer, count: number, from: number) => {
    const body = { events: events(count, from) };
    const answer = await by.api('POST', '/platform/v1/events/batch', body);
    expect(answer.status, answer.text).toBe(202);
  };
  for (const from of [0, 600]) await tellMany(server, 600, from);
  const install = await past.install({ days: 1 });
  for (let more = 0; more < 20; more++)
    await tellMany(more % 2 === 0 ? server : second, 10, 1200 + 10 * more);
  const { requests } = past.receiver;
  await waitFor(() => requests.length >= 1400, {
    describe: 'all to be told',
    progress: () => requests.length,
  });
  expect(await backfilled(server, install)).toMatchObject({
    state: 'done',
    total: 1200,
    done: 1200,
  });
  await waitFor(async () => (await queueOf(server, install)).length === 0, {
    describe: 'the queue to be empty',
  });
  const told = requests.map(({ body }) => body.payload.at as number);
  expect(told.toSorted((one, other) => one - other)).toEqual(events(1400, 0).map((_, at) => at));
  for (let lane = 0; lane < 50; lane++) {
    if (lane % 5 === 0) continue;
    const inLane = told.filter((at) => at % 50 === lane);
    expect(inLane).toEqual(inLane.toSorted((one, other) => one - other));
  }
});
