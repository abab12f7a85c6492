import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { type ClaimedJob, claimJobs } from '../../src/jobs/claim.ts';
import { moveDueJobs } from '../../src/jobs/due.ts';
import { settleAndUnblock } from '../../src/jobs/settle.ts';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { clearUp } from '../../src/replays/backfill-work.ts';
import type { TestInstall } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  actingOn,
  backfill,
  lanesOf,
  newest,
  openPast,
  type Past,
  queueOf,
  readAll,
  stepOf,
} from './scene.ts';

// Nobody delivers here, and steps are taken when a test says so. One that was ended leaves jobs that workers unmake by and by; until then their
// events count as told.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const act = actingOn(() => server);

const cancel = ({ id }: { id: number }) => act(`/backfills/${id}`, undefined, 'DELETE');

/** Many events of the past, none in a lane. */
async function tellMany({ spaceId, event }: Past, count: number): Promise<void> {
  const events = Array.from({ length: count }, () => ({
    space_id: spaceId,
    name: event,
    payload: {},
  }));
  for (let from = 0; from < count; from += 500)
    await act('/events/batch', { events: events.slice(from, from + 500) });
}

/** Takes some steps, and answers how many jobs of it there are. */
async function tryToRead({ id }: { id: number }): Promise<number> {
  for (let steps = 0; steps < 4; steps++) await stepOf(server, id, 0);
  return (await server.db.query(sql`select 1 from jobs where backfill_id = ${id}`)).length;
}

async function claimOf({ id }: TestInstall): Promise<ClaimedJob> {
  const limits = { rooms: [], defaultRoom: 99, most: 99, lease: { worker_id: 1, seconds: 600 } };
  const { jobs } = await claimJobs(server.db, limits);
  const found = jobs.filter(({ install_id }) => install_id === id);
  expect(found).toHaveLength(1);
  return found[0] as ClaimedJob;
}

const giveBack = (job: ClaimedJob) =>
  server.pool.transaction((tx) =>
    settleAndUnblock(tx, [{ job, next: 'released', step: 0, status: 'queued' }]),
  );

/** One that was ended while a worker has the first of its jobs, and the next. */
async function endedWithOneLeased() {
  const past = await openPast(server);
  await past.tellEach(['a', 'a', 'b']);
  const install = await past.install();
  const first = await backfill(server, install);
  await readAll(server, first.id);
  await stepOf(server, first.id, 1);
  const job = await claimOf(install);
  await cancel(first);
  expect(await lanesOf(server, install)).toEqual({ a: 'LEASED' });
  return { past, install, job, second: await backfill(server, install) };
}

test('one that is asked for again at once misses nothing of what the last one has left', async () => {
  const past = await openPast(server);
  await tellMany(past, 1200);
  const install = await past.install();
  const first = await backfill(server, install);
  await readAll(server, first.id);
  await cancel(first);
  expect(await queueOf(server, install)).toHaveLength(200);
  const second = await backfill(server, install);
  // What is left counts as told, so nobody knows.
  expect(second.total).toBeNull();
  expect(await tryToRead(second)).toBe(0);
  await clearUp(server.db);
  expect(await queueOf(server, install)).toEqual([]);
  await readAll(server, second.id);
  expect(await newest(server, install)).toMatchObject({ id: second.id, total: 1200 });
  expect(await queueOf(server, install)).toHaveLength(1200);
});

test('what is left goes, also where the install is suspended and the endpoint disabled', async () => {
  const past = await openPast(server);
  await tellMany(past, 1200);
  const install = await past.install();
  const first = await backfill(server, install);
  await readAll(server, first.id);
  // In the queue in every way in which it may wait.
  await server.db.query(sql`
    update job_queue q set state = case when n.place % 3 = 0 then 'ready' else 'scheduled' end::queue_state,
      give_backs = n.place % 3, due_at = case when n.place % 3 > 0 then now() + interval '1 hour' end
    from (select job_id, row_number() over (order by seq) as place from job_queue where install_id = ${install.id}) n
    where q.install_id = ${install.id} and q.job_id = n.job_id and n.place <= 90`);
  await cancel(first);
  const second = await backfill(server, install);
  await act(`/installs/${install.id}/suspend`);
  await act(`/plugins/${past.plugin.id}/endpoints/${past.event}/disable`);
  await clearUp(server.db);
  expect(await queueOf(server, install)).toEqual([]);
  await act(`/plugins/${past.plugin.id}/endpoints/${past.event}/enable`);
  await act(`/installs/${install.id}/resume`);
  await readAll(server, second.id);
  expect(await newest(server, install)).toMatchObject({ id: second.id, total: 1200 });
});

test('a job that was under way when it was ended, and is given back, is told by the next', async () => {
  const { install, job, second } = await endedWithOneLeased();
  expect(second.total).toBeNull();
  await clearUp(server.db);
  expect(await tryToRead(second)).toBe(0);
  await giveBack(job);
  expect(await lanesOf(server, install)).toEqual({ a: 'HELD' });
  expect(await tryToRead(second)).toBe(0);
  await clearUp(server.db);
  expect(await lanesOf(server, install)).toEqual({});
  await readAll(server, second.id);
  expect(await newest(server, install)).toMatchObject({ id: second.id, total: 3 });
});

test('for a worker that was killed with a job of the last one nobody waits, and that job is sent again', async () => {
  const { install, job, second } = await endedWithOneLeased();
  expect(await tryToRead(second)).toBe(0);
  await server.db.query(sql`
    update job_queue set due_at = now() where install_id = ${install.id} and job_id = ${job.job_id}`);
  await moveDueJobs(server.db, { steps: [0, 60], jitterPercent: 0 });
  await readAll(server, second.id);
  expect(await newest(server, install)).toMatchObject({ id: second.id, total: 2 });
  expect(await lanesOf(server, install)).toEqual({ a: 'READY BLOCKED', b: 'HELD' });
});

test('an install that began anew does not wait for what is left of the one before', async () => {
  const { past, install } = await endedWithOneLeased();
  await act(`/installs/${install.id}`, undefined, 'DELETE');
  const again = await past.install({ days: 1 });
  const { id, total } = await newest(server, again);
  expect(total).toBe(3);
  await readAll(server, id);
  expect(await newest(server, again)).toMatchObject({ id, total: 3 });
});

test('where what is left of one cannot be cleared away, that of others is', async () => {
  const [stuck, other] = [await endedWithOneLeased(), await endedWithOneLeased()];
  for (const { job } of [stuck, other]) await giveBack(job);
  const limits = { connectMs: 10_000, statementMs: 10_000, lockMs: 100 };
  const impatient = openDatabase({ url: server.config.databaseUrl as string, limits });
  onTestFinished(impatient.close);
  await server.pool.transaction(async (tx) => {
    await tx.query(sql`select 1 from job_queue where install_id = ${stuck.install.id} for update`);
    await expect(clearUp(impatient)).rejects.toThrow();
  });
  expect(await lanesOf(server, other.install)).toEqual({});
  expect(await lanesOf(server, stuck.install)).toEqual({ a: 'HELD' });
  await clearUp(server.db);
  expect(await lanesOf(server, stuck.install)).toEqual({});
});
