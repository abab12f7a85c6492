import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  createPlugin,
  createSpace,
  createUser,
  eventsOf,
  formOf,
  installIn,
  logIn,
  requestToken,
} from './fixtures.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const install = (spaceId: number, body: unknown, headers = {}) =>
  server.api('POST', `/platform/v1/spaces/${spaceId}/installs`, body, headers);

test('a plugin without set-up is active as soon as it is installed, and is told', async () => {
  const plugin = await createPlugin(server, { scopes: ['rooms.read', 'rooms.write'] });
  const [spaceId, userId] = [await createSpace(server), await createUser(server)];
  const { status, body } = await install(spaceId, {
    plugin_id: plugin.id,
    user_id: userId,
    config: { greeting: 'Hello' },
  });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.any(Number),
    space_id: spaceId,
    plugin_id: plugin.id,
    plugin_slug: plugin.slug,
    plugin_name: plugin.slug,
    plugin_icon: null,
    release: 1,
    attention: [],
    generation: 1,
    status: 'active',
    setup_open: false,
    development: false,
    scopes: ['rooms.read', 'rooms.write'],
    plugin_deleted: false,
    permissions_pending: false,
    config_revision: 1,
    installed_by: userId,
    created_at: expect.any(String),
    updated_at: body.created_at,
    uninstalled_at: null,
    erase_after: null,
    erased_at: null,
  });
  expect((await server.api('GET', `/platform/v1/installs/${body.id}`)).body).toEqual(body);
  expect(await eventsOf(server, body.id)).toEqual([
    { name: 'plugin_installed', payload: { generation: 1, cause: 'installed' } },
  ]);
  const revision = await server.api('GET', `/platform/v1/installs/${body.id}/config/revisions/1`);
  expect(revision.body).toMatchObject({
    config: { greeting: 'Hello' },
    author: { kind: 'user', id: userId },
    cause: 'installed',
    reason: null,
  });
});

test('a plugin is addressed by id or slug', async () => {
  const plugin = await createPlugin(server);
  for (const plugin_id of [plugin.slug, String(plugin.id)]) {
    const answer = await install(await createSpace(server), { plugin_id });
    expect(answer.body).toMatchObject({ plugin_id: plugin.id, config_revision: 0 });
  }
});

test('an install is in set-up until its config has every required field, and is told only then', async () => {
  const plugin = await createPlugin(server, formOf('room', 'floor'));
  const { id, status } = await installIn(server, plugin, { config: { room: 'A' } });
  expect(status).toBe('setup');
  expect(await eventsOf(server, id)).toEqual([]);

  const call = await logIn(server, plugin);
  const path = `/installs/${id}/config`;
  await call('PUT', path, { other: 1 });
  expect((await server.api('GET', `/platform/v1/installs/${id}`)).body.status).toBe('setup');
  await call('PUT', path, { floor: '' });
  expect((await server.api('GET', `/platform/v1/installs/${id}`)).body.status).toBe('active');
  // It does not fall back: the plugin decides what it can do without.
  await call('PUT', path, { floor: null });
  expect((await server.api('GET', `/platform/v1/installs/${id}`)).body.status).toBe('active');
  expect((await eventsOf(server, id)).map(({ name, payload }) => [name, payload.cause])).toEqual([
    ['plugin_installed', 'setup_completed'],
    ['config_updated', undefined],
  ]);
});

test('what a form only shows, or does not require, keeps no install in set-up; a window does', async () => {
  const plugin = await createPlugin(server, {
    setup_steps: [
      {
        type: 'form',
        title: 'Read this',
        fields: [
          { key: 'note', type: 'info', label: 'Note', text: 'Hi', required: true },
          { key: 'color', type: 'text', label: 'Color' },
        ],
      },
    ],
  });
  expect(await installIn(server, plugin)).toMatchObject({ status: 'active' });
  const popup = await createPlugin(server, {
    setup_steps: [
      {
        type: 'popup',
        title: 'Connect',
        content_url: 'https://plugin.example/popup',
        validation_url: 'https://plugin.example/check',
      },
    ],
  });
  expect(await installIn(server, popup)).toMatchObject({ status: 'setup' });
});

test('the config to begin with is kept as it was written, without members that are null', async () => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const body = `{"plugin_id":${plugin.id},"config":{"a": [1.0, -0],"gone":null}}`;
  const { id } = (await install(spaceId, body)).body;
  const config = await server.api('GET', `/platform/v1/installs/${id}/config`);
  expect(config.text).toBe('{"config":{"a":[1.0, -0]},"secrets":[],"revision":1}');
});

test('only scopes that the plugin asks for can be granted', async () => {
  const plugin = await createPlugin(server, { scopes: ['rooms.read', 'rooms.write'] });
  const refused = await install(await createSpace(server), {
    plugin_id: plugin.id,
    scopes: ['rooms.read', 'rooms.delete'],
  });
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toMatchObject([{ pointer: '/scopes/1' }]);
  expect(refused.body.detail).toContain('rooms.write');
  const userId = await createUser(server);
  const granted = await installIn(server, plugin, { scopes: ['rooms.read'], user_id: userId });
  expect(granted.scopes).toEqual(['rooms.read']);
  const token = await requestToken(server, plugin, {
    grant_type: 'plugin_install',
    install_id: granted.id,
  });
  expect(token.body.scope).toBe('rooms.read');
  expect(await installIn(server, plugin, { scopes: [] })).toMatchObject({ scopes: [] });
});

test.each([
  { needs: null, has: null, status: 201 },
  { needs: 0, has: null, status: 403 },
  { needs: 2, has: 2, status: 201 },
  { needs: 2, has: 3, status: 201 },
  { needs: 2, has: 1, status: 403 },
])(
  'a plugin for plan level $needs in a space of level $has: $status',
  async ({ needs, has, status }) => {
    const plugin = await createPlugin(server, { plan_level: needs });
    const spaceId = await createSpace(server, { plan_level: has });
    const answer = await install(spaceId, { plugin_id: plugin.id });
    expect(answer.status).toBe(status);
    if (status === 403) {
      expect(answer.body).toMatchObject({ code: 'forbidden' });
      expect(answer.body.detail).toContain(`plan level ${needs}`);
    }
  },
);

test('space, plugin and user must be there', async () => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const codeOf = async (answer: ReturnType<typeof install>) => {
    const { status, body } = await answer;
    return [status, body.code, body.errors?.[0].pointer];
  };
  const plugin_id = plugin.id;
  expect(await codeOf(install(999_999, { plugin_id }))).toEqual([
    404,
    'space_not_found',
    undefined,
  ]);
  expect(await codeOf(install(spaceId, { plugin_id: 999_999 }))).toEqual([
    404,
    'plugin_not_found',
    '/plugin_id',
  ]);
  expect(await codeOf(install(spaceId, { plugin_id: 'nobody' }))).toEqual([
    404,
    'plugin_not_found',
    '/plugin_id',
  ]);
  expect(await codeOf(install(spaceId, { plugin_id, user_id: 999_999 }))).toEqual([
    404,
    'user_not_found',
    '/user_id',
  ]);
});

test.each([
  ['nothing', {}, '/plugin_id'],
  ['a config that is an array', { plugin_id: 1, config: [] }, '/config'],
  ['a config that is null', { plugin_id: 1, config: null }, '/config'],
  ['scopes twice', { plugin_id: 1, scopes: ['a', 'a'] }, '/scopes'],
  ['an id that is none', { plugin_id: 1.5 }, '/plugin_id'],
  ['an unknown field', { plugin_id: 1, generation: 4 }, '/generation'],
])('%s is refused, and named', async (_, body, pointer) => {
  const answer = await install(await createSpace(server), body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ pointer }]);
});

test('a config to begin with that is too large is refused', async () => {
  const plugin = await createPlugin(server);
  const config = { a: 'x'.repeat(server.config.maxConfigBytes) };
  const answer = await install(await createSpace(server), { plugin_id: plugin.id, config });
  expect([answer.status, answer.body.code]).toEqual([413, 'value_too_large']);
});

test('of many installs of one plugin in one space at once, one succeeds', async () => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => install(spaceId, { plugin_id: plugin.id })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.body.code).toBe('already_exists');
});

test('of many reinstalls at once, one succeeds', async () => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const { id } = await installIn(server, plugin, { spaceId });
  await server.api('DELETE', `/platform/v1/installs/${id}`);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => install(spaceId, { plugin_id: plugin.id })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  const again = await server.api('GET', `/platform/v1/installs/${id}`);
  expect(again.body).toMatchObject({ generation: 2, status: 'active' });
});

test('an install that is sent again with its key is made, and told of, once', async () => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const key = { 'idempotency-key': 'install' };
  const body = { plugin_id: plugin.id, config: { a: 1 } };
  const first = await install(spaceId, body, key);
  expect((await install(spaceId, body, key)).body).toEqual(first.body);
  expect(await eventsOf(server, first.body.id)).toHaveLength(1);
});

test('installs are listed by space and by plugin', async () => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const first = await installIn(server, plugin, { spaceId });
  const second = await installIn(server, plugin);
  await installIn(server, await createPlugin(server), { spaceId });

  const ofSpace = await server.api('GET', `/platform/v1/spaces/${spaceId}/installs`);
  expect(ofSpace.body.data).toHaveLength(2);
  expect(ofSpace.body.data[0]).toEqual(first);
  const ofPlugin = await server.api('GET', `/platform/v1/installs?plugin_id=${plugin.id}&limit=1`);
  expect(ofPlugin.body.data).toEqual([first]);
  const next = await server.api(
    'GET',
    `/platform/v1/installs?plugin_id=${plugin.id}&cursor=${ofPlugin.body.next_cursor}`,
  );
  expect(next.body).toEqual({ data: [second], next_cursor: null });
  const unknown = await server.api('GET', '/platform/v1/spaces/999999/installs');
  expect(unknown.body.code).toBe('space_not_found');
  expect((await server.api('GET', '/platform/v1/installs/999999')).body.code).toBe(
    'install_not_found',
  );
});

test('a reinstall is the same install one generation on, with nothing of the one before', async () => {
  const plugin = await createPlugin(server, { scopes: ['rooms.read'] });
  const [spaceId, userId] = [await createSpace(server), await createUser(server)];
  const old = await installIn(server, plugin, { spaceId, user_id: userId, config: { old: 1 } });
  const { body: token } = await requestToken(server, plugin, {
    grant_type: 'plugin_install',
    install_id: old.id,
    scope: 'token.refresh',
  });
  await server.db.query(sql`
    insert into install_storage_items (install_id, key, value) values (${old.id}, 'k', '1')`);
  await server.api('DELETE', `/platform/v1/installs/${old.id}`);

  const again = await installIn(server, plugin, { spaceId, config: { fresh: 1 } });
  expect(again).toMatchObject({
    id: old.id,
    generation: 2,
    status: 'active',
    config_revision: 2,
    installed_by: null,
    uninstalled_at: null,
    erase_after: null,
  });
  const exported = await server.api('GET', `/platform/v1/installs/${old.id}/export`);
  expect(exported.body).toMatchObject({ config: { fresh: 1 }, storage: [] });
  expect(exported.body.revisions[0]).toMatchObject({
    number: 2,
    diff: { added: ['fresh'], changed: [], removed: [] },
    author: { kind: 'host' },
    cause: 'reinstalled',
  });
  expect(exported.body.revisions).toHaveLength(1);
  const refreshed = await requestToken(server, plugin, {
    grant_type: 'refresh_token',
    refresh_token: token.refresh_token,
  });
  expect(refreshed.body.error).toBe('invalid_grant');
  expect((await eventsOf(server, old.id)).at(-1)).toEqual({
    name: 'plugin_installed',
    payload: { generation: 2, cause: 'reinstalled' },
  });
});
