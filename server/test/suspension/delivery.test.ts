import { afterEach, beforeAll, expect, test } from 'vitest';
import { resumeStrandedJobs } from '../../src/jobs/stranded.ts';
import { sql } from '../../src/lib/db.ts';
import { jobIn, openScene, type Scene } from '../delivery/scene.ts';
import { createTestDatabase } from '../support/database.ts';
import { createGate } from '../support/gate.ts';
import { asPlugin, createSpace, emit, installPlugin, login } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { withinSecond } from '../support/within-second.ts';

// Two nodes that deliver: whichever has a job must know that its plugin was suspended on the other.
let servers: [TestServer, TestServer];
let server: TestServer;
let scene: Scene;
beforeAll(async () => {
  const database = await createTestDatabase();
  const env = {
    PLUGBOARD_POLL_MS: '20',
    PLUGBOARD_ENDPOINT_CONCURRENCY: '1',
    PLUGBOARD_RETRY_SCHEDULE: '0,0.02,0.02',
  };
  const start = () => startTestServer({ database, delivery: true, env });
  servers = [await start(), await start()];
  [server] = servers;
  return async () => {
    await Promise.all(servers.map((one) => one.close()));
    await database.drop();
  };
});
afterEach(() => scene.receiver.close());

const plugin = () => `/platform/v1/plugins/${scene.install.plugin.id}`;
const payloads = () => scene.receiver.requests.map(({ body }) => body.payload.n);
const job = async (id: string) => (await server.api('GET', `/platform/v1/jobs/${id}`)).body;

async function resume(): Promise<void> {
  expect((await server.api('POST', `${plugin()}/resume`)).status).toBe(200);
}

/** Suspends on the first node, and waits until both have heard of it. */
async function suspend(): Promise<void> {
  const tokens = await Promise.all(servers.map((one) => login(one, scene.install.plugin)));
  expect((await server.api('POST', `${plugin()}/suspend`)).status).toBe(200);
  const areDead = async () => {
    const answers = servers.map((one, index) =>
      asPlugin(one, tokens[index] as string, 'POST', '/storage', { commands: [] }),
    );
    return (await Promise.all(answers)).every(({ status }) => status === 401);
  };
  expect(await withinSecond(areDead)).toBe(true);
}

test('what happens while a plugin is suspended waits, and is delivered in order once it is resumed', async () => {
  scene = await openScene(server);
  await suspend();
  const ids: string[] = [];
  for (const n of [1, 2, 3]) ids.push(await scene.emit({ identifier: 'a', payload: { n } }));
  const { event, jobs } = await emit(server, scene.install.spaceId, scene.event, {
    identifier: 'a',
    payload: { n: 4 },
  });
  const { data } = (await server.api('GET', `/platform/v1/events/${event.id}/decisions`)).body;
  expect(data).toMatchObject([{ decision: 'plugin_suspended', job_id: jobs[0]?.id }]);
  for (const id of ids) {
    expect(await job(id)).toMatchObject({
      status: 'parked',
      parked_reason: 'plugin_suspended',
      delivery: null,
    });
  }
  expect(payloads()).toEqual([]);
  await resume();
  for (const id of ids) await jobIn(server, id, 'done', 1);
  await scene.receiver.nth(4);
  expect(payloads()).toEqual([1, 2, 3, 4]);
});

test('a reply that comes after the suspension changes nothing, what waited is not sent, and both are done after it', async () => {
  scene = await openScene(server);
  const gate = createGate();
  const effects = { storage: [{ action: 'increment', key: 'replies' }], config: { written: true } };
  scene.receiver.answer = () => async (_request, response) => {
    await gate.passed;
    response.end(JSON.stringify({ message: 'Said too late', effects }));
  };
  const first = await scene.emit({ identifier: 'a', payload: { n: 1 } });
  await scene.receiver.nth(1);
  // Of another lane: they are claimed, and wait for the one request that the endpoint takes at a time on each node.
  const others: string[] = [];
  for (const n of [2, 3, 4, 5, 6])
    others.push(await scene.emit({ identifier: `b${n}`, payload: { n } }));
  await suspend();
  const sent = scene.receiver.requests.length;
  gate.open();

  const late = await jobIn(server, first, 'parked', 1);
  expect(late).toMatchObject({
    parked_reason: 'plugin_suspended',
    status_message: null,
    settled_by: null,
    attempts: [{ number: 1, stage: 'answered', status_code: 200 }],
  });
  for (const id of others) await jobIn(server, id, 'parked');
  expect(scene.receiver.requests.length).toBe(sent);
  const install = `/platform/v1/installs/${scene.install.id}`;
  expect((await server.api('GET', `${install}/config`)).body.config).toEqual({});
  expect((await server.api('GET', `${install}/export`)).body.storage).toEqual([]);

  await resume();
  for (const id of [first, ...others]) await jobIn(server, id, 'done');
  expect((await server.api('GET', `${install}/config`)).body.config).toEqual({ written: true });
  const { storage } = (await server.api('GET', `${install}/export`)).body;
  expect(storage).toEqual([{ key: 'replies', value: 6 }]);
});

test('failed attempts that end after the suspension neither count nor harm the endpoint', async () => {
  scene = await openScene(server);
  const gate = createGate();
  scene.receiver.answer = () => async (_request, response) => {
    await gate.passed;
    response.statusCode = 500;
    response.end();
  };
  const id = await scene.emit();
  await scene.receiver.nth(1);
  await suspend();
  gate.open();
  await jobIn(server, id, 'parked', 1);
  const { data } = (await server.api('GET', `${plugin()}/endpoints`)).body;
  expect(data[0]).toMatchObject({ status: 'healthy', failures: 0 });
  scene.receiver.answer = () => 200;
  await resume();
  await jobIn(server, id, 'done', 2);
});

test('a job in the plugin’s hands stays there, and is settled after the suspension by the same token', async () => {
  scene = await openScene(server);
  scene.receiver.answer = () => 202;
  const id = await scene.emit();
  await jobIn(server, id, 'ongoing', 1);
  const token = await login(server, scene.install.plugin);
  const settle = () => asPlugin(server, token, 'PATCH', `/jobs/${id}`, { status: 'done' });
  await suspend();
  expect((await settle()).status).toBe(401);
  expect((await job(id)).status).toBe('ongoing');
  await resume();
  await waitFor(async () => (await settle()).status === 200, { describe: 'the token to live' });
  expect(await job(id)).toMatchObject({ status: 'done', settled_by: 'plugin' });
});

test('a space uninstalls and erases what is suspended; the plugin hears of it once it is resumed', async () => {
  scene = await openScene(server, { events: [] });
  const url = `${scene.receiver.url}/bye`;
  const { body } = await server.api('GET', `${plugin()}/manifest`);
  const events = [{ name: 'plugin_uninstalled', url }];
  expect((await server.api('PUT', `${plugin()}/manifest`, { ...body, events })).status).toBe(201);
  const second = await installPlugin(server, scene.install.plugin, await createSpace(server));
  await suspend();
  const paths = [scene.install.id, `${second.id}?erase=now`];
  for (const path of paths)
    expect((await server.api('DELETE', `/platform/v1/installs/${path}`)).status).toBe(204);
  const erased = (await server.api('GET', `/platform/v1/installs/${second.id}`)).body;
  expect(erased.erased_at).not.toBeNull();
  expect(scene.receiver.requests).toEqual([]);
  await resume();
  await scene.receiver.nth(2);
  const told = scene.receiver.requests.map(({ path, body: { meta } }) => [path, meta.install_id]);
  expect(told.sort()).toEqual(
    [scene.install.id, second.id].map((id) => ['/bye', String(id)]).sort(),
  );
});

test('what is withdrawn with its install stays withdrawn', async () => {
  scene = await openScene(server);
  await suspend();
  const id = await scene.emit();
  await server.api('DELETE', `/platform/v1/installs/${scene.install.id}`);
  expect(await job(id)).toMatchObject({ status: 'cancelled', parked_reason: null });
});

test('a job that waits for its plugin cannot be retried before', async () => {
  scene = await openScene(server);
  await suspend();
  const id = await scene.emit();
  const retry = () => server.api('POST', `/platform/v1/jobs/${id}/retry`);
  const refused = await retry();
  expect([refused.status, refused.body.code]).toEqual([409, 'plugin_suspended']);
  await resume();
  await jobIn(server, id, 'done', 1);
});

test('a job of a space that has suspended the plugin, too, waits for both', async () => {
  scene = await openScene(server);
  await suspend();
  const id = await scene.emit();
  const install = `/platform/v1/installs/${scene.install.id}`;
  expect((await server.api('POST', `${install}/suspend`)).status).toBe(200);
  await resume();
  await waitFor(async () => (await job(id)).parked_reason === 'suspended', {
    describe: 'the job to wait for its install',
  });
  expect((await server.api('GET', install)).body.status).toBe('suspended');
  expect((await server.api('POST', `${install}/resume`)).status).toBe(200);
  await jobIn(server, id, 'done', 1);
});

test('a job that was set aside just after its plugin was resumed is found', async () => {
  scene = await openScene(server);
  await suspend();
  const id = await scene.emit();
  // As if whoever set it aside had read of the suspension before, and written after.
  await server.db.query(sql`
    update plugins set suspended_at = null, suspended_reason = null
    where id = ${scene.install.plugin.id}`);
  expect(await resumeStrandedJobs(server.db)).toBe(1);
  await jobIn(server, id, 'done', 1);
});
