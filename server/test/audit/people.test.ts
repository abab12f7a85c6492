import { beforeAll, expect, test } from 'vitest';
import { chainEntries } from '../../src/audit/chain.ts';
import { doingOfUser } from '../../src/audit/doing.ts';
import { record } from '../../src/audit/record.ts';
import { verifyChain } from '../../src/audit/verify.ts';
import { eraseDueInstalls } from '../../src/installs/erase.ts';
import { sql } from '../../src/lib/db.ts';
import { prepareFirstOperator } from '../../src/sign-in/first-operator.ts';
import { operatorLink } from '../../src/sign-in/operator-link.ts';
import { createPerson, createScene, headersOfPlugin } from '../space-api/scene.ts';
import { installPlugin, registerPlugin } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { readLog, toldBy } from './log.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  return () => server.close();
});

test('who is removed is forgotten, and the chain still verifies', async () => {
  const { admin, installId } = await createScene(server);
  const patch = { config: { a: 1 } };
  const url = `${server.url}/platform/v1/installs/${installId}/config`;
  await send(url, 'PATCH', patch, { ...admin.headers, 'user-agent': 'canary agent' });
  await chainEntries(server.pool);
  const actor = `user:${admin.id}`;
  const [before] = await readLog(server, { actor });
  expect(before).toMatchObject({
    details: { user_agent: 'canary agent' },
    hash: expect.any(String),
  });
  await server.api('DELETE', `/platform/v1/users/${admin.id}`);
  const [after] = await readLog(server, { actor });
  const forgotten = { actor: { ...before?.actor, name: null }, details: null };
  expect(after).toEqual({ ...before, ...forgotten });
  await chainEntries(server.pool);
  expect(await verifyChain(server.pool)).toMatchObject({ fits: true });
  const left = await server.db.query(sql`select 1 from audit_details where user_id = ${admin.id}`);
  expect(left).toEqual([]);
});

test('an entry of somebody who is removed meanwhile keeps nothing of them', async () => {
  const { id } = await createPerson(server);
  const request = { id: 'req-1', ip: '192.0.2.1', headers: {} } as never;
  const doing = doingOfUser(request, id);
  let removing: Promise<unknown> | undefined;
  await server.pool.transaction(async (tx) => {
    await record(tx, doing, { action: 'session.started', target: id });
    removing = server.api('DELETE', `/platform/v1/users/${id}`);
  });
  await removing;
  // And one that comes too late.
  await server.pool.transaction((tx) => record(tx, doing, { action: 'session.ended', target: id }));
  const entries = await readLog(server, { actor: `user:${id}` });
  expect(entries.map(({ action, details }) => [action, details])).toEqual([
    ['session.ended', null],
    ['session.started', null],
  ]);
});

test('secrets and what is written are nowhere in the log', async () => {
  const CANARY = 'canary-9f8e7d6c5b4a39281706';
  const { spaceId, installId, plugin, admin, pluginHeaders } = await createScene(server, {
    enable_space_settings: true,
  });
  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await server.api(method, path, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.body;
  };
  const key = await api('POST', '/platform/v1/host_keys', { name: 'k' });
  const token = await api('POST', '/platform/v1/personal_access_tokens', {
    user_id: admin.id,
    name: CANARY,
  });
  const link = await api('POST', '/platform/v1/sign_in_links', { user_id: admin.id });
  const secret = await api('POST', `/platform/v1/plugins/${plugin.id}/secrets`, {
    client_secret: `${CANARY}-and-some-more`,
  });
  await api('PATCH', `/platform/v1/users/${admin.id}`, { password: CANARY });
  await api('PATCH', `/platform/v1/spaces/${spaceId}`, { attributes: { note: CANARY } });
  await api('PATCH', `/platform/v1/installs/${installId}/config`, {
    config: { note: CANARY },
    reason: CANARY,
  });
  await api('PUT', `/v1/spaces/${spaceId}/app_provisions/${plugin.id}`, { public_config: CANARY });
  await api('PUT', `/v1/spaces/${spaceId}/app_settings/${plugin.clientId}`, {
    app_setting: { settings: { note: CANARY } },
  });
  await api('POST', `/platform/v1/plugins/${plugin.id}/suspend`, { reason: CANARY });
  await api('PUT', '/platform/v1/event_types/told', {
    description: CANARY,
    example_payload: { note: CANARY },
  });
  const [{ log } = { log: '' }] = await server.db.query<{ log: string }>(sql`
    select string_agg(e::text || coalesce(d::text, ''), ' ') as log
    from audit_entries e left join audit_details d on d.entry_id = e.id`);
  expect(log).toContain('secret.rotated');
  const secrets = [key.key, token.token, link.url, secret.client_secret, plugin.clientSecret];
  const shown = [CANARY, ...secrets, pluginHeaders.authorization, admin.token];
  for (const text of shown) expect(log).not.toContain(String(text).replace('Bearer ', ''));
});

test('what a plugin writes is told where no revision tells it', async () => {
  const { spaceId, plugin, installId } = await createScene(server, { enable_space_settings: true });
  const headers = await headersOfPlugin(server, plugin, installId);
  const url = `${server.url}/v1/spaces/${spaceId}`;
  const told = await toldBy(server, async () => {
    const change = { public_config: 'x', space_level_settings: { a: 1 } };
    await send(`${url}/app_provisions/${plugin.id}`, 'PUT', change, headers);
    await send(`${url}/app_settings`, 'PUT', { app_setting: { settings: {} } }, headers);
  });
  expect(told).toMatchObject([
    { action: 'install.updated', changed: ['/public_config'] },
    { action: 'app_settings.updated' },
  ]);
  for (const { actor, target, space_id } of told) {
    expect(actor).toEqual({ kind: 'plugin', id: plugin.id, name: plugin.slug });
    expect([target.id, space_id]).toEqual([String(installId), spaceId]);
  }
});

test('what the server does by itself is told as that', async () => {
  const { spaceId } = await createScene(server);
  const plugin = await registerPlugin(server);
  const { id } = await installPlugin(server, plugin, spaceId);
  await server.api('DELETE', `/platform/v1/installs/${id}`);
  await server.db.query(sql`update installs set erase_after = now() where id = ${id}`);
  const told = await toldBy(server, () => eraseDueInstalls(server.pool));
  expect(told).toMatchObject([
    {
      action: 'install.erased',
      actor: { kind: 'system', id: null, name: null },
      target: { type: 'install', id: String(id) },
      space_id: spaceId,
      request_id: null,
    },
  ]);
});

test('who uninstalls and erases at once is told both', async () => {
  const { installId } = await createScene(server);
  const path = `/platform/v1/installs/${installId}?erase=now`;
  const told = await toldBy(server, async () => {
    for (const _ of [1, 2]) expect((await server.api('DELETE', path)).status).toBe(204);
  });
  expect(told.map(({ action }) => action)).toEqual(['install.uninstalled', 'install.erased']);
});

test('whoever is at the command line makes operators under its name', async () => {
  const { body: user } = await server.api('POST', '/platform/v1/users', {
    email: 'ops@plugboard.test',
    friendly_name: 'Ops',
  });
  const choice = { email: user.email, promotes: true };
  const told = await toldBy(server, () =>
    server.pool.transaction((tx) => operatorLink(tx, server.config, choice)),
  );
  expect(told).toMatchObject([
    { action: 'user.updated', changed: ['/is_operator'] },
    { action: 'sign_in_link.created' },
  ]);
  for (const { actor, target } of told) {
    expect(actor).toEqual({ kind: 'system', id: null, name: 'command line' });
    expect(target).toEqual({ type: 'user', id: String(user.id) });
  }
});

test('the operator of the settings is told once, and not at every start', async () => {
  const admin = { adminEmail: 'first@plugboard.test', adminPassword: 'seven herons at the lock' };
  const start = () =>
    server.pool.transaction((tx) => prepareFirstOperator(tx, { ...server.config, ...admin }));
  const [created, ...more] = await toldBy(server, async () => {
    await start();
    await start();
  });
  expect(created).toMatchObject({ action: 'user.created', actor: { kind: 'system' } });
  expect(more).toEqual([]);
});
