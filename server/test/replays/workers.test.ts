import { expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { SLICE, workOnReplay } from '../../src/replays/work.ts';
import { lockRunning } from '../../src/replays/work-queries.ts';
import { holdReplies } from '../delivery/scene.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { emit, installPlugin } from '../support/plugins.ts';
import { spawnServer, startApi } from '../support/processes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { failedJobs, getJob, getReplay, replay, replayed, scene } from './scene.ts';

async function database(): Promise<TestDatabase> {
  const made = await createTestDatabase();
  onTestFinished(made.drop);
  return made;
}

const env = (endpointConcurrency: number) => ({
  PLUGBOARD_RETRY_SCHEDULE: '0',
  PLUGBOARD_POLL_MS: '20',
  PLUGBOARD_ENDPOINT_CONCURRENCY: String(endpointConcurrency),
});

test('two workers at once send each job once, slice by slice, and never more than a quarter together', async () => {
  const shared = await database();
  const options = { delivery: true, database: shared, env: env(160) };
  const server = await startTestServer(options);
  onTestFinished(server.close);
  const second = await startTestServer(options);
  onTestFinished(second.close);
  const opened = await scene(server);
  const { receiver, install } = opened;
  const jobs = SLICE + 100;
  const ids = await failedJobs(server, opened, jobs);
  let atOnce = 0;
  let most = 0;
  receiver.answer = () => (_request, response) => {
    most = Math.max(most, ++atOnce);
    setImmediate(() => {
      atOnce--;
      response.end();
    });
  };
  const { id, total } = await replay(server, { space_id: install.spaceId });
  expect(total).toBe(jobs);
  expect(await replayed(server, id)).toMatchObject({ done: jobs, failed: 0 });
  const sent = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(sent.sort()).toEqual(ids.sort());
  expect(most).toBeLessThanOrEqual(40);
  expect(await server.db.query(sql`select 1 from replay_jobs`)).toEqual([]);
});

test('a worker that is killed half way costs what it had under way: the next goes on where it was', async () => {
  const shared = await database();
  const api = await startApi(shared.url);
  const opened = await scene(api);
  const { receiver, install } = opened;
  const ids = await failedJobs(api, opened, 14);
  const settings = { ...env(8), DATABASE_URL: shared.url, PLUGBOARD_LEASE_SECONDS: '600' };
  const first = await spawnServer({ ...settings, PLUGBOARD_RETRY_SCHEDULE: '0,0,0' }, 'worker');
  receiver.answer = () => (receiver.requests.length <= 5 ? 200 : () => undefined);
  const { id } = await replay(api, { install_id: install.id });
  await receiver.nth(7);
  await waitFor(async () => (await getReplay(api, id)).done === 5, {
    describe: 'five to be counted',
  });
  first.signal('SIGKILL');
  await first.exited();
  const held = receiver.requests.slice(5).map(({ headers }) => headers['webhook-id']);
  receiver.answer = () => 200;
  await spawnServer({ ...settings, PLUGBOARD_RETRY_SCHEDULE: '0,0,0' }, 'worker');
  expect(await replayed(api, id)).toMatchObject({ total: 14, done: 14, failed: 0 });
  const sent = receiver.requests.map(({ headers }) => headers['webhook-id'] as string);
  expect(sent.sort()).toEqual([...ids, ...held].sort());
  for (const job of ids) expect(await getJob(api, job)).toMatchObject({ status: 'done' });
});

test('one that is cancelled before anything was sent leaves no trace of it', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const opened = await scene(server);
  const { install } = opened;
  const ids = await failedJobs(server, opened, 5);
  const settled = await failedJobs(server, opened, 5, { settledBy: 'plugin' });
  await server.db.query(sql`
    update jobs set status = 'parked', parked_reason = 'endpoint_disabled', settled_by = null, settled_at = null
    where id = any(${ids.slice(0, 2)}::uuid[])`);
  const rows = () =>
    server.db.query(sql`select * from jobs where install_id = ${install.id} order by id`);
  const before = await rows();
  const filter = { install_id: install.id };
  const { id } = await replay(server, filter, { include_settled: true });
  expect(await workOnReplay(server.db, id, 8)).toMatchObject({ queued: 0, isMore: true });
  expect(await workOnReplay(server.db, id, 8)).toMatchObject({ queued: 8 });
  expect(await workOnReplay(server.db, id, 8)).toMatchObject({ queued: 0, isMore: false });
  expect((await getJob(server, ids[0] as string)).delivery).toMatchObject({ state: 'ready' });
  expect((await getJob(server, settled[0] as string)).status).toBe('failed');
  expect((await server.api('DELETE', `/platform/v1/replays/${id}`)).body.state).toBe('cancelled');
  expect(await rows()).toEqual(before);
  expect(await server.db.query(sql`select 1 from job_queue`)).toEqual([]);
  expect(await server.db.query(sql`select 1 from replay_jobs`)).toEqual([]);
  expect(await workOnReplay(server.db, id, 8)).toEqual({ queued: 0, isMore: false, isOver: false });
});

test('jobs that are ready go first, and two replays share what there is', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const opened = await scene(server);
  const { install, event } = opened;
  await failedJobs(server, opened, 10);
  const first = await replay(server, { install_id: install.id });
  const second = await replay(server, { plugin_id: install.plugin.id });
  await emit(server, install.spaceId, event);
  for (const { id } of [first, second]) {
    expect(await workOnReplay(server.db, id, 3)).toMatchObject({ queued: 0, isMore: true });
    expect(await workOnReplay(server.db, id, 3)).toMatchObject({ queued: 0, isMore: false });
  }
  await server.db.query(sql`update job_queue set state = 'leased'`);
  // Half of three, rounded up; what the first has queued the second passes over.
  expect(await workOnReplay(server.db, first.id, 3)).toMatchObject({ queued: 2 });
  expect(await workOnReplay(server.db, first.id, 3)).toMatchObject({ queued: 0, isMore: false });
  for (let passed = 0; passed < 2; passed++)
    expect(await workOnReplay(server.db, second.id, 3)).toMatchObject({ queued: 0, isMore: true });
  expect(await workOnReplay(server.db, second.id, 3)).toMatchObject({ queued: 1 });
  for (const { id } of [first, second])
    expect(await workOnReplay(server.db, id, 3)).toMatchObject({ queued: 0, isMore: false });
});

test('what is for an endpoint that is disabled meanwhile is dropped, however little there is room for', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const opened = await scene(server);
  const { install, event } = opened;
  await failedJobs(server, opened, 40);
  const { id } = await replay(server, { install_id: install.id });
  expect(await workOnReplay(server.db, id, 1)).toMatchObject({ queued: 0, isMore: true });
  expect(await workOnReplay(server.db, id, 1)).toMatchObject({ queued: 1 });
  await server.api('POST', `/platform/v1/plugins/${install.plugin.id}/endpoints/${event}/disable`);
  expect(await workOnReplay(server.db, id, 1)).toMatchObject({ queued: 0 });
  expect(await getReplay(server, id)).toMatchObject({ state: 'running', failed: 39 });
});

/** Takes steps in which nothing is queued until all is read. Answers how many. */
async function readAll(server: TestServer, id: number): Promise<number> {
  for (let steps = 0; ; steps++) {
    const [row] = await server.db.query<{ is_read: boolean }>(sql`
      select is_read from replays where id = ${id}`);
    if (row?.is_read === true) return steps;
    await workOnReplay(server.db, id, 0);
  }
}

test('a step looks at some thousand jobs, whatever fits, and the next goes on behind them', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const opened = await scene(server);
  const { install, event } = opened;
  const ids = (await failedJobs(server, opened, 10_001)).sort();
  await server.db.query(sql`
    update jobs set name = 'another' where install_id = ${install.id} and id <> ${ids.at(-1) as string}`);
  const filter = { install_id: install.id, status: ['failed'], name: event };
  const { id, total } = await replay(server, filter);
  expect(total).toBe(1);
  const places: (string | null)[] = [];
  for (let step = 0; step < 3; step++) {
    expect(await workOnReplay(server.db, id, 2)).toMatchObject({ queued: 0, isMore: true });
    const [row] = await server.db.query<{ after_id: string | null }>(sql`
      select after_id from replays where id = ${id}`);
    places.push(row?.after_id ?? null);
  }
  expect(places).toEqual([ids[4999], ids[9999], ids[9999]]);
  expect(await workOnReplay(server.db, id, 2)).toMatchObject({ queued: 1, isMore: false });
});

test('of a space with several installs, and of several statuses, each job is read once', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const one = await scene(server);
  const { spaceId } = one.install;
  const elsewhere = await scene(server);
  const install = await installPlugin(server, elsewhere.install.plugin, spaceId);
  const other = { ...elsewhere, install };
  const ids = [];
  for (const jobs of [300, 1200]) {
    ids.push(...(await failedJobs(server, other, jobs / 3)));
    ids.push(...(await failedJobs(server, one, jobs)));
  }
  await server.db.query(sql`
    update jobs set status = 'cancelled' where id = any(${ids.filter((_, n) => n % 5 === 0)}::uuid[])`);
  await server.db.query(sql`
    update jobs set status = 'done', settled_by = 'plugin' where id = any(${ids.filter((_, n) => n % 3 === 0)}::uuid[])`);
  const filter = { space_id: spaceId, status: ['failed', 'cancelled', 'done'] };
  const { id, total } = await replay(server, filter, { include_settled: true });
  expect(total).toBe(2000);
  expect(await readAll(server, id)).toBeGreaterThan(2);
  const read = await server.db.query<{ job_id: string }>(sql`
    select job_id from replay_jobs where replay_id = ${id} order by job_id`);
  expect(read.map(({ job_id }) => job_id)).toEqual(ids.sort());
});

test('where too many would have to be looked at the total is told once all are read', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const opened = await scene(server);
  const { install, event } = opened;
  const ids = await failedJobs(server, opened, 200_000);
  await server.db.query(sql`
    update jobs set name = 'another' where id = any(${ids.slice(0, -3)}::uuid[])`);
  const rare = await replay(server, { install_id: install.id, name: event });
  expect(rare).toMatchObject({ state: 'running', total: null });
  await readAll(server, rare.id);
  expect(await getReplay(server, rare.id)).toMatchObject({ state: 'running', total: 3 });
  await server.api('DELETE', `/platform/v1/replays/${rare.id}`);
  const none = await replay(server, { install_id: install.id, name: 'nothing' });
  expect(none).toMatchObject({ state: 'running', total: null });
  await readAll(server, none.id);
  expect(await getReplay(server, none.id)).toMatchObject({ state: 'done', total: 0 });
});

test('a million jobs are the most: reading ends with them', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const opened = await scene(server);
  const [first] = (await failedJobs(server, opened, 3)).sort();
  const { id } = await replay(server, { install_id: opened.install.id });
  await server.db.query(sql`update replays set found = 999999, total = null where id = ${id}`);
  await readAll(server, id);
  expect(await server.db.query(sql`select job_id from replay_jobs`)).toEqual([{ job_id: first }]);
  expect(await getReplay(server, id)).toMatchObject({ total: 1_000_000 });
});

test('who ends one waits while steps are taken, for longer than for other locks', async () => {
  const server = await startTestServer({ env: { PLUGBOARD_DATABASE_LOCK_TIMEOUT_MS: '200' } });
  onTestFinished(server.close);
  const opened = await scene(server);
  await failedJobs(server, opened, 3);
  const { id } = await replay(server, { install_id: opened.install.id });
  const ended = await server.db.transaction(async (tx) => {
    await lockRunning(tx, id);
    const ending = server.api('DELETE', `/platform/v1/replays/${id}`);
    let isAnswered = false;
    void ending.finally(() => {
      isAnswered = true;
    });
    const waitsLong = async () =>
      isAnswered ||
      (
        await server.db.query(sql`
          select 1 from pg_locks where locktype = 'advisory' and not granted and waitstart < clock_timestamp() - interval '1 second'`)
      ).length > 0;
    await waitFor(waitsLong, { describe: 'it to have waited for a second' });
    return { ending };
  });
  expect((await ended.ending).body).toMatchObject({ id, state: 'cancelled' });
});

test('what a stopping worker had queued is sent by the next', async () => {
  const shared = await database();
  const options = { delivery: true, database: shared, env: env(4) };
  const first = await startTestServer(options);
  const opened = await scene(first);
  const { receiver, install } = opened;
  const ids = await failedJobs(first, opened, 6);
  const gate = holdReplies(receiver);
  const { id } = await replay(first, { install_id: install.id });
  await receiver.nth(1);
  const closing = first.close();
  gate.open();
  await closing;
  const second = await startTestServer(options);
  onTestFinished(second.close);
  expect(await replayed(second, id)).toMatchObject({ total: 6, done: 6 });
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual(ids.sort());
});
