import { beforeAll, describe, expect, test } from 'vitest';
import { createScopeUses } from '../../src/installs/scope-uses.ts';
import { sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import {
  createVisitor,
  exchange,
  letIn,
  post,
  refresh,
  registerClient,
  type Visitor,
} from '../oauth/authorization.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addMember, createPerson } from '../support/people.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  requestToken,
  type TestInstall,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { withinSecond } from '../support/within-second.ts';

const [READ, EMPLOYEES, WRITE] = ['entries.read', 'employees.read', 'entries.write'];
const [CHANGED, REMOVED] = ['entry_changed', 'entry_removed'];

let database: TestDatabase;
let server: TestServer;
let beside: TestServer;
let plugin: TestPlugin;
/** An admin, and a member who is none. */
let visitor: Visitor;
let editorId: number;
let install: TestInstall;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startTestServer({ database });
  beside = await startTestServer({ database });
  const described = { description: `May use ${EMPLOYEES}` };
  await server.api('PUT', `/platform/v1/scopes/${EMPLOYEES}`, described);
  for (const name of [CHANGED, REMOVED]) await defineEventType(server, name);
  // Which defines the other scopes.
  await registerClient(server);
  plugin = await registerClient(server, {
    scopes: [READ, EMPLOYEES],
    optional_scopes: [WRITE],
    events: [CHANGED, REMOVED, 'plugin_installed'].map((name) => ({
      name,
      url: `https://plugin.example.com/${name}`,
    })),
  });
  visitor = await createVisitor(server);
  const editor = await createPerson(server);
  editorId = editor.id;
  await addMember(server, visitor.spaceId, editor.id, 'editor');
  install = await installPlugin(server, plugin, visitor.spaceId, { user_id: visitor.person.id });
  return async () => {
    for (const node of [server, beside]) await node.close();
    await database.drop();
  };
});

const newInstall = async (fields: object = {}): Promise<TestInstall> =>
  installPlugin(server, plugin, await createSpace(server), fields);

const getPermissions = (id: number, node = server) =>
  node.api('GET', `/platform/v1/installs/${id}/permissions`);

const setGrant = (id: number, scopes: string[], events: string[], node = server) =>
  node.api('PUT', `/platform/v1/installs/${id}/grant`, { scopes, events });

async function tokenOf(userId: number): Promise<Record<string, string>> {
  const body = { user_id: userId, name: 'a token' };
  const answer = await server.api('POST', '/platform/v1/personal_access_tokens', body);
  return { authorization: answer.body.token };
}

async function installerToken(id: number, scope?: string): Promise<Answer> {
  return requestToken(server, plugin, { grant_type: 'plugin_install', install_id: id, scope });
}

const employees = (node: TestServer, token: string) =>
  send(`${node.url}/api/v3/employees`, 'GET', undefined, {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.api+json',
  });

const introspect = (node: TestServer, token: string, scope?: string) =>
  node.api('POST', '/oauth/introspect', { token, scope });

describe('the permissions of an install', () => {
  test('say what was asked for, what was granted, and by whom', async () => {
    const { status, body } = await getPermissions(install.id);
    expect(status).toBe(200);
    expect(body).toEqual({
      asked: [READ, EMPLOYEES],
      optional: [WRITE],
      granted: [READ, EMPLOYEES],
      events_asked: [CHANGED, REMOVED],
      events: [CHANGED, REMOVED],
      granted_by: visitor.person.id,
      granted_at: expect.any(String),
      pending: { scopes: [], events: [] },
      used: [],
    });
  });

  test('are read by members, set by admins, and unknown to strangers', async () => {
    const path = `${server.url}/platform/v1/installs/${install.id}`;
    const grant = { scopes: [READ, EMPLOYEES], events: [CHANGED, REMOVED] };
    const stranger = await createVisitor(server);
    const told = async (userId: number) => {
      const headers = await tokenOf(userId);
      const { status: read } = await send(`${path}/permissions`, 'GET', undefined, headers);
      return [read, (await send(`${path}/grant`, 'PUT', grant, headers)).status];
    };
    expect(await told(visitor.person.id)).toEqual([200, 200]);
    expect(await told(editorId)).toEqual([200, 403]);
    expect(await told(stranger.person.id)).toEqual([404, 404]);
  });

  test('say who granted them last: nobody, where it was the backend of the host', async () => {
    const own = await newInstall({ user_id: visitor.person.id });
    expect((await getPermissions(own.id)).body.granted_by).toBe(visitor.person.id);
    expect((await setGrant(own.id, [READ], [])).body.granted_by).toBeNull();
    const path = `${server.url}/platform/v1/installs/${own.id}/grant`;
    await addMember(server, own.spaceId, visitor.person.id, 'admin');
    const headers = await tokenOf(visitor.person.id);
    const { body } = await send(path, 'PUT', { scopes: [], events: [] }, headers);
    expect(body.granted_by).toBe(visitor.person.id);
  });

  test('begin without what is optional, unless the host grants it', async () => {
    const plain = await newInstall();
    expect((await getPermissions(plain.id)).body.granted).toEqual([READ, EMPLOYEES]);
    const chosen = await newInstall({ scopes: [READ, WRITE] });
    expect((await getPermissions(chosen.id)).body).toMatchObject({
      granted: [READ, WRITE],
      pending: { scopes: [], events: [] },
    });
  });

  test('cannot be more than the release asks for', async () => {
    const refused = await setGrant(install.id, [READ, 'nope'], ['plugin_installed', CHANGED]);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/scopes/1',
      '/events/0',
    ]);
    for (const known of [READ, EMPLOYEES, WRITE, CHANGED, REMOVED])
      expect(refused.body.detail).toContain(known);
    for (const body of [{ scopes: [] }, { events: [] }, { scopes: [READ, READ], events: [] }])
      expect(
        (await server.api('PUT', `/platform/v1/installs/${install.id}/grant`, body)).status,
      ).toBe(422);
  });

  test('do not wait for what was declined', async () => {
    const own = await newInstall();
    const { body } = await setGrant(own.id, [READ], [CHANGED]);
    expect(body).toMatchObject({
      granted: [READ],
      events: [CHANGED],
      pending: { scopes: [], events: [] },
    });
    const install = (await server.api('GET', `/platform/v1/installs/${own.id}`)).body;
    expect(install).toMatchObject({ scopes: [READ], permissions_pending: false });
  });

  test('of one that is uninstalled stay as they are, and begin anew with it', async () => {
    const own = await newInstall();
    await setGrant(own.id, [], []);
    await server.api('DELETE', `/platform/v1/installs/${own.id}`);
    const refused = await setGrant(own.id, [READ], []);
    expect([refused.status, refused.body.code]).toEqual([409, 'wrong_state']);
    expect((await getPermissions(own.id)).body).toMatchObject({ granted: [], events: [] });
    await installPlugin(server, plugin, own.spaceId);
    expect((await getPermissions(own.id)).body).toMatchObject({
      granted: [READ, EMPLOYEES],
      events: [CHANGED, REMOVED],
    });
  });
});

describe('what is granted no more', () => {
  test("leaves the installer's tokens on every node within a second, and comes back with a yes", async () => {
    const { body } = await installerToken(install.id);
    const token = body.access_token as string;
    const statuses = () =>
      Promise.all([server, beside].map(async (node) => (await employees(node, token)).status));
    expect(await statuses()).toEqual([200, 200]);
    await setGrant(install.id, [READ], [CHANGED, REMOVED]);
    expect(await withinSecond(async () => (await statuses()).every((one) => one === 403))).toBe(
      true,
    );
    expect((await introspect(beside, token)).body.scope).toBe(READ);
    expect((await installerToken(install.id)).body.scope).toBe(READ);
    const more = await installerToken(install.id, EMPLOYEES);
    expect([more.status, more.body.error]).toEqual([400, 'invalid_scope']);
    // A scope of the protocol is nobody's to take.
    const renewable = await installerToken(install.id, `${READ} token.refresh`);
    expect((await introspect(server, renewable.body.access_token)).body.scope).toBe(
      `${READ} token.refresh`,
    );
    const again = await refresh(server, plugin, body.refresh_token);
    expect(again.body.scope).toBe(READ);
    await setGrant(install.id, [READ, EMPLOYEES], [CHANGED, REMOVED]);
    expect((await installerToken(install.id)).body.scope).toBe(`${READ} ${EMPLOYEES}`);
  });

  test('leaves tokens in the same way when a release asks for less', async () => {
    const own = await registerClient(server, { scopes: [READ, EMPLOYEES] });
    const by = { user_id: visitor.person.id };
    const { id } = await installPlugin(server, own, visitor.spaceId, by);
    const asked = { grant_type: 'plugin_install', install_id: id };
    const token = (await requestToken(server, own, asked)).body.access_token as string;
    const all = async (status: number) => {
      const answers = await Promise.all([server, beside].map((node) => employees(node, token)));
      return answers.every((answer) => answer.status === status);
    };
    expect(await all(200)).toBe(true);
    const path = `/platform/v1/plugins/${own.id}/manifest`;
    const { body: manifest } = await server.api('GET', path);
    for (const [scopes, status] of [
      [[READ], 403],
      [[READ, EMPLOYEES], 200],
    ] as const) {
      expect((await beside.api('PUT', path, { ...manifest, scopes })).status).toBe(201);
      expect(await withinSecond(() => all(status))).toBe(true);
    }
  });

  test('leaves consents and what rests on them for good: the user is asked again', async () => {
    const own = await createVisitor(server);
    const { id } = await installPlugin(server, plugin, own.spaceId);
    const code = await letIn(own, plugin);
    const tokens = (await exchange(server, plugin, code)).body;
    expect(tokens.scope).toBe(`${READ} ${EMPLOYEES}`);
    const late = await letIn(own, plugin);
    await setGrant(id, [READ], [CHANGED, REMOVED], beside);
    const known = async (node: TestServer) => (await employees(node, tokens.access_token)).status;
    for (const node of [server, beside])
      expect(await withinSecond(async () => (await known(node)) === 403)).toBe(true);
    await setGrant(id, [READ, EMPLOYEES], [CHANGED, REMOVED], beside);
    for (const node of [server, beside]) expect(await known(node)).toBe(403);
    expect((await exchange(server, plugin, late)).body.scope).toBe(READ);
    expect((await refresh(server, plugin, tokens.refresh_token)).body.scope).toBe(READ);
    const consents = await server.db.query<{ scopes: string[] }>(sql`
      select scopes from grants where user_id = ${own.person.id} and revoked_at is null`);
    expect(consents).toEqual([{ scopes: [READ] }]);
    const renewed = await exchange(server, plugin, await letIn(own, plugin));
    expect(renewed.body.scope).toBe(`${READ} ${EMPLOYEES}`);
  });

  test('is obeyed by intake on every node at the moment of writing', async () => {
    const own = await newInstall();
    const decisions = async () => {
      const made: string[] = [];
      for (const node of [server, beside]) {
        const { event } = await emit(node, own.spaceId, CHANGED);
        const { body } = await node.api('GET', `/platform/v1/events/${event.id}/decisions`);
        made.push(body.data[0].decision);
      }
      return made;
    };
    for (let round = 0; round < 3; round++) {
      expect(await decisions()).toEqual(['delivered', 'delivered']);
      await setGrant(own.id, [READ], [REMOVED], beside);
      expect(await decisions()).toEqual(['not_granted', 'not_granted']);
      await setGrant(own.id, [READ], [CHANGED], server);
    }
  });

  test('is not given to an event that needs the scope', async () => {
    const own = await newInstall();
    await defineEventType(server, REMOVED, { required_scope: READ });
    const jobs = async () => (await emit(beside, own.spaceId, REMOVED)).jobs.length;
    expect(await jobs()).toBe(1);
    await setGrant(own.id, [], [CHANGED, REMOVED]);
    expect(await jobs()).toBe(0);
  });
});

describe('the use of a scope', () => {
  const usesOf = async (id: number) => (await getPermissions(id)).body.used;

  test('is counted where a call needs it, and where the host names it; written when a process ends', async () => {
    const own = await newInstall({ user_id: visitor.person.id });
    const token = (await installerToken(own.id)).body.access_token as string;
    const narrow = (await installerToken(own.id, READ)).body.access_token as string;
    const third = await startTestServer({ database });
    for (let calls = 0; calls < 3; calls++)
      expect((await employees(third, token)).status).toBe(200);
    expect((await employees(third, narrow)).status).toBe(403);
    const asked = await introspect(third, token, `${READ} ${WRITE}`);
    expect(asked.body).toMatchObject({ active: true, scope: `${READ} ${EMPLOYEES}` });
    await introspect(third, narrow, EMPLOYEES);
    await introspect(third, token);
    const credentials = { client_id: plugin.clientId, client_secret: plugin.clientSecret };
    const self = await post(third, '/oauth/introspect', { token, scope: READ, ...credentials });
    expect(self.body.active).toBe(true);
    expect(await usesOf(own.id)).toEqual([]);
    await third.close();
    const seen = { last_at: expect.any(String) };
    expect(await usesOf(own.id)).toEqual([
      { scope: EMPLOYEES, count_30d: 3, ...seen },
      { scope: READ, count_30d: 1, ...seen },
    ]);
    const refused = await introspect(server, token, 'a\\b');
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_scope']);
  });

  test('is written now and then, by many processes, and kept where that fails', async () => {
    const own = await newInstall();
    let isAway = true;
    const statements: number[] = [];
    const flaky = {
      ...server.pool,
      query: ((statement) => {
        statements.push(1);
        if (isAway) throw new Error('The database is away');
        return server.pool.query(statement);
      }) as typeof server.pool.query,
    };
    const log = createLogger('silent');
    const counting = createScopeUses(flaky, log, 5);
    const another = createScopeUses(server.pool, log, 5);
    for (const uses of [counting, counting, another]) uses.count(own.id, READ);
    counting.count(999_999, READ);
    await waitFor(() => statements.length > 2, { describe: 'writing to be tried again' });
    isAway = false;
    const written = async () => (await usesOf(own.id))[0]?.count_30d === 3;
    await waitFor(written, { describe: 'all to be written' });
    const tried = statements.length;
    counting.count(own.id, READ);
    await counting.stop();
    await another.stop();
    expect(statements.length).toBe(tried + 1);
    expect((await usesOf(own.id))[0].count_30d).toBe(4);
  });

  test('is forgotten after 30 days, and with the install', async () => {
    const own = await newInstall();
    const counting = createScopeUses(server.pool, createLogger('silent'));
    counting.count(own.id, READ);
    await counting.stop();
    await server.db.query(sql`
      insert into scope_uses (install_id, scope, day, uses, last_at)
      select install_id, scope, day - n, uses * 10, last_at - n * interval '1 day'
      from scope_uses, unnest(array[29, 30, 31]) n where install_id = ${own.id}`);
    expect((await usesOf(own.id))[0].count_30d).toBe(11);
    const { db, vault, config } = server;
    await maintain({ db, vault, config, log: createLogger('silent') });
    const days = () => server.db.query(sql`select 1 from scope_uses where install_id = ${own.id}`);
    expect(await days()).toHaveLength(3);
    await server.api('DELETE', `/platform/v1/installs/${own.id}?erase=now`);
    expect(await days()).toEqual([]);
  });
});
