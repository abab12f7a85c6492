import { beforeAll, expect, test } from 'vitest';
import {
  createPlugin,
  createSpace,
  createUser,
  installIn,
  requestToken,
} from '../installs/fixtures.ts';
import { signedIn, signIn, visit } from '../sign-in/visitor.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const create = (email: unknown, friendly_name: unknown = 'Someone', headers = {}) =>
  server.api('POST', '/platform/v1/users', { email, friendly_name }, headers);

test('a user is created, read, changed, found by email and removed', async () => {
  const { status, body } = await create('Ann@Example.com', 'Ann');
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.any(Number),
    email: 'Ann@Example.com',
    friendly_name: 'Ann',
    lang: null,
    is_operator: false,
    has_password: false,
    created_at: expect.any(String),
  });
  const path = `/platform/v1/users/${body.id}`;
  expect((await server.api('GET', path)).body).toEqual(body);
  const found = await server.api('GET', '/platform/v1/users?email=ann%40example.COM');
  expect(found.body).toEqual({ data: [body], next_cursor: null });

  const renamed = await server.api('PATCH', path, { friendly_name: 'Ann B.' });
  expect(renamed.body).toEqual({ ...body, friendly_name: 'Ann B.' });
  expect((await server.api('DELETE', path)).status).toBe(204);
  for (const [method, change] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
    const answer = await server.api(method, path, change);
    expect([answer.status, answer.body.code]).toEqual([404, 'user_not_found']);
  }
});

test('an email belongs to one user, in whatever case', async () => {
  await create('taken@example.com');
  const other = await create('other@example.com');
  const clashes = [
    await create('TAKEN@example.com'),
    await server.api('PATCH', `/platform/v1/users/${other.body.id}`, {
      email: 'Taken@Example.com',
    }),
  ];
  for (const clash of clashes) {
    expect(clash.status).toBe(409);
    expect(clash.body).toMatchObject({ code: 'already_exists', errors: [{ pointer: '/email' }] });
  }
  const own = await server.api('PATCH', `/platform/v1/users/${other.body.id}`, {
    email: 'OTHER@example.com',
  });
  expect(own.status).toBe(200);
  const race = await Promise.all(Array.from({ length: 20 }, () => create('race@example.com')));
  expect(race.map((answer) => answer.status).sort()).toEqual([201, ...Array(19).fill(409)]);
});

test.each([
  ['no address', 'x', 'A', '/email'],
  ['no text', 7, 'A', '/email'],
  ['too long', `${'a'.repeat(250)}@example.com`, 'A', '/email'],
  ['an empty name', 'a@example.com', '', '/friendly_name'],
  ['a name that cannot be stored', 'a@example.com', 'A\u0000', '/friendly_name'],
])('%s is refused, and named', async (_, email, name, pointer) => {
  const answer = await create(email, name);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ pointer }]);
});

test('users are listed in pages, and created once for one key', async () => {
  const key = { 'idempotency-key': 'k' };
  const [first, again] = [
    await create('once@example.com', 'A', key),
    await create('once@example.com', 'A', key),
  ];
  expect(again.body).toEqual(first.body);
  await createUser(server);
  const page = await server.api('GET', '/platform/v1/users?limit=1');
  const next = await server.api(
    'GET',
    `/platform/v1/users?limit=1&cursor=${page.body.next_cursor}`,
  );
  expect(next.body.data[0].id).toBeGreaterThan(page.body.data[0].id);
});

test('what a removed user installed stays, and no plugin acts for them any more', async () => {
  const userId = await createUser(server);
  const spaceId = await createSpace(server);
  await server.api('PUT', `/platform/v1/spaces/${spaceId}/members/${userId}`, { role: 'admin' });
  const plugin = await createPlugin(server, { scopes: ['rooms.read'] });
  const { id } = await installIn(server, plugin, { spaceId, user_id: userId });
  const { body: token } = await requestToken(server, plugin, {
    grant_type: 'plugin_install',
    install_id: id,
    scope: 'token.refresh',
  });
  const refresh = { grant_type: 'refresh_token', refresh_token: token.refresh_token };
  expect((await requestToken(server, plugin, refresh)).status).toBe(200);

  await server.api('DELETE', `/platform/v1/users/${userId}`);
  expect((await requestToken(server, plugin, refresh)).body.error).toBe('invalid_grant');
  const install = await server.api('GET', `/platform/v1/installs/${id}`);
  expect(install.body).toMatchObject({ status: 'active', installed_by: null });
  const members = await server.api('GET', `/platform/v1/spaces/${spaceId}/members`);
  expect(members.body.data).toEqual([]);
});

test('the host sets and takes away passwords, and their people are signed out', async () => {
  const { person, visitor } = await signedIn(server);
  const path = `/platform/v1/users/${person.id}`;
  expect((await server.api('GET', path)).body.has_password).toBe(true);
  const renamed = await server.api('PATCH', path, { friendly_name: 'New', lang: 'de-CH' });
  expect(renamed.body).toMatchObject({ friendly_name: 'New', lang: 'de-CH', has_password: true });
  expect((await server.api('PATCH', path, { lang: null })).body.lang).toBeNull();
  expect((await visitor.get('/account')).status).toBe(200);

  await server.api('PATCH', path, { password: 'quite another one' });
  expect(await withinSecond(async () => (await visitor.get('/account')).status === 303)).toBe(true);
  const { email } = person;
  expect((await signIn(visitor, { email, password: 'quite another one' })).status).toBe(303);
  await server.api('PATCH', path, { password: null });
  expect((await server.api('GET', path)).body.has_password).toBe(false);
  expect((await signIn(visit(server), { email, password: 'quite another one' })).status).toBe(422);
});

test.each([
  ['password', '1234567'],
  ['password', '\u{1F4A5}'.repeat(7)],
  ['password', '\u00e4'.repeat(513)],
  ['password', 'Password123'],
  ['password', 'own@example.com'],
  ['lang', 'not a language'],
  ['lang', ''],
  ['is_operator', 'yes'],
])('a %s of %j is refused, and named', async (field, value) => {
  const answer = await server.api('POST', '/platform/v1/users', {
    email: 'own@example.com',
    friendly_name: 'Own',
    [field]: value,
  });
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ pointer: `/${field}` }]);
});

test('no answer has a password or its hash', async () => {
  const { person } = await signedIn(server);
  for (const path of [`/users/${person.id}`, '/users', `/users?email=${person.email}`]) {
    const { text } = await server.api('GET', `/platform/v1${path}`);
    expect(text).not.toMatch(/argon2|password_hash/);
    expect(text).not.toContain(person.password);
  }
});
