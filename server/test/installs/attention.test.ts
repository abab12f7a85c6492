import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  for (const name of ['signed_in', 'signed_out']) await defineEventType(server, name);
  await server.api('PUT', '/platform/v1/scopes/rooms.read', { description: 'See rooms' });
  return () => server.close();
});

const url = 'http://localhost:4999/worker';
const HEARS = { icon: 'https://plugin.example/icon.png', events: [{ name: 'signed_in', url }] };

async function installed(manifest: object = HEARS): Promise<TestInstall> {
  const plugin = await registerPlugin(server, { ...manifest });
  return installPlugin(server, plugin, await createSpace(server));
}

async function shown({ id }: TestInstall) {
  const { status, body, text } = await server.api('GET', `/platform/v1/installs/${id}`);
  expect(status, text).toBe(200);
  return body;
}

const attentionOf = async (install: TestInstall) => (await shown(install)).attention;

const release = async ({ plugin }: TestInstall, manifest: object) => {
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  const body = { name: plugin.slug, slug: plugin.slug, ...manifest };
  const { status, text } = await server.api('PUT', path, body);
  expect(status, text).toBe(201);
};

test('an install says whose it is, what it runs, and that nothing needs anybody', async () => {
  const install = await installed();
  const expected = {
    plugin_slug: install.plugin.slug,
    plugin_name: install.plugin.slug,
    plugin_icon: 'https://plugin.example/icon.png',
    release: 1,
    attention: [],
  };
  expect(await shown(install)).toMatchObject(expected);
  await release(install, { ...HEARS, name: 'Another name' });
  const renamed = { ...expected, plugin_name: 'Another name', release: 2 };
  expect(await shown(install)).toMatchObject(renamed);
  const list = await server.api('GET', `/platform/v1/spaces/${install.spaceId}/installs`);
  expect(list.body.data).toMatchObject([renamed]);
  await server.api('DELETE', `/platform/v1/installs/${install.id}`);
  expect(await shown(install)).toMatchObject({ release: null, attention: [] });
});

test('what should be looked after stands in the order of its urgency', async () => {
  const install = await installed();
  const { plugin } = install;
  await release(install, {
    events: [...HEARS.events, { name: 'signed_out', url }],
    scopes: ['rooms.read'],
    setup_steps: [
      {
        type: 'form',
        title: 'Form',
        fields: [{ key: 'note', type: 'text', label: 'Note', required: true }],
      },
    ],
  });
  expect(await attentionOf(install)).toEqual(['setup', 'permissions']);
  await server.db.query(sql`
    update endpoints set failing_since = now() where plugin_id = ${plugin.id} and event_name = 'signed_in'`);
  expect(await attentionOf(install)).toEqual(['failing', 'setup', 'permissions']);
  const disable = `/platform/v1/plugins/${plugin.id}/endpoints/signed_in/disable`;
  expect((await server.api('POST', disable, {})).status).toBe(200);
  expect(await attentionOf(install)).toEqual(['endpoint_disabled', 'setup', 'permissions']);
  await server.api('POST', `/platform/v1/plugins/${plugin.id}/suspend`, { reason: 'Looked at' });
  const all = ['plugin_suspended', 'endpoint_disabled', 'setup', 'permissions'];
  expect(await attentionOf(install)).toEqual(all);
  await server.api('POST', `/platform/v1/installs/${install.id}/suspend`);
  expect(await attentionOf(install)).toEqual(['plugin_suspended', 'setup', 'permissions']);
});

test('an endpoint for what the install does not hear is none of its business', async () => {
  const install = await installed();
  const { plugin } = install;
  // Heard by the release, and not granted to this install.
  await release(install, { events: [...HEARS.events, { name: 'signed_out', url }] });
  const disable = async (event: string) =>
    server.api('POST', `/platform/v1/plugins/${plugin.id}/endpoints/${event}/disable`, {});
  await disable('signed_out');
  expect(await attentionOf(install)).toEqual(['permissions']);
  await release(install, { events: [...HEARS.events, { name: 'plugin_updated', url }] });
  expect(await attentionOf(install)).toEqual([]);
  // Its own life it hears without being granted.
  await disable('plugin_updated');
  expect(await attentionOf(install)).toEqual(['endpoint_disabled']);
});

test('installs are listed by some of their states', async () => {
  const spaceId = await createSpace(server);
  const add = async () => installPlugin(server, await registerPlugin(server), spaceId);
  const [active, suspended, gone] = [await add(), await add(), await add()];
  await server.api('POST', `/platform/v1/installs/${suspended.id}/suspend`);
  await server.api('DELETE', `/platform/v1/installs/${gone.id}`);
  const list = async (query: string) =>
    server.api('GET', `/platform/v1/spaces/${spaceId}/installs${query}`);
  const idsOf = async (query: string) =>
    (await list(query)).body.data.map(({ id }: { id: number }) => id);
  expect(await idsOf('')).toEqual([active.id, suspended.id, gone.id]);
  expect(await idsOf('?status=uninstalled')).toEqual([gone.id]);
  expect(await idsOf('?status=suspended,active')).toEqual([active.id, suspended.id]);
  const page = await list('?status=active,suspended&limit=1');
  expect(await idsOf(`?status=active,suspended&cursor=${page.body.next_cursor}`)).toEqual([
    suspended.id,
  ]);
  for (const status of ['gone', '', 'active,']) {
    const wrong = await list(`?status=${status}`);
    expect([status, wrong.status, wrong.body.errors[0].pointer]).toEqual([status, 422, '/status']);
  }
  const everywhere = await server.api(
    'GET',
    `/platform/v1/installs?status=uninstalled&plugin_id=${gone.plugin.id}`,
  );
  expect(everywhere.body.data).toMatchObject([{ id: gone.id }]);
});

test('jobs say whose they are, in lists and one by one', async () => {
  const install = await installed();
  const { jobs } = await emit(server, install.spaceId, 'signed_in');
  const plugin = {
    plugin_slug: install.plugin.slug,
    plugin_name: install.plugin.slug,
    plugin_icon: 'https://plugin.example/icon.png',
  };
  const list = await server.api('GET', `/platform/v1/jobs?space_id=${install.spaceId}`);
  expect(list.body.data).toMatchObject([plugin]);
  expect((await server.api('GET', `/platform/v1/jobs/${jobs[0]?.id}`)).body).toMatchObject(plugin);
});
