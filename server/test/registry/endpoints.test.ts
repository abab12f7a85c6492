import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPerson } from '../space-api/scene.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installListener,
  installPlugin,
  registerPartnerPlugin,
  registerPlugin,
  reviewDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const URL = 'http://localhost:4999/worker';

const call = ({ id }: TestPlugin, event: string, action: string, body?: unknown) =>
  server.api('POST', `/platform/v1/plugins/${id}/endpoints/${event}/${action}`, body);
const endpoints = async ({ id }: TestPlugin) =>
  (await server.api('GET', `/platform/v1/plugins/${id}/endpoints`)).body.data;
const queued = async (installId: number): Promise<string[]> => {
  const rows = await server.db.query<{ job_id: string }>(sql`
    select job_id from job_queue where install_id = ${installId} order by seq`);
  return rows.map((row) => row.job_id);
};

test('jobs for a disabled endpoint are set aside, and queued in their order when it is enabled', async () => {
  const { id, spaceId, plugin } = await installListener(server, 'parked', URL);
  const disabled = await call(plugin, 'parked', 'disable', { reason: 'Maintenance' });
  expect(disabled.body).toMatchObject({ status: 'disabled', disabled_reason: 'Maintenance' });
  const jobs: string[] = [];
  for (let count = 0; count < 3; count++) {
    const accepted = await emit(server, spaceId, 'parked');
    jobs.push(...accepted.jobs.map((job) => job.id));
  }
  expect(await queued(id)).toEqual([]);

  const enabled = await call(plugin, 'parked', 'enable');
  expect(enabled.status).toBe(200);
  expect(enabled.body).toMatchObject({ status: 'healthy', disabled_at: null, failures: 0 });
  const listed = await server.api('GET', `/platform/v1/jobs?install_id=${id}`);
  const parked = listed.body.data.map((job: { id: string }) => job.id).sort();
  expect(parked).toHaveLength(3);
  expect(await queued(id)).toEqual(parked);
  expect(await endpoints(plugin)).toEqual([enabled.body]);
});

test('an endpoint that is disabled twice stays so since the first time', async () => {
  const { plugin } = await installListener(server, 'twice', URL);
  const first = await call(plugin, 'twice', 'disable');
  expect(first.body.disabled_reason).toBe('Disabled by the host');
  const second = await call(plugin, 'twice', 'disable', { reason: 'Still' });
  expect(second.body.disabled_at).toBe(first.body.disabled_at);
});

test('a worker that moves starts anew, and gets the jobs that waited for it', async () => {
  const { id, spaceId, plugin } = await installListener(server, 'moving', URL);
  await call(plugin, 'moving', 'disable');
  await emit(server, spaceId, 'moving');
  const manifest = (url: string) => ({
    name: plugin.slug,
    slug: plugin.slug,
    intro: `At ${url}`,
    events: [{ name: 'moving', url }],
  });
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  await server.api('PUT', path, manifest(URL));
  expect((await endpoints(plugin))[0].status).toBe('disabled');
  expect(await queued(id)).toEqual([]);
  await server.api('PUT', path, manifest(`${URL}/v2`));
  expect((await endpoints(plugin))[0]).toMatchObject({ status: 'healthy', url: `${URL}/v2` });
  expect(await queued(id)).toHaveLength(1);
});

test('a draft has its endpoints, which go with it; published, it takes over what waits for the ones before', async () => {
  const { headers } = await createPerson(server);
  const plugin = await registerPartnerPlugin(server, headers);
  await defineEventType(server, 'drafted');
  const draft = async (url: string) => {
    const events = [{ name: 'drafted', url }];
    const manifest = { name: plugin.slug, slug: plugin.slug, events };
    const path = `${server.url}/platform/v1/plugins/${plugin.id}/manifest`;
    const answer = await send(path, 'PUT', manifest, headers);
    expect(answer.status, answer.text).toBe(201);
  };
  const urls = async () => (await endpoints(plugin)).map(({ url }: { url: string }) => url);
  await draft(`${URL}/a`);
  await draft(`${URL}/b`);
  expect(await urls()).toEqual([`${URL}/b`]);
  await reviewDraft(server, plugin);
  const { id, spaceId } = await installPlugin(server, plugin, await createSpace(server));
  await emit(server, spaceId, 'drafted');

  await draft(`${URL}/c`);
  const [before, drafted] = await endpoints(plugin);
  expect([before.url, drafted.url]).toEqual([`${URL}/b`, `${URL}/c`]);
  await reviewDraft(server, plugin);
  const [row] = await server.db.query<{ endpoint_id: number }>(sql`
    select endpoint_id from job_queue where install_id = ${id}`);
  expect(await endpoints(plugin)).toEqual([{ ...drafted, id: row?.endpoint_id }]);
});

test('of several endpoints for an event one is switched by its URL, and without it they are named', async () => {
  const { headers } = await createPerson(server);
  const plugin = await registerPartnerPlugin(server, headers);
  await defineEventType(server, 'in_two_places');
  for (const url of [`${URL}/old`, `${URL}/new?a=1&b=2`]) {
    const events = [{ name: 'in_two_places', url }];
    const manifest = { name: plugin.slug, slug: plugin.slug, events };
    const path = `${server.url}/platform/v1/plugins/${plugin.id}/manifest`;
    expect((await send(path, 'PUT', manifest, headers)).status).toBe(201);
    if (url.endsWith('old')) await reviewDraft(server, plugin);
  }
  const states = async () =>
    (await endpoints(plugin)).map(({ status }: { status: string }) => status);
  const at = (action: string, url: string) => `${action}?url=${encodeURIComponent(url)}`;

  const ambiguous = await call(plugin, 'in_two_places', 'disable');
  expect([ambiguous.status, ambiguous.body.errors[0].pointer]).toEqual([422, '/url']);
  expect(ambiguous.body.errors[0].message).toContain(`${URL}/old, ${URL}/new?a=1&b=2`);
  expect(await states()).toEqual(['healthy', 'healthy']);
  const moved = { reason: 'Moves' };
  const stopped = await call(plugin, 'in_two_places', at('disable', `${URL}/new?a=1&b=2`), moved);
  expect(stopped.body).toMatchObject({ url: `${URL}/new?a=1&b=2`, disabled_reason: 'Moves' });
  expect(await states()).toEqual(['healthy', 'disabled']);
  expect((await call(plugin, 'in_two_places', 'enable')).status).toBe(422);
  const resumed = await call(plugin, 'in_two_places', at('enable', `${URL}/new?a=1&b=2`));
  expect(resumed.body).toMatchObject({ status: 'healthy', disabled_reason: null });
  for (const action of ['enable', 'disable']) {
    const missing = await call(plugin, 'in_two_places', at(action, `${URL}/none`));
    expect([missing.status, missing.body.code]).toEqual([404, 'endpoint_not_found']);
  }
});

test.each(['nope', 'UPPER', 'a b', '%F0%9F%98%80'])(
  'there is no endpoint for "%s"',
  async (event) => {
    const plugin = await registerPlugin(server);
    for (const action of ['enable', 'disable']) {
      const missing = await call(plugin, event, action);
      expect(missing.status).toBe(404);
      expect(missing.body.code).toBe('endpoint_not_found');
    }
  },
);

test('what developers are told is listed, newest first', async () => {
  const plugin = await registerPlugin(server);
  const other = await registerPlugin(server);
  for (const [pluginId, message] of [
    [plugin.id, 'one'],
    [other.id, 'not yours'],
    [plugin.id, 'two'],
    [plugin.id, 'three'],
  ]) {
    await server.db.query(sql`
      insert into developer_notices (plugin_id, kind, message)
      values (${pluginId}, 'endpoint_failing', ${message})`);
  }
  const path = `/platform/v1/plugins/${plugin.slug}/notices?limit=2`;
  const page = await server.api('GET', path);
  const rest = await server.api('GET', `${path}&cursor=${page.body.next_cursor}`);
  const messages = [...page.body.data, ...rest.body.data].map(({ message }) => message);
  expect(messages).toEqual(['three', 'two', 'one']);
});
