import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { holdReplies } from '../delivery/scene.ts';
import { createGate } from '../support/gate.ts';
import { defineEventType } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { actingOn, backfill, backfilled, heard, newest, openPast, type Past } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_RETRY_SCHEDULE: '0,0,0',
      PLUGBOARD_POLL_MS: '20',
      PLUGBOARD_ENDPOINT_CONCURRENCY: '8',
    },
  });
  return () => server.close();
});

test('an install hears of what happened before it came, each event once, by requests that say so', async () => {
  const past = await openPast(server);
  const ids = await past.tellEach(['a', 'b', 'a', 'c']);
  const more = [await past.tell(), await past.tell()];
  const install = await past.install();
  const begun = await backfill(server, install);
  expect(begun).toMatchObject({
    install_id: install.id,
    days: 1,
    events: null,
    state: 'running',
    total: 6,
    done: 0,
    failed: 0,
    finished_at: null,
  });
  const done = await backfilled(server, install);
  expect(done).toMatchObject({ id: begun.id, state: 'done', total: 6, done: 6, failed: 0 });
  expect(heard(past.receiver).sort()).toEqual([...ids, ...more].sort());
  for (const { headers } of past.receiver.requests)
    expect(headers['plugboard-backfill']).toBe(String(begun.id));
  // What came since, and what was told by it, is not told again.
  await past.tell();
  await past.receiver.nth(7);
  expect(past.receiver.requests[6]?.headers['plugboard-backfill']).toBeUndefined();
  expect(await backfill(server, install)).toMatchObject({ total: 0 });
  expect(await backfilled(server, install)).toMatchObject({ state: 'done', total: 0, done: 0 });
  expect(past.receiver.requests).toHaveLength(7);
});

test('in a lane the oldest event is told first, and newer ones that come meanwhile after all of them', async () => {
  const past = await openPast(server);
  const { receiver } = past;
  const old = await past.tellEach(['a', 'b', 'a', 'b', 'a', 'c', 'a']);
  const gate = createGate();
  receiver.answer = () => async (_request, response) => {
    await gate.passed;
    response.end();
  };
  const install = await past.install({ days: 2 });
  await receiver.nth(1);
  const newer = await past.tellEach(['a', 'b', 'd', 'a']);
  gate.open();
  await receiver.nth(11);
  const told = heard(receiver);
  const lane = (places: number[], of: string[]) => places.map((at) => of[at] as string);
  const order = (ids: string[]) => told.filter((id) => ids.includes(id));
  const a = [...lane([0, 2, 4, 6], old), ...lane([0, 3], newer)];
  const b = [...lane([1, 3], old), ...lane([1], newer)];
  expect(order(a)).toEqual(a);
  expect(order(b)).toEqual(b);
  expect(await backfilled(server, install)).toMatchObject({ total: 7, done: 7 });
  await waitFor(
    async () =>
      (await server.db.query(sql`select 1 from job_queue where install_id = ${install.id}`))
        .length === 0,
    { describe: 'the queue to be empty' },
  );
});

test('one that is cancelled sends no more; what was not sent is as if it never had been, and newer events go on', async () => {
  const past = await openPast(server);
  const { receiver } = past;
  const old = await past.tellEach(['a', 'a', 'a', 'b', 'c', 'd']);
  const install = await past.install();
  const gate = holdReplies(receiver);
  const { id } = await backfill(server, install);
  await receiver.nth(2);
  const newer = await past.tellEach(['a', 'd']);
  const path = `/platform/v1/backfills/${id}`;
  const cancelled = await server.api('DELETE', path);
  expect(cancelled.status, cancelled.text).toBe(200);
  expect(cancelled.body).toMatchObject({ state: 'cancelled', finished_at: expect.any(String) });
  gate.open();
  await receiver.nth(4);
  const first = heard(receiver);
  expect(first.slice(2).sort()).toEqual([...newer].sort());
  const jobs = (await server.api('GET', `/platform/v1/jobs?install_id=${install.id}`)).body.data;
  expect(jobs).toHaveLength(4);
  expect((await server.api('DELETE', path)).body).toEqual(cancelled.body);
  // Whoever wants the rest asks anew.
  expect(await backfill(server, install)).toMatchObject({ total: 4 });
  expect(await backfilled(server, install)).toMatchObject({ total: 4, done: 4 });
  expect(heard(receiver).slice(4).sort()).toEqual(old.filter((one) => !first.includes(one)).sort());
  const last = await newest(server, install);
  const late = await server.api('DELETE', `/platform/v1/backfills/${last.id}`);
  expect([late.status, late.body.code]).toEqual([409, 'wrong_state']);
});

const jobsOf = async ({ id }: { id: number }) =>
  (await server.api('GET', `/platform/v1/jobs?install_id=${id}`)).body.data;

const queueOf = ({ id }: { id: number }) =>
  server.db.query(sql`select 1 from job_queue where install_id = ${id}`);

const settled = (install: { id: number }) =>
  waitFor(async () => (await queueOf(install)).length === 0, { describe: 'the queue to be empty' });

const act = actingOn(() => server);

test('what is sent is what the plugin hears today: by its filter, its scopes and what is granted', async () => {
  const [scope, guarded, refused] = ['past.read', 'past_guarded', 'past_refused'];
  await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: 'May read' });
  await defineEventType(server, guarded, { required_scope: scope });
  await defineEventType(server, refused);
  const past = await openPast(server);
  const url = `${past.receiver.url}/hook`;
  const floor = [{ numeric: ['>', 5] }];
  await publish(past, {
    events: [
      { name: past.event, url, filter: { floor } },
      { name: guarded, url },
      { name: refused, url },
    ],
    optional_scopes: [scope],
  });
  await past.tell({ payload: { floor: 5 } });
  const high = await past.tell({ payload: { floor: 6 } });
  await past.tell({ name: guarded });
  await past.tell({ name: refused });
  const install = await past.install();
  await act(`/installs/${install.id}/grant`, { scopes: [], events: [past.event, guarded] }, 'PUT');
  // Of what its filter may withhold nothing is known before it is read.
  expect(await backfill(server, install)).toMatchObject({ total: 2 });
  expect(await backfilled(server, install)).toMatchObject({ total: 1, done: 1 });
  expect(heard(past.receiver)).toEqual([high]);
  // What is granted later can be told later; what was told is not told again.
  const grant = { scopes: [scope], events: [past.event, guarded] };
  await act(`/installs/${install.id}/grant`, grant, 'PUT');
  await publish(past, {
    events: [
      { name: past.event, url },
      { name: guarded, url },
    ],
    optional_scopes: [scope],
  });
  await backfill(server, install, { days: 30, events: [past.event] });
  expect(await backfilled(server, install)).toMatchObject({ total: 1, done: 1 });
  await backfill(server, install);
  expect(await backfilled(server, install)).toMatchObject({ total: 1, done: 1 });
  expect(past.receiver.requests).toHaveLength(3);
});

async function publish({ plugin }: Past, change: object): Promise<void> {
  await act(
    `/plugins/${plugin.id}/manifest`,
    { name: plugin.slug, slug: plugin.slug, ...change },
    'PUT',
  );
}

test('days that are none, and events that the install does not hear, are refused', async () => {
  const past = await openPast(server);
  await defineEventType(server, 'past_elsewhere');
  const install = await past.install();
  const refusal = async (asked: object) => {
    const answer = await server.api('POST', `/platform/v1/installs/${install.id}/backfills`, asked);
    expect(answer.status, answer.text).toBe(422);
    return answer.body.errors[0];
  };
  for (const days of [0, 31, -1, 1.5, '7', null])
    expect((await refusal({ days })).pointer).toBe('/days');
  expect((await refusal({})).pointer).toBe('/days');
  expect((await refusal({ days: 1, events: [] })).pointer).toBe('/events');
  expect((await refusal({ days: 1, more: 1 })).pointer).toBe('/more');
  for (const name of ['nothing', 'past_elsewhere', 'plugin_installed'])
    expect(await refusal({ days: 1, events: [past.event, name] })).toEqual({
      pointer: '/events/1',
      message: `"${name}" is no event of the host that the plugin subscribes to; the install hears: ${past.event}`,
    });
  await act(`/installs/${install.id}/grant`, { scopes: [], events: [] }, 'PUT');
  expect((await refusal({ days: 1, events: [past.event] })).message).toContain('is not granted');
  const path = `/platform/v1/spaces/${past.spaceId}/installs`;
  await act(`/installs/${install.id}`, undefined, 'DELETE');
  const late = await server.api('POST', `/platform/v1/installs/${install.id}/backfills`, {
    days: 1,
  });
  expect([late.status, late.body.code]).toEqual([409, 'wrong_state']);
  for (const [backfill, pointer] of [
    [{ days: 31 }, '/backfill/days'],
    [{ days: 1, events: ['nothing'] }, '/backfill/events/0'],
  ]) {
    const answer = await server.api('POST', path, { plugin_id: past.plugin.id, backfill });
    expect(answer.body.errors[0].pointer).toBe(pointer);
  }
  const found = (await server.api('GET', `/platform/v1/installs/${install.id}`)).body;
  expect(found.status).toBe('uninstalled');
  for (const method of ['GET', 'DELETE'])
    for (const id of ['999999', 'x'])
      expect((await server.api(method, `/platform/v1/backfills/${id}`)).body.code).toBe(
        'backfill_not_found',
      );
});

test('one that comes with an install waits for its set-up, and misses nothing that happens meanwhile', async () => {
  const field = { key: 'note', type: 'text', label: 'Note', required: true };
  const past = await openPast(server, {
    setup_steps: [{ type: 'form', title: 'Note', fields: [field] }],
  });
  const before = await past.tellEach(['a', 'b']);
  const install = await past.install({ days: 30 });
  const { id } = await newest(server, install);
  const meanwhile = await past.tellEach(['a', 'b']);
  const read = () =>
    server.db.query(
      sql`select 1 from replays where id = ${id} and (seen_active is not null or is_read)`,
    );
  expect(await read()).toEqual([]);
  expect(past.receiver.requests).toEqual([]);
  expect(await newest(server, install)).toMatchObject({ state: 'running', total: 2 });
  await act(`/installs/${install.id}/setup/0/submit`, { payload: { note: 'Here' } });
  const after = await past.tellEach(['a', 'b']);
  await past.receiver.nth(6);
  const told = heard(past.receiver);
  for (const at of [0, 1]) {
    const lane = [before, meanwhile, after].map((ids) => ids[at] as string);
    expect(told.filter((one) => lane.includes(one))).toEqual(lane);
  }
  expect(await backfilled(server, install)).toMatchObject({ state: 'done', total: 4, done: 4 });
});

test('an uninstall ends it; who installs anew can be told of all again', async () => {
  const past = await openPast(server);
  const { receiver } = past;
  const ids = await past.tellEach(['a', 'a', 'b', 'c', 'd']);
  const install = await past.install();
  const gate = holdReplies(receiver);
  await backfill(server, install);
  await receiver.nth(2);
  await act(`/installs/${install.id}`, undefined, 'DELETE');
  gate.open();
  expect(await backfilled(server, install)).toMatchObject({ state: 'cancelled' });
  await settled(install);
  expect(receiver.requests).toHaveLength(2);
  receiver.answer = () => 200;
  const again = await past.install({ days: 1 });
  expect(again.id).toBe(install.id);
  expect(await backfilled(server, again)).toMatchObject({ state: 'done', total: 5, done: 5 });
  expect(heard(receiver).slice(2).sort()).toEqual([...ids].sort());
});

test.each([
  [
    'the install is suspended',
    (_past: Past, id: number) => [`/installs/${id}/suspend`, `/installs/${id}/resume`],
  ],
  [
    'the plugin is suspended',
    ({ plugin }: Past) => [`/plugins/${plugin.id}/suspend`, `/plugins/${plugin.id}/resume`],
  ],
])('while %s it waits, and goes on in its order', async (_, paths) => {
  const past = await openPast(server);
  const { receiver } = past;
  const old = await past.tellEach(['a', 'a', 'a', 'b', 'b']);
  const install = await past.install();
  const [stop, go] = paths(past, install.id) as [string, string];
  const gate = holdReplies(receiver);
  await backfill(server, install);
  await receiver.nth(2);
  await act(stop, stop.includes('/plugins/') ? { reason: 'Maintenance' } : undefined);
  gate.open();
  await waitFor(
    async () =>
      (
        await server.db.query(sql`
      select 1 from job_queue where install_id = ${install.id} and state not in ('held', 'blocked')`)
      ).length === 0,
    { describe: 'what is under way to be over' },
  );
  expect(receiver.requests).toHaveLength(2);
  expect((await newest(server, install)).state).toBe('running');
  await act(go);
  expect(await backfilled(server, install)).toMatchObject({ state: 'done', total: 5 });
  await settled(install);
  const told = [...new Set(heard(receiver))];
  expect(told.filter((id) => old.slice(0, 3).includes(id))).toEqual(old.slice(0, 3));
  expect(told.filter((id) => old.slice(3).includes(id))).toEqual(old.slice(3));
});

test('while the endpoint is disabled what waits for it is set aside, and comes in its order when it is enabled', async () => {
  const past = await openPast(server);
  const { receiver, plugin, event } = past;
  const old = await past.tellEach(['a', 'a', 'a', 'b', 'b']);
  const install = await past.install();
  const gate = holdReplies(receiver);
  await backfill(server, install);
  await receiver.nth(2);
  await act(`/plugins/${plugin.id}/endpoints/${event}/disable`);
  gate.open();
  expect(await backfilled(server, install)).toMatchObject({ total: 5, done: 2, failed: 3 });
  await settled(install);
  const parked = (await jobsOf(install)).filter(
    ({ parked_reason }: { parked_reason: string }) => parked_reason === 'endpoint_disabled',
  );
  expect(parked).toHaveLength(3);
  await act(`/plugins/${plugin.id}/endpoints/${event}/enable`);
  await receiver.nth(5);
  await settled(install);
  const told = heard(receiver);
  expect(told.filter((id) => old.slice(0, 3).includes(id))).toEqual(old.slice(0, 3));
  expect(told.filter((id) => old.slice(3).includes(id))).toEqual(old.slice(3));
  for (const { headers } of receiver.requests) expect(headers['plugboard-backfill']).toBeDefined();
});

test('an event that the plugin hears no more is not told, and leaves no lane behind', async () => {
  const past = await openPast(server);
  const { receiver } = past;
  await past.tellEach(['a', 'a', 'b', 'c']);
  const install = await past.install();
  const gate = holdReplies(receiver);
  await backfill(server, install);
  await receiver.nth(2);
  await publish(past, { events: [] });
  gate.open();
  expect(await backfilled(server, install)).toMatchObject({
    state: 'done',
    total: 4,
    done: 2,
    failed: 2,
  });
  await settled(install);
  expect(
    (await jobsOf(install)).filter(({ status }: { status: string }) => status === 'cancelled'),
  ).toHaveLength(2);
});

test('an attempt that fails holds its lane as ever, and each attempt says that it is of the past', async () => {
  const past = await openPast(server);
  const { receiver } = past;
  const [first = '', second = ''] = await past.tellEach(['a', 'a']);
  receiver.answer = () => (receiver.requests.length === 1 ? 500 : 200);
  const install = await past.install();
  const { id } = await backfill(server, install);
  await backfilled(server, install);
  expect(heard(receiver)).toEqual([first, first, second]);
  for (const { headers } of receiver.requests)
    expect(headers['plugboard-backfill']).toBe(String(id));
  const [job] = (await server.api('GET', `/platform/v1/events/${first}/decisions`)).body.data;
  expect(job).toMatchObject({ install_id: install.id, decision: 'delivered' });
  // So do a resend of it, and the view of a request.
  await act(`/jobs/${job.job_id}/resend`);
  await receiver.nth(4);
  expect(receiver.requests[3]?.headers['plugboard-backfill']).toBe(String(id));
  const attempt = await waitFor(
    async () => {
      const found = await server.api('GET', `/platform/v1/jobs/${job.job_id}/attempts/3`);
      return found.status === 200 ? found.body : undefined;
    },
    { describe: 'the attempt to be recorded' },
  );
  expect(attempt.request).toMatchObject({
    exact: true,
    headers: { 'plugboard-backfill': String(id) },
  });
});

test('an event is told once, whichever backfills it is part of, and one of an install runs at a time', async () => {
  const past = await openPast(server);
  const ids = await past.tellEach(['a', 'b', 'c']);
  const install = await past.install();
  const path = `/platform/v1/installs/${install.id}/backfills`;
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => server.api('POST', path, { days: 1 })),
  );
  const begun = answers.filter(({ status }) => status === 202);
  expect(begun.length).toBeGreaterThan(0);
  for (const { status, body } of answers) if (status !== 202) expect(body.code).toBe('wrong_state');
  await backfilled(server, install);
  await backfill(server, install);
  await backfilled(server, install);
  expect(heard(past.receiver).sort()).toEqual([...ids].sort());
  const key = { 'idempotency-key': `backfill-${install.id}` };
  const first = await server.api('POST', path, { days: 2 }, key);
  const second = await server.api('POST', path, { days: 2 }, key);
  expect([second.status, second.body]).toEqual([202, first.body]);
});
