import { createManagementApiClient } from '@storyblok/management-api-client';
import { beforeAll, expect, test } from 'vitest';
import { createSpace, reviewDraft } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { addMember, createScene, MISSING, type Scene } from './scene.ts';

/** Storyblok's own client, with nothing changed but the base URL. */

type Client = ReturnType<typeof createManagementApiClient>;

let server: TestServer;
let scene: Scene;
let plugin: Client;
let admin: Client;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await createScene(server, { enable_space_settings: true }, { name: 'Berlin' });
  const base = { spaceId: scene.spaceId, baseUrl: server.url };
  const oauthToken = scene.pluginHeaders.authorization as string;
  plugin = createManagementApiClient({ ...base, oauthToken });
  admin = createManagementApiClient({ ...base, personalAccessToken: scene.admin.token });
  return () => server.close();
});

const provisions = (spaceId = scene.spaceId) => `/v1/spaces/${spaceId}/app_provisions`;
const own = () => `${provisions()}/${scene.plugin.slug}`;

test('a plugin reads what it is, and its settings', async () => {
  const { data, error } = await plugin.get(own());
  expect(error).toBeUndefined();
  expect(data).toMatchObject({
    app: { id: scene.plugin.id, use_app_bridge: false },
    app_provision: { app_id: scene.plugin.id, space_level_settings: {} },
    granted: false,
  });
  const list = await plugin.get(provisions());
  expect(list.data).toMatchObject({ app_provisions: [{ app_id: scene.plugin.id }] });
});

test('a plugin writes its settings', async () => {
  const settings = { any_setting_1: 'hello', any_setting_2: 123456 };
  const body = { app_provision: { space_level_settings: settings } };
  for (const answer of [await plugin.put(own(), { body }), await plugin.patch(own(), { body })]) {
    expect(answer.data).toMatchObject({ app_provision: { space_level_settings: settings } });
  }
});

test('a person registers a plugin, installs it once it is approved, changes and removes it', async () => {
  const alone = await createSpace(server);
  await addMember(server, alone, scene.admin.id, 'admin');
  const app = { name: 'My extension', slug: 'storyblok-gmbh@extension-1' };
  const created = await admin.post('/v1/partner_apps', { body: { app } });
  const { id, slug } = (created.data as { app: { id: number; slug: string } }).app;
  expect(slug).toBe('extension-1');
  await reviewDraft(server, { id });
  const installed = await admin.post(provisions(alone), {
    body: { app_provision: { app_id: id } },
  });
  expect(installed.data).toMatchObject({ app_provision: { app_id: id } });
  const change = { body: { app: { enable_space_settings: true } } };
  expect((await admin.put(`/v1/partner_apps/${id}`, change)).response?.status).toBe(204);
  expect((await admin.delete(`${provisions(alone)}/${id}`)).response?.status).toBe(204);
  expect((await admin.delete(`/v1/partner_apps/${id}`)).response?.status).toBe(204);
  const { data } = await admin.get('/v1/apps', { query: { page: 1, per_page: 5 } });
  expect(data).toEqual({ apps: [] });
});

test('a space is read by its own methods', async () => {
  const { data } = await admin.spaces.get();
  expect(data?.space).toMatchObject({ id: scene.spaceId, name: 'Berlin' });
  expect((await plugin.spaces.list()).data?.spaces).toHaveLength(1);
});

test('who somebody is is read by its own method', async () => {
  for (const client of [admin, plugin]) {
    const { data } = await client.users.me();
    expect(data?.user).toMatchObject({ id: scene.admin.id, email: expect.any(String), org: {} });
  }
});

test('errors are what the client makes of them', async () => {
  const missing = await plugin.get(`${provisions()}/999999`);
  expect(missing.error).toMatchObject({ response: { status: 404, data: MISSING } });
  const invalid = await admin.post('/v1/partner_apps', { body: { app: {} } });
  expect(invalid.error).toMatchObject({
    response: { status: 422, data: { name: [expect.any(String)] } },
  });
  const nobody = createManagementApiClient({
    spaceId: scene.spaceId,
    baseUrl: server.url,
    personalAccessToken: 'wrong',
  });
  await expect(nobody.get(own(), { throwOnError: true })).rejects.toMatchObject({
    response: { status: 401, data: { error: expect.any(String) } },
  });
});
