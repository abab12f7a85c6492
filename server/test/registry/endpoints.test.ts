import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { emit, installListener, registerPlugin, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

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
