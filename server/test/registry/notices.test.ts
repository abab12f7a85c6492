import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPerson, type Person } from '../space-api/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import { registerPartnerPlugin, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { asPerson } from './development.ts';

let server: TestServer;
let owner: Person;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  owner = await createPerson(server);
  return () => server.close();
});

const register = () => registerPartnerPlugin(server, owner.headers);

/** Each time the host stops and resumes it, its developers are told twice. */
async function tellTwice({ id }: TestPlugin): Promise<void> {
  await server.api('POST', `/platform/v1/plugins/${id}/suspend`);
  await server.api('POST', `/platform/v1/plugins/${id}/resume`);
}

async function listed(
  person: Person,
  { id }: TestPlugin,
  query = '',
): Promise<[number, boolean][]> {
  const { body } = await asPerson(server, person, 'GET', `/plugins/${id}/notices${query}`);
  return body.data.map((one: { id: number; unread: boolean }) => [one.id, one.unread]);
}

type Pair = [[number, boolean], [number, boolean]];

async function count(person: Person, { id }: TestPlugin): Promise<number> {
  const { body } = await asPerson(server, person, 'GET', '/plugins');
  return body.data.find((one: { id: number }) => one.id === id)?.unread_notices;
}

const read = (person: Person, { id }: TestPlugin, until: number) =>
  asPerson(server, person, 'POST', `/plugins/${id}/notices/read`, { until });

test('notices are unread until somebody says that they have read them, for themselves', async () => {
  const plugin = await register();
  const other = await createPerson(server);
  await collaborate(server, plugin.id, other.id, 'viewer');
  await tellTwice(plugin);
  expect(await count(owner, plugin)).toBe(2);
  const [[newest], [oldest]] = (await listed(owner, plugin)) as Pair;
  expect((await read(owner, plugin, oldest)).status).toBe(204);
  expect(await listed(owner, plugin)).toEqual([
    [newest, true],
    [oldest, false],
  ]);
  expect(await listed(owner, plugin, '?unread=true')).toEqual([[newest, true]]);
  expect(await count(owner, plugin)).toBe(1);
  expect(await count(other, plugin)).toBe(2);
});

test('what was read stays read, and what is still to come is not read before', async () => {
  const plugin = await register();
  await tellTwice(plugin);
  const [[newest], [oldest]] = (await listed(owner, plugin)) as Pair;
  await read(owner, plugin, newest + 1_000_000);
  await read(owner, plugin, oldest);
  expect(await count(owner, plugin)).toBe(0);
  await tellTwice(plugin);
  expect(await count(owner, plugin)).toBe(2);
});

test('somebody who joins has not missed what was told before', async () => {
  const plugin = await register();
  await tellTwice(plugin);
  const other = await createPerson(server);
  await collaborate(server, plugin.id, other.id);
  expect(await count(other, plugin)).toBe(0);
  await tellTwice(plugin);
  expect(await count(other, plugin)).toBe(2);
});

test('no more than a hundred are counted', async () => {
  const plugin = await register();
  await server.db.query(sql`
    insert into developer_notices (plugin_id, kind, message)
    select ${plugin.id}, 'plugin_resumed', 'Resumed' from generate_series(1, 120)`);
  expect(await count(owner, plugin)).toBe(100);
});

test('the host reads them all, and none is unread for it', async () => {
  const plugin = await register();
  await tellTwice(plugin);
  const path = `/platform/v1/plugins/${plugin.id}/notices`;
  const { body } = await server.api('GET', path);
  expect(body.data.map(({ unread }: { unread: boolean }) => unread)).toEqual([false, false]);
  expect((await server.api('GET', `${path}?unread=true`)).body.data).toEqual([]);
  expect((await server.api('POST', `${path}/read`, { until: 1 })).status).toBe(401);
});
