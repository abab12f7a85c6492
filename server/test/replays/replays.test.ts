import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { holdReplies, jobIn } from '../delivery/scene.ts';
import { giveTo } from '../support/collaborators.ts';
import { createGate } from '../support/gate.ts';
import { addMember, createPerson } from '../support/people.ts';
import { asPlugin, emit, installPlugin, login } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { always, failedJobs, getJob, getReplay, replay, replayed, scene } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_RETRY_SCHEDULE: '0',
      PLUGBOARD_POLL_MS: '20',
      PLUGBOARD_ENDPOINT_CONCURRENCY: '8',
    },
  });
});
afterAll(() => server.close());

test('jobs that failed on our side are run again, and those that their plugin settled are left alone', async () => {
  const { receiver, install, emit: tell } = await scene(server);
  receiver.answer = ({ body }) => (body.payload.good ? 412 : 500);
  const verdict = await tell({ payload: { good: true } });
  const failed = [await tell({ identifier: 'a', payload: {} }), await tell({ payload: {} })];
  await jobIn(server, verdict, 'failed', 1);
  for (const id of failed) await jobIn(server, id, 'failed', 1);
  receiver.answer = () => 200;
  const begun = await replay(server, { install_id: install.id });
  expect(begun).toMatchObject({
    state: 'running',
    total: 2,
    done: 0,
    failed: 0,
    finished_at: null,
  });
  expect(begun.filter).toMatchObject({ install_id: install.id, status: ['failed', 'parked'] });
  const done = await replayed(server, begun.id);
  expect(done).toMatchObject({ total: 2, done: 2, failed: 0, finished_at: expect.any(String) });
  for (const id of failed) {
    expect(await getJob(server, id)).toMatchObject({
      status: 'done',
      settled_by: 'plugin',
      attempts: [
        { number: 1, status_code: 500 },
        { number: 2, status_code: 200 },
      ],
    });
  }
  expect((await getJob(server, verdict)).attempts).toHaveLength(1);
  expect(receiver.requests).toHaveLength(5);
});

test('with include_settled they are sent once more, and their verdicts stay', async () => {
  const { receiver, install, emit: tell } = await scene(server);
  receiver.answer = ({ body }) => body.payload.status;
  const ids = [];
  for (const status of [200, 400, 412]) ids.push(await tell({ payload: { status } }));
  const before = [];
  for (const [index, status] of ['done', 'ignored', 'failed'].entries())
    before.push(await jobIn(server, ids[index] as string, status, 1));
  receiver.answer = ({ body }) => (body.payload.status === 400 ? 500 : 200);
  const status = ['done', 'ignored', 'failed'];
  const begun = await replay(server, { install_id: install.id, status }, { include_settled: true });
  expect(begun).toMatchObject({ total: 3, include_settled: true });
  expect(await replayed(server, begun.id)).toMatchObject({ done: 2, failed: 1 });
  for (const [index, id] of ids.entries()) {
    const { attempts, ...job } = await getJob(server, id);
    expect(job).toEqual({ ...before[index], attempts: undefined, attempts_total: 2 });
    expect(attempts).toHaveLength(2);
  }
  const again = receiver.requests.slice(3);
  expect(again.map(({ headers }) => headers['webhook-id']).sort()).toEqual(ids.sort());
  for (const { headers } of again) expect(headers['plugboard-resend']).toBe('1');
});

test('only what fits is run again: name, identifier, time, and whose it is', async () => {
  const one = await scene(server);
  const other = await installPlugin(
    server,
    one.install.plugin,
    (await scene(server)).install.spaceId,
  );
  await failedJobs(server, one, 3);
  await failedJobs(server, { ...one, install: other }, 2);
  const { id, spaceId, plugin } = one.install;
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const total = async (filter: object) => {
    const begun = await replay(server, filter);
    await server.api('DELETE', `/platform/v1/replays/${begun.id}`);
    return begun.total;
  };
  // So that each finds them as they were.
  const none = { since: always().since, until: hourAgo };
  expect(await total({ plugin_id: plugin.id, ...none })).toBe(0);
  expect(await total({ plugin_id: plugin.id, name: 'nothing' })).toBe(0);
  expect(await total({ plugin_id: plugin.id, status: ['parked'] })).toBe(0);
  expect(await total({ install_id: id, identifier: 'subject:4' })).toBe(0);
  const counts = [
    [{ plugin_id: plugin.id }, 5],
    [{ plugin_id: plugin.id, name: one.event }, 5],
    [{ install_id: id }, 3],
    [{ install_id: other.id }, 2],
    [{ space_id: spaceId }, 3],
    [{ space_id: other.spaceId, identifier: 'subject:2' }, 1],
  ] as const;
  await server.api('POST', `/platform/v1/installs/${id}/suspend`);
  await server.api('POST', `/platform/v1/installs/${other.id}/suspend`);
  for (const [filter, jobs] of counts)
    expect([filter, await total(filter)]).toEqual([filter, jobs]);
});

test('what cannot be sent has failed, and stands as before', async () => {
  const opened = await scene(server);
  const [id = ''] = await failedJobs(server, opened, 1);
  await server.api('POST', `/platform/v1/installs/${opened.install.id}/suspend`);
  const before = await getJob(server, id);
  const begun = await replay(server, { install_id: opened.install.id });
  expect(await replayed(server, begun.id)).toMatchObject({ total: 1, done: 0, failed: 1 });
  expect(await getJob(server, id)).toEqual(before);
  expect(opened.receiver.requests).toEqual([]);
});

test('what is for a disabled endpoint has failed, stands as before, and does not come when that is enabled', async () => {
  const opened = await scene(server);
  const { install, event, receiver } = opened;
  const failed = await failedJobs(server, opened, 6);
  await failedJobs(server, opened, 3, { settledBy: 'plugin' });
  await server.db.query(sql`
    update jobs set status = 'cancelled', parked_reason = null where id = any(${failed.slice(0, 2)}::uuid[])`);
  const rows = () =>
    server.db.query(sql`select * from jobs where install_id = ${install.id} order by id`);
  const before = await rows();
  const endpoint = `/platform/v1/plugins/${install.plugin.id}/endpoints/${event}`;
  expect((await server.api('POST', `${endpoint}/disable`)).status).toBe(200);
  const all = { install_id: install.id, status: ['failed', 'cancelled'] };
  const begun = await replay(server, all, { include_settled: true });
  expect(await replayed(server, begun.id)).toMatchObject({ total: 9, done: 0, failed: 9 });
  expect(await rows()).toEqual(before);
  expect((await server.api('POST', `${endpoint}/enable`)).status).toBe(200);
  expect(await rows()).toEqual(before);
  expect(
    await server.db.query(sql`select 1 from job_queue where install_id = ${install.id}`),
  ).toEqual([]);
  expect(receiver.requests).toEqual([]);
  const again = await replay(server, all, { include_settled: true });
  expect(await replayed(server, again.id)).toMatchObject({ total: 9, done: 9, failed: 0 });
});

test('an event that the plugin hears no more is not told again', async () => {
  const opened = await scene(server);
  await failedJobs(server, opened, 3);
  const { plugin, id } = opened.install;
  const manifest = { name: plugin.slug, slug: plugin.slug, events: [] };
  const changed = await server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, manifest);
  expect(changed.status, changed.text).toBe(201);
  const begun = await replay(server, { install_id: id });
  expect(await replayed(server, begun.id)).toMatchObject({ total: 3, done: 0, failed: 3 });
});

test('an endpoint gets a quarter of what it may have at a time, and others are delivered meanwhile', async () => {
  const opened = await scene(server);
  const { receiver, install, emit: tell } = opened;
  const elsewhere = await scene(server);
  const ids = new Set(await failedJobs(server, opened, 12));
  const gate = createGate();
  let atOnce = 0;
  let most = 0;
  receiver.answer = ({ headers }) => {
    if (!ids.has(headers['webhook-id'] as string)) return 200;
    return async (_request, response) => {
      most = Math.max(most, ++atOnce);
      await gate.passed;
      atOnce--;
      response.end();
    };
  };
  const { id } = await replay(server, { install_id: install.id });
  await receiver.nth(2);
  // Nothing of it can move; all else does.
  const others = await Promise.all([1, 2, 3, 4, 5].flatMap(() => [tell(), elsewhere.emit()]));
  for (const other of others) await jobIn(server, other, 'done', 1);
  expect(atOnce).toBe(2);
  const queued = await server.db.query(sql`select 1 from job_queue where replay_id = ${id}`);
  expect(queued).toHaveLength(2);
  expect(await getReplay(server, id)).toMatchObject({ state: 'running', total: 12, done: 0 });
  gate.open();
  expect(await replayed(server, id)).toMatchObject({ done: 12, failed: 0 });
  expect(most).toBe(2);
});

test('one that is cancelled sends no more, and what was not sent stands as before', async () => {
  const opened = await scene(server);
  const { receiver, install } = opened;
  const ids = await failedJobs(server, opened, 6);
  const before = await Promise.all(ids.map((id) => getJob(server, id)));
  const gate = holdReplies(receiver);
  const { id } = await replay(server, { install_id: install.id });
  await receiver.nth(2);
  const cancelled = await server.api('DELETE', `/platform/v1/replays/${id}`);
  expect(cancelled.status, cancelled.text).toBe(200);
  expect(cancelled.body).toMatchObject({ state: 'cancelled', finished_at: expect.any(String) });
  gate.open();
  const sent = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
  for (const [index, job] of ids.entries()) {
    if (sent.has(job)) await jobIn(server, job, 'done', 2);
    else expect(await getJob(server, job)).toEqual(before[index]);
  }
  expect(sent.size).toBe(2);
  const again = await server.api('DELETE', `/platform/v1/replays/${id}`);
  expect([again.status, again.body]).toEqual([200, cancelled.body]);
  // Whoever wants the rest asks anew.
  const next = await replay(server, { install_id: install.id });
  expect(next.total).toBe(4);
  expect(await replayed(server, next.id)).toMatchObject({ done: 4 });
  expect(receiver.requests).toHaveLength(6);
  const late = await server.api('DELETE', `/platform/v1/replays/${next.id}`);
  expect([late.status, late.body.code]).toEqual([409, 'wrong_state']);
});

test('what was settled meanwhile is passed over', async () => {
  const opened = await scene(server);
  const { receiver, install } = opened;
  const ids = await failedJobs(server, opened, 4);
  const gate = holdReplies(receiver);
  const { id } = await replay(server, { install_id: install.id });
  await receiver.nth(2);
  const token = await login(server, install.plugin);
  const late = ids.at(-1) as string;
  const settled = await asPlugin(server, token, 'PATCH', `/jobs/${late}`, { status: 'ignored' });
  expect(settled.status, settled.text).toBe(200);
  gate.open();
  expect(await replayed(server, id)).toMatchObject({ total: 4, done: 3, failed: 0 });
  expect(await getJob(server, late)).toMatchObject({ status: 'ignored', attempts: [{}] });
});

test('an uninstall in the middle ends it', async () => {
  const opened = await scene(server);
  const { receiver, install } = opened;
  await failedJobs(server, opened, 5);
  const gate = holdReplies(receiver);
  const { id } = await replay(server, { install_id: install.id });
  await receiver.nth(2);
  await server.api('DELETE', `/platform/v1/installs/${install.id}`);
  gate.open();
  const done = await replayed(server, id);
  expect(done.done + done.failed).toBe(5);
  expect(receiver.requests).toHaveLength(2);
});

test('one without jobs is done at once', async () => {
  const { install } = await scene(server);
  const begun = await replay(server, { install_id: install.id });
  expect(begun).toMatchObject({ state: 'done', total: 0, finished_at: expect.any(String) });
});

test('a body that says nothing of use is refused, with what would be right', async () => {
  const { install } = await scene(server);
  const { id, spaceId } = install;
  const filter = { install_id: id, status: ['failed'], ...always() };
  const pointers = [];
  for (const body of [
    {},
    { filter: { ...filter, install_id: undefined } },
    { filter: { ...filter, space_id: spaceId } },
    { filter: { ...filter, status: [] } },
    { filter: { ...filter, status: ['queued'] } },
    { filter: { ...filter, status: ['failed', 'done'] } },
    { filter: { ...filter, until: filter.since } },
    { filter: { ...filter, until: undefined } },
    { filter: { ...filter, since: 'yesterday' } },
    { filter, include_settled: 'yes' },
    { filter: { ...filter, more: 1 } },
  ]) {
    const answer = await server.api('POST', '/platform/v1/replays', body);
    expect(answer.status, answer.text).toBe(422);
    pointers.push(answer.body.errors[0].pointer);
  }
  expect(pointers).toEqual([
    '/filter',
    '/filter',
    '/filter',
    '/filter/status',
    '/filter/status/0',
    '/filter/status/1',
    '/filter/until',
    '/filter/until',
    '/filter/since',
    '/include_settled',
    '/filter/more',
  ]);
  const early = { ...filter, since: '0000-01-01T00:00:00Z', until: '9999-12-31T23:59:60Z' };
  const answer = await server.api('POST', '/platform/v1/replays', { filter: early });
  expect(answer.status, answer.text).toBeLessThan(500);
});

test('what there is not is not found', async () => {
  const filter = { status: ['failed'], ...always() };
  const codes = [];
  for (const target of [{ space_id: 999_999 }, { install_id: 999_999 }, { plugin_id: 999_999 }]) {
    const body = { filter: { ...filter, ...target } };
    codes.push((await server.api('POST', '/platform/v1/replays', body)).body.code);
  }
  for (const method of ['GET', 'DELETE'])
    for (const id of ['999999', 'x'])
      codes.push((await server.api(method, `/platform/v1/replays/${id}`)).body.code);
  expect(codes).toEqual([
    'space_not_found',
    'install_not_found',
    'plugin_not_found',
    ...Array(4).fill('replay_not_found'),
  ]);
});

test('admins replay for their space, developers for their plugin, and nobody else', async () => {
  const opened = await scene(server);
  const { id, spaceId, plugin } = opened.install;
  const [admin, editor, developer, stranger] = await Promise.all(
    Array.from({ length: 4 }, () => createPerson(server)),
  );
  await addMember(server, spaceId, admin?.id as number, 'admin');
  await addMember(server, spaceId, editor?.id as number, 'editor');
  await giveTo(server, plugin.id, developer?.id as number);
  const people: { authorization: string }[] = [];
  for (const person of [admin, editor, developer, stranger]) {
    const body = { user_id: person?.id, name: 'mine' };
    const { token } = (await server.api('POST', '/platform/v1/personal_access_tokens', body)).body;
    people.push({ authorization: `Bearer ${token}` });
  }
  const ask = async (target: object) => {
    const statuses = [];
    const body = { filter: { status: ['failed'], ...always(), ...target } };
    for (const headers of people) {
      const { status } = await server.api('POST', '/platform/v1/replays', body, headers);
      statuses.push(status);
    }
    return statuses;
  };
  expect(await ask({ space_id: spaceId })).toEqual([202, 403, 404, 404]);
  expect(await ask({ install_id: id })).toEqual([202, 403, 202, 404]);
  expect(await ask({ plugin_id: plugin.id })).toEqual([404, 404, 202, 404]);

  const listed = async (query = '') => {
    const totals = [];
    for (const headers of people) {
      const answer = await server.api(
        'GET',
        `/platform/v1/replays?limit=50${query}`,
        undefined,
        headers,
      );
      expect(answer.status, answer.text).toBe(200);
      totals.push(answer.body.data.length);
    }
    return totals;
  };
  // One of the space, two of the install, one of the plugin.
  expect(await listed()).toEqual([3, 0, 3, 0]);
  expect(await listed(`&install_id=${id}`)).toEqual([2, 0, 2, 0]);
  expect(await listed(`&space_id=${spaceId}`)).toEqual([1, 0, 0, 0]);
  expect(await listed(`&plugin_id=${plugin.id}`)).toEqual([0, 0, 1, 0]);
  const [ofPlugin] = (await server.api('GET', `/platform/v1/replays?plugin_id=${plugin.id}`)).body
    .data;
  for (const method of ['GET', 'DELETE']) {
    const path = `/platform/v1/replays/${ofPlugin.id}`;
    const answer = await server.api(method, path, undefined, people[0]);
    expect(answer.body.code).toBe('replay_not_found');
  }

  // Theirs in two ways, and in pages: each once.
  await addMember(server, spaceId, developer?.id as number, 'admin');
  const seen: number[] = [];
  let cursor = '';
  do {
    const path = `/platform/v1/replays?limit=1${cursor}`;
    const { body } = await server.api('GET', path, undefined, people[2]);
    seen.push(...body.data.map(({ id }: { id: number }) => id));
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
  } while (cursor !== '');
  expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
  expect(seen).toHaveLength(4);
});

test('asked for again with the same Idempotency-Key it is the same one', async () => {
  const { install } = await scene(server);
  const body = { filter: { install_id: install.id, status: ['failed'], ...always() } };
  const key = { 'idempotency-key': `replay-${install.id}` };
  const first = await server.api('POST', '/platform/v1/replays', body, key);
  const second = await server.api('POST', '/platform/v1/replays', body, key);
  expect([second.status, second.body]).toEqual([202, first.body]);
});

test('the list has pages', async () => {
  const { install } = await scene(server);
  const ids = [];
  for (let more = 0; more < 3; more++)
    ids.unshift((await replay(server, { install_id: install.id })).id);
  const path = `/platform/v1/replays?limit=2&install_id=${install.id}`;
  const first = (await server.api('GET', path)).body;
  const rest = (await server.api('GET', `${path}&cursor=${first.next_cursor}`)).body;
  const seen = [...first.data, ...rest.data].map(({ id }: { id: number }) => id);
  expect([seen, rest.next_cursor]).toEqual([ids, null]);
});

test('jobs that come while it runs are delivered as ever', async () => {
  const opened = await scene(server);
  const { receiver, install, event } = opened;
  await failedJobs(server, opened, 40);
  const { id } = await replay(server, { install_id: install.id });
  const jobs = [];
  for (let more = 0; more < 20; more++)
    jobs.push((await emit(server, install.spaceId, event)).jobs[0]?.id as string);
  for (const job of jobs) await jobIn(server, job, 'done', 1);
  expect(await replayed(server, id)).toMatchObject({ total: 40, done: 40 });
  await waitFor(() => receiver.requests.length === 60, { describe: 'each to be sent once' });
});
