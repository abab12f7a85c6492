import { beforeAll, expect, test } from 'vitest';
import { BY_ITSELF } from '../../src/audit/doing.ts';
import { record } from '../../src/audit/record.ts';
import { createPerson, createScene, type Scene } from '../space-api/scene.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { askForLog, readLog, toldBy } from './log.ts';

let server: TestServer;
let scene: Scene;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await createScene(server, { enable_space_settings: true });
  return () => server.close();
});

const api = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  server.api(method, `/platform/v1${path}`, body, headers);
const asAdmin = (method: string, path: string, body?: unknown) =>
  send(`${server.url}/platform/v1${path}`, method, body, {
    ...scene.admin.headers,
    'user-agent': 'a script',
  });
const config = () => `/installs/${scene.installId}/config`;

test('an entry tells who changed what, where and from where, and no value', async () => {
  const patch = { config: { 'a/b~c': 'canary', plain: 1 } };
  const entries = await toldBy(server, async () => asAdmin('PATCH', config(), patch));
  expect(entries).toEqual([
    {
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      actor: { kind: 'user', id: scene.admin.id, name: expect.any(String) },
      action: 'config.updated',
      target: { type: 'install', id: String(scene.installId) },
      space_id: scene.spaceId,
      request_id: expect.stringMatching(/^req-/),
      changed: ['/a~1b~0c', '/plain'],
      details_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      prev_hash: null,
      hash: null,
      details: {
        email: expect.stringContaining('@'),
        address: '127.0.0.1',
        user_agent: 'a script',
      },
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain('canary');
});

test('a host key is told by its id and name, and the one of the settings by neither', async () => {
  const { body: key } = await api('POST', '/host_keys', { name: 'Billing' });
  const headers = { authorization: `Bearer ${key.key}` };
  const [byKey] = await toldBy(server, () => api('POST', '/spaces', { name: 'S' }, headers));
  expect(byKey?.actor).toEqual({ kind: 'host', id: key.id, name: 'Billing' });
  const [bySettings] = await toldBy(server, () => api('POST', '/spaces', { name: 'S' }));
  expect(bySettings?.actor).toEqual({ kind: 'host', id: null, name: null });
  expect(await readLog(server, { actor: `host:${key.id}` })).toEqual([byKey]);
  expect((await readLog(server, { actor: 'host', limit: 1 }))[0]).toEqual(bySettings);
});

test('what changes nothing leaves no entry', async () => {
  const plugin = `/plugins/${scene.plugin.id}`;
  const install = `/installs/${scene.installId}`;
  const nothing = [
    () => api('PATCH', config(), { config: { plain: 1 } }),
    () => api('POST', `${install}/resume`),
    () => api('PUT', `/spaces/${scene.spaceId}/members/${scene.editor.id}`, { role: 'editor' }),
    () => api('POST', `${plugin}/resume`),
    () =>
      server.api('POST', `/v1/spaces/${scene.spaceId}/app_provisions`, { app_id: scene.plugin.id }),
  ];
  await api('PATCH', config(), { config: { plain: 1 } });
  for (const work of nothing) {
    const told = await toldBy(server, async () => expect((await work()).status).toBeLessThan(300));
    expect(told).toEqual([]);
  }
});

test('what is refused leaves no entry, however far it came', async () => {
  const refused = [
    () => api('POST', `/spaces/${scene.spaceId}/installs`, { plugin_id: scene.plugin.id }),
    () => api('PATCH', config(), { config: { big: 'x'.repeat(500_000) } }),
    () => api('DELETE', `/spaces/${scene.spaceId}`),
    () => api('PUT', '/event_types/odd', { description: 'x', required_scope: 'no.such' }),
    () => asAdmin('PATCH', `/spaces/${scene.spaceId}`, { name: 'Mine' }),
  ];
  for (const work of refused) {
    const told = await toldBy(server, async () => {
      expect((await work()).status).toBeGreaterThanOrEqual(400);
    });
    expect(told).toEqual([]);
  }
});

test('an entry goes with its change when the transaction fails', async () => {
  const told = await toldBy(server, () =>
    server.pool
      .transaction(async (tx) => {
        await record(tx, BY_ITSELF, { action: 'space.created', target: 1 });
        throw new Error('too late');
      })
      .catch(() => undefined),
  );
  expect(told).toEqual([]);
});

test('a request that is sent again by its key is told once', async () => {
  const told = await toldBy(server, async () => {
    for (const _ of [1, 2, 3]) {
      const answer = await api('POST', '/spaces', { name: 'Once' }, { 'idempotency-key': 'once' });
      expect(answer.status).toBe(201);
    }
  });
  expect(told).toHaveLength(1);
});

test('texts of others are cut between characters, and what is many is not told in full', async () => {
  const agent = `${'a'.repeat(299)}é`;
  const members = Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [`${'n'.repeat(250)}${index}`, index]),
  );
  const [entry] = await toldBy(server, () =>
    send(
      `${server.url}/platform/v1${config()}`,
      'PATCH',
      { config: members },
      { authorization: `Bearer ${server.hostKey}`, 'user-agent': encodeURI(agent) },
    ),
  );
  expect(entry?.details?.user_agent).toHaveLength(300);
  expect(entry?.changed).toHaveLength(101);
  expect(entry?.changed.at(-1)).toBe('/…');
  expect(Math.max(...(entry?.changed ?? []).map((pointer) => pointer.length))).toBe(200);
});

test('entries are found by who, what, where and when, newest first, page by page', async () => {
  const { spaceId, installId, admin } = scene;
  const all = await readLog(server, { space_id: spaceId, limit: 200 });
  expect(all.map(({ id }) => id)).toEqual([...all.map(({ id }) => id)].sort().reverse());
  const paged = [];
  let cursor: string | null = null;
  do {
    const page = await askForLog(server, {
      space_id: spaceId,
      limit: 2,
      ...(cursor && { cursor }),
    });
    paged.push(...page.body.data);
    cursor = page.body.next_cursor;
  } while (cursor !== null);
  expect(paged).toEqual(all);

  const target = `install:${installId}`;
  const updates = await readLog(server, { target, action: 'config.updated', limit: 200 });
  expect(updates.length).toBeGreaterThan(1);
  expect(updates).toEqual(
    all.filter(
      (entry) => entry.action === 'config.updated' && entry.target.id === String(installId),
    ),
  );
  const [own] = await readLog(server, { actor: `user:${admin.id}` });
  expect(own?.actor.id).toBe(admin.id);
  const [, middle] = all;
  const until = middle?.at as string;
  expect((await readLog(server, { until })).every(({ at }) => at < until)).toBe(true);
  expect((await readLog(server, { since: until })).every(({ at }) => at >= until)).toBe(true);
});

test.each([
  [{ actor: 'somebody' }],
  [{ actor: 'user:0' }],
  [{ actor: 'user:99999999999999999999' }],
  [{ action: 'install.invented' }],
  [{ target: 'install' }],
  [{ space_id: 0 }],
  [{ since: 'yesterday' }],
  [{ until: '9999-01-01T00:00:00Z' }],
  [{ cursor: 'abc' }],
])('a filter that cannot be is refused: %j', async (query) => {
  expect((await askForLog(server, query as never)).status).toBe(422);
});

test('admins see nothing of a space that had the id of theirs before', async () => {
  const id = 77_001;
  const person = await createPerson(server);
  for (const name of ['Before', 'After']) {
    await api('POST', '/spaces', { id, name });
    await api('PUT', `/spaces/${id}/members/${person.id}`, { role: 'admin' });
    await api('PATCH', `/spaces/${id}`, { name: `${name} all` });
    if (name === 'Before') await api('DELETE', `/spaces/${id}`);
  }
  const actionsOf = (entries: { action: string }[]) => entries.map(({ action }) => action);
  const seen = actionsOf(await readLog(server, {}, person.headers));
  expect(seen.slice(0, 2)).toEqual(['space.updated', 'member.added']);
  expect(seen).not.toContain('space.deleted');
  const all = actionsOf(await readLog(server, { space_id: id }));
  expect(all).toHaveLength(7);
});

test('admins see what belongs to their spaces, without addresses, and others nothing', async () => {
  const other = await createScene(server);
  const operator = await createPerson(server, true);
  const { spaceId, admin, editor } = other;
  const seen = await readLog(server, { limit: 200 }, admin.headers);
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.every((entry) => entry.space_id === spaceId && entry.details === null)).toBe(true);
  // By their ids: hashes come a moment later.
  const ids = seen.map(({ id }) => id);
  for (const headers of [admin.headers, undefined]) {
    const ofSpace = await readLog(server, { space_id: spaceId, limit: 200 }, headers);
    expect(ofSpace.map(({ id }) => id)).toEqual(ids);
  }
  expect(await readLog(server, {}, editor.headers)).toEqual([]);
  expect((await askForLog(server, { space_id: spaceId }, editor.headers)).status).toBe(403);
  const strange = { space_id: scene.spaceId };
  expect((await askForLog(server, strange, admin.headers)).status).toBe(404);
  const [entry] = await readLog(server, strange, operator.headers);
  expect(entry?.details?.address).toBe('127.0.0.1');
  expect((await askForLog(server, {}, other.pluginHeaders)).status).toBe(401);
});
