import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { clearUp } from '../../src/replays/backfill-work.ts';
import { holdReplies } from '../delivery/scene.ts';
import { createSpace, installPlugin, type TestInstall } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  backfill,
  backfilled,
  heard,
  lanesOf,
  newest,
  openPast,
  type Past,
  readAll,
  stepOf,
} from './scene.ts';

// Nobody delivers here, and steps are taken when a test says so.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const step = ({ id }: { id: number }, share = 2) => stepOf(server, id, share);

const isRead = async ({ id }: { id: number }) =>
  (await server.db.query(sql`select 1 from replays where id = ${id} and is_read`)).length > 0;

/** Begins one, and has all of it read, and nothing sent. */
async function beginAndRead(install: TestInstall): Promise<{ id: number }> {
  const begun = await backfill(server, install);
  await readAll(server, begun.id);
  await clearUp(server.db);
  return begun;
}

const act = async (path: string, body?: unknown, method = 'POST') => {
  const answer = await server.api(method, `/platform/v1${path}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
};

const endpointOf = ({ plugin }: Past, event: string | undefined) =>
  `/plugins/${plugin.id}/endpoints/${event}`;

const statuses = async ({ id }: { id: number }): Promise<string[]> =>
  (
    await server.db.query<{ status: string }>(sql`
      select concat_ws(' ', status, parked_reason) as status from jobs where install_id = ${id} order by id`)
  ).map(({ status }) => status);

/** What is ready was sent. */
const sendAll = (install: { id: number }) =>
  server.db.query(sql`delete from job_queue where install_id = ${install.id} and state = 'ready'`);

/** Tells many at once. */
async function tellMany({ spaceId, event }: Past, identifiers: (string | null)[]): Promise<void> {
  for (let from = 0; from < identifiers.length; from += 500) {
    const events = identifiers
      .slice(from, from + 500)
      .map((identifier) => ({ space_id: spaceId, name: event, identifier, payload: {} }));
    await act('/events/batch', { events });
  }
}

test('what waits for an endpoint that is disabled is set aside, and its lanes go on; it comes in its order when that is enabled', async () => {
  const past = await openPast(server, {}, 1);
  const [open, closed] = past.events;
  for (const name of [closed, open, closed]) await past.tell({ identifier: 'a', name });
  const install = await past.install();
  const begun = await beginAndRead(install);
  for (const name of [closed, open]) await past.tell({ identifier: 'a', name });
  expect(await lanesOf(server, install)).toEqual({ a: 'HELD BLOCKED BLOCKED blocked blocked' });
  await act(`${endpointOf(past, closed)}/disable`);
  expect(await step(begun)).toMatchObject({ isMore: true });
  expect(await lanesOf(server, install)).toEqual({ a: 'READY blocked' });
  const aside = 'parked endpoint_disabled';
  expect(await statuses(install)).toEqual([aside, 'queued', aside, aside, 'queued']);
  expect(await newest(server, install)).toMatchObject({ total: 3, failed: 2, state: 'running' });
  await sendAll(install);
  expect(await step(begun)).toMatchObject({ isOver: true });
  await act(`${endpointOf(past, closed)}/enable`);
  const rows = await server.db.query<{ job_id: string }>(sql`
    select job_id from job_queue where install_id = ${install.id} and endpoint_id in (
      select id from endpoints where event_name = ${closed as string}) order by seq`);
  const ids = rows.map(({ job_id }) => job_id);
  expect(ids).toHaveLength(3);
  expect(ids).toEqual(ids.toSorted());
});

test('of an endpoint that is enabled again half way, what was set aside comes after what was not', async () => {
  const past = await openPast(server, {}, 1);
  const [, closed] = past.events;
  await tellMany({ ...past, event: closed as string }, Array(1200).fill('a'));
  const install = await past.install();
  const begun = await beginAndRead(install);
  await act(`${endpointOf(past, closed)}/disable`);
  expect(await step(begun)).toMatchObject({ queued: 0, isMore: true });
  await act(`${endpointOf(past, closed)}/enable`);
  const rows = await server.db.query<{ job_id: string }>(sql`
    select job_id from job_queue where install_id = ${install.id} order by seq`);
  const ids = rows.map(({ job_id }) => job_id);
  expect(ids).toHaveLength(300);
  expect(ids).toEqual(ids.toSorted());
  const [first] = await server.db.query<{ id: string }>(sql`
    select id from jobs where install_id = ${install.id} and name = ${closed as string} order by id limit 1`);
  expect(ids[0]).toBe(first?.id);
});

test('a suspension that comes while a step chooses leaves what it chose where it is', async () => {
  const past = await openPast(server);
  await past.tellEach(['a', 'a', 'b']);
  const install = await past.install();
  const begun = await beginAndRead(install);
  const waiters = () =>
    server.db.query(sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  let stepping: ReturnType<typeof step> | undefined;
  await server.pool.transaction(async (tx) => {
    await tx.query(sql`select 1 from job_queue where install_id = ${install.id} for update`);
    stepping = step(begun);
    await waitFor(async () => (await waiters()).length > 0, { describe: 'the step to wait' });
    await act(`/installs/${install.id}/suspend`);
  });
  expect(await stepping).toMatchObject({ queued: 0, isOver: false });
  expect(await lanesOf(server, install)).toEqual({ a: 'HELD BLOCKED', b: 'HELD' });
  expect(await statuses(install)).toEqual(['queued', 'queued', 'queued']);
  await act(`/installs/${install.id}/resume`);
  expect(await step(begun)).toMatchObject({ queued: 2 });
});

test('an event that is told while the install is suspended is not missed, though it was active before', async () => {
  const past = await openPast(server);
  const told = await past.tell({ identifier: 'a' });
  const install = await past.install();
  const begun = await backfill(server, install);
  // Whoever is at it already keeps it from beginning.
  const begin = (work: () => Promise<void>) =>
    server.pool.transaction(async (tx) => {
      await tx.query(sql`select pg_current_xact_id()`);
      await work();
    });
  await begin(async () => {
    await step(begun);
    await act(`/installs/${install.id}/suspend`);
    await step(begun);
  });
  await server.pool.transaction(async (tx) => {
    // Decided by who saw it suspended, and committed last.
    const late = `${told.slice(0, 31)}${told[31] === 'f' ? 'e' : 'f'}0000`;
    await tx.query(sql`
      insert into events (id, space_id, name, identifier, payload, occurred_at)
      select ${late}::uuid, space_id, name, identifier, payload, occurred_at from events where id = ${told}`);
    await act(`/installs/${install.id}/resume`);
    for (let steps = 0; steps < 3; steps++) await step(begun);
    expect(await lanesOf(server, install)).toEqual({});
  });
  await step(begun);
  expect(await lanesOf(server, install)).toMatchObject({ a: expect.stringMatching(/^\w+ \w+$/) });
});

test('what is not granted any more is withdrawn at once, however few may be sent at a time', async () => {
  const past = await openPast(server, {}, 1);
  const [, revoked] = past.events;
  for (const [at, lane] of ['a', 'b', 'a', 'b', 'c', 'c'].entries())
    await past.tell({ identifier: lane, name: past.events[at < 4 ? 1 : 0] });
  const install = await past.install();
  const begun = await beginAndRead(install);
  await past.tell({ identifier: 'b' });
  await act(`/installs/${install.id}/grant`, { scopes: [], events: [past.event] }, 'PUT');
  expect(await step(begun, 1)).toMatchObject({ isMore: true });
  expect(await lanesOf(server, install)).toEqual({ b: 'ready', c: 'HELD BLOCKED' });
  expect(await newest(server, install)).toMatchObject({ total: 6, failed: 4 });
  const jobs = (await server.api('GET', `/platform/v1/jobs?install_id=${install.id}`)).body.data;
  const withdrawn = jobs.filter(({ name }: { name: string }) => name === revoked);
  expect(withdrawn).toHaveLength(4);
  for (const { status, settled_reason } of withdrawn) {
    expect(status).toBe('cancelled');
    expect(settled_reason).toBe('not_granted');
  }
});

test('where others go first, a newer job gets those before it sent, behind however many it is', async () => {
  const past = await openPast(server);
  const lanes = Array.from({ length: 1200 }, (_, at) => `lane:${at}`);
  await tellMany(past, lanes);
  const install = await past.install();
  const begun = await beginAndRead(install);
  await past.tell();
  await past.tell({ identifier: 'lane:1199' });
  expect(await step(begun)).toMatchObject({ queued: 1 });
  const found = await lanesOf(server, install);
  expect(found['lane:1199']).toBe('READY blocked');
  expect(Object.values(found).filter((lane) => lane === 'HELD')).toHaveLength(1199);
  // What is left of one that ends is unmade a slice at a time, the last first.
  await act(`/backfills/${begun.id}`, undefined, 'DELETE');
  const left = await lanesOf(server, install);
  expect(Object.keys(left)).toHaveLength(202);
  expect(left['lane:1199']).toBe('ready');
  expect(await clearUp(server.db)).toEqual({ isReady: true, isMore: false });
  expect(await lanesOf(server, install)).toEqual({ '': 'ready', 'lane:1199': 'ready' });
});

test('a last slice in which nothing is left is followed by the next step at once', async () => {
  const past = await openPast(server);
  await tellMany(past, Array(1000).fill('a'));
  const begun = await backfill(server, await past.install());
  let last = await step(begun, 0);
  while (!(await isRead(begun))) last = await step(begun, 0);
  expect(last).toMatchObject({ queued: 0, isMore: true, isOver: false });
});

/** Two installs of one plugin, each with something to be told. */
async function twoInstalls(): Promise<{ past: Past; big: TestInstall; small: TestInstall }> {
  const past = await openPast(server);
  await past.tellEach(Array.from({ length: 8 }, (_, at) => `lane:${at}`));
  const big = await past.install();
  const spaceId = await createSpace(server);
  await act('/events', { space_id: spaceId, name: past.event, payload: {}, identifier: 'a' });
  await act('/events', { space_id: spaceId, name: past.event, payload: {}, identifier: 'b' });
  return { past, big, small: await installPlugin(server, past.plugin, spaceId) };
}

test('what an endpoint may have is divided among the installs that have something for it', async () => {
  const { big, small } = await twoInstalls();
  const [first, second] = [await beginAndRead(big), await beginAndRead(small)];
  expect(await step(first, 4)).toMatchObject({ queued: 2 });
  expect(await step(first, 4)).toMatchObject({ queued: 0 });
  expect(await step(second, 4)).toMatchObject({ queued: 2 });
  // The rest is the first one's, once the other has nothing for it.
  await sendAll(small);
  expect(await step(first, 4)).toMatchObject({ queued: 2 });
  expect(await step(second, 4)).toMatchObject({ isOver: true });
});

test('where there is one place, it is whose turn it is, and one that is suspended has none', async () => {
  const { big, small } = await twoInstalls();
  const [first, second] = [await beginAndRead(big), await beginAndRead(small)];
  expect(await step(first, 1)).toMatchObject({ queued: 1 });
  expect(await step(second, 1)).toMatchObject({ queued: 0 });
  // Nobody need have counted what was sent.
  await sendAll(big);
  expect(await step(second, 1)).toMatchObject({ queued: 1 });
  expect(await step(first, 1)).toMatchObject({ queued: 0 });
  await sendAll(small);
  await act(`/installs/${small.id}/suspend`);
  await step(second, 2);
  expect(await step(first, 2)).toMatchObject({ queued: 2 });
});

test('where an endpoint takes one at a time, who has much to be told leaves room to who has little', async () => {
  const delivering = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_POLL_MS: '20', PLUGBOARD_ENDPOINT_CONCURRENCY: '4' },
  });
  onTestFinished(delivering.close);
  const past = await openPast(delivering);
  await past.tellEach(Array.from({ length: 40 }, (_, at) => `lane:${at}`));
  const big = await past.install();
  const spaceId = await createSpace(delivering);
  const tellThere = async (identifier: string): Promise<string> => {
    const event = { space_id: spaceId, name: past.event, payload: {}, identifier };
    return (await delivering.api('POST', '/platform/v1/events', event)).body.event.id;
  };
  const little = [await tellThere('a'), await tellThere('b'), await tellThere('a')];
  const small = await installPlugin(delivering, past.plugin, spaceId);
  const gate = holdReplies(past.receiver);
  await backfill(delivering, big);
  await past.receiver.nth(1);
  const { id } = await backfill(delivering, small);
  await waitFor(
    async () =>
      (await delivering.db.query(sql`select 1 from replays where id = ${id} and is_read`)).length >
      0,
    { describe: 'all to be read' },
  );
  gate.open();
  await backfilled(delivering, big);
  const told = heard(past.receiver);
  expect(told).toHaveLength(43);
  expect(told.findLastIndex((event) => little.includes(event))).toBeLessThan(12);
});

test('what was given back before there was a request takes no place of others', async () => {
  const { big, small } = await twoInstalls();
  const [first, second] = [await beginAndRead(big), await beginAndRead(small)];
  expect(await step(first, 2)).toMatchObject({ queued: 1 });
  expect(await step(second, 2)).toMatchObject({ queued: 1 });
  await server.db.query(sql`
    update job_queue set state = 'scheduled', give_backs = 1, due_at = now() + interval '1 hour'
    where install_id = ${big.id} and state = 'ready'`);
  expect(await step(second, 2)).toMatchObject({ queued: 0 });
  await sendAll(small);
  await step(second, 2);
  expect(await step(first, 2)).toMatchObject({ queued: 1 });
});
