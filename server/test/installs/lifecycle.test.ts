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

const pathOf = (id: number) => `/platform/v1/installs/${id}`;
const get = async (id: number) => (await server.api('GET', pathOf(id))).body;
const uninstall = (id: number, query = '') => server.api('DELETE', pathOf(id) + query);
const change = (id: number, name: string) => server.api('POST', `${pathOf(id)}/${name}`);

const DAY_MS = 24 * 3600 * 1000;

test('an uninstalled plugin loses access at once and is told, and the space keeps a grace period', async () => {
  const plugin = await createPlugin(server);
  const { id } = await installIn(server, plugin);
  const call = await logIn(server, plugin);
  expect((await call('GET', `/installs/${id}/config`)).status).toBe(200);

  expect((await uninstall(id)).status).toBe(204);
  expect((await call('GET', `/installs/${id}/config`)).status).toBe(404);
  const install = await get(id);
  expect(install).toMatchObject({ status: 'uninstalled', erased_at: null });
  const grace = Date.parse(install.erase_after) - Date.parse(install.uninstalled_at);
  expect(grace).toBe(server.config.uninstallGraceDays * DAY_MS);
  expect((await eventsOf(server, id)).at(-1)).toEqual({
    name: 'plugin_uninstalled',
    payload: { generation: 1, erase_after: install.erase_after },
  });

  expect((await uninstall(id)).status).toBe(204);
  expect(await get(id)).toEqual(install);
  expect(await eventsOf(server, id)).toHaveLength(2);
  expect((await uninstall(999_999)).body.code).toBe('install_not_found');
});

test('an uninstall that comes late does not hit the reinstall', async () => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const { id } = await installIn(server, plugin, { spaceId });
  await uninstall(id, '?generation=1');
  await installIn(server, plugin, { spaceId });
  const late = await uninstall(id, '?generation=1');
  expect([late.status, late.body.code]).toEqual([409, 'wrong_state']);
  expect(await get(id)).toMatchObject({ status: 'active', generation: 2 });
  expect((await uninstall(id, '?generation=2')).status).toBe(204);
  for (const query of ['?generation=0', '?erase=later', '?generatoin=2']) {
    expect((await uninstall(id, query)).status).toBe(422);
  }
});

test('a restored install is what it was, and the plugin is told', async () => {
  const plugin = await createPlugin(server, { scopes: ['rooms.read'] });
  const userId = await createUser(server);
  const before = await installIn(server, plugin, { user_id: userId, config: { a: 1 } });
  const { id } = before;
  const { body: token } = await requestToken(server, plugin, {
    grant_type: 'plugin_install',
    install_id: id,
    scope: 'token.refresh',
  });
  const refresh = { grant_type: 'refresh_token', refresh_token: token.refresh_token };
  await uninstall(id);
  expect((await requestToken(server, plugin, refresh)).body.error).toBe('invalid_grant');

  const restored = await change(id, 'restore');
  expect(restored.status).toBe(200);
  expect(restored.body).toEqual({ ...before, updated_at: restored.body.updated_at });
  expect((await server.api('GET', `${pathOf(id)}/config`)).body.config).toEqual({ a: 1 });
  expect((await requestToken(server, plugin, refresh)).status).toBe(200);
  expect((await eventsOf(server, id)).at(-1)).toEqual({
    name: 'plugin_installed',
    payload: { generation: 1, cause: 'restored' },
  });
});

test('an install that was in set-up is in set-up when it is restored', async () => {
  const { id } = await installIn(server, await createPlugin(server, formOf('room')));
  await uninstall(id);
  expect((await change(id, 'restore')).body.status).toBe('setup');
});

test('only what is uninstalled, within its grace period, can be restored', async () => {
  const plugin = await createPlugin(server);
  const [live, late, erased] = [
    await installIn(server, plugin),
    await installIn(server, plugin),
    await installIn(server, plugin),
  ];
  await uninstall(late.id);
  await server.db.query(sql`
    update installs set erase_after = now() - interval '1 second' where id = ${late.id}`);
  await uninstall(erased.id, '?erase=now');
  for (const { id } of [live, late, erased]) {
    const answer = await change(id, 'restore');
    expect([answer.status, answer.body.code]).toEqual([409, 'wrong_state']);
  }
  expect((await change(999_999, 'restore')).body.code).toBe('install_not_found');
});

test('a suspended plugin has no access until it is resumed', async () => {
  const plugin = await createPlugin(server);
  const { id } = await installIn(server, plugin);
  const call = await logIn(server, plugin);
  const suspended = await change(id, 'suspend');
  expect([suspended.status, suspended.body.status]).toEqual([200, 'suspended']);
  expect((await change(id, 'suspend')).body.status).toBe('suspended');
  expect((await call('GET', `/installs/${id}/config`)).status).toBe(404);
  expect((await call('PUT', `/installs/${id}/config`, { a: 1 })).status).toBe(404);

  const resumed = await change(id, 'resume');
  expect([resumed.status, resumed.body.status]).toEqual([200, 'active']);
  expect((await change(id, 'resume')).body.status).toBe('active');
  expect((await call('GET', `/installs/${id}/config`)).status).toBe(200);
});

test.each(['suspend', 'resume'])('%s is for installs in service', async (name) => {
  const inSetup = await installIn(server, await createPlugin(server, formOf('room')));
  const uninstalled = await installIn(server, await createPlugin(server));
  await uninstall(uninstalled.id);
  for (const { id } of [inSetup, uninstalled]) {
    const answer = await change(id, name);
    expect([answer.status, answer.body.code]).toEqual([409, 'wrong_state']);
  }
});

test('a suspended install can be uninstalled, and is active when restored', async () => {
  const { id } = await installIn(server, await createPlugin(server));
  await change(id, 'suspend');
  expect((await uninstall(id)).status).toBe(204);
  expect((await change(id, 'restore')).body.status).toBe('active');
});

test('of an uninstall, a restore and a suspension at once, each is whole', async () => {
  const plugin = await createPlugin(server);
  const { id } = await installIn(server, plugin);
  const names = ['suspend', 'resume', 'restore'];
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      index % 4 === 3 ? uninstall(id) : change(id, names[index % 4] as string),
    ),
  );
  expect(answers.filter(({ status }) => ![200, 204, 409].includes(status))).toEqual([]);
  const events = (await eventsOf(server, id)).map(({ name }) => name);
  // Told of each in turn: never twice the same in a row.
  expect(events.filter((name, index) => name === events[index - 1])).toEqual([]);
  const { status } = await get(id);
  expect(events.at(-1) === 'plugin_uninstalled').toBe(status === 'uninstalled');
});
