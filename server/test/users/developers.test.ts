import { beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../src/lib/crypto.ts';
import { sql } from '../../src/lib/db.ts';
import { insertDeveloper } from '../../src/users/developer-queries.ts';
import { readLog } from '../audit/log.ts';
import { createPerson, type Headers } from '../space-api/scene.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_DEVELOPERS: 'invited' } });
  return () => server.close();
});

const INVITATIONS = '/platform/v1/developer_invitations';

const ask = (headers: Headers, method: string, path: string, body?: unknown): Promise<Answer> =>
  send(server.url + path, method, body, headers);

let slugs = 0;
const manifest = () => ({ name: 'Theirs', slug: `theirs-${++slugs}` });

const register = (headers: Headers) => ask(headers, 'POST', '/platform/v1/plugins', manifest());
const registerApp = (headers: Headers) =>
  ask(headers, 'POST', '/v1/partner_apps', { app: manifest() });

const invite = (email: string) => server.api('POST', INVITATIONS, { email });

test('by default only developers register plugins, on either surface, and others are told whom to ask', async () => {
  const person = await createPerson(server);
  const byPlatform = await register(person.headers);
  expect([byPlatform.status, byPlatform.body.code]).toEqual([403, 'forbidden']);
  expect(byPlatform.body.detail).toContain('ask whoever runs Plugboard to invite you');
  const bySpace = await registerApp(person.headers);
  expect([bySpace.status, bySpace.body.error]).toEqual([403, byPlatform.body.detail]);
  const before = await ask(person.headers, 'GET', '/platform/v1/me');
  expect(before.body).toMatchObject({ is_developer: false, may_register_plugins: false });

  await insertDeveloper(server.db, { userId: person.id, invitedBy: null });
  const after = await ask(person.headers, 'GET', '/platform/v1/me');
  expect(after.body).toMatchObject({ is_developer: true, may_register_plugins: true });
  expect((await register(person.headers)).status).toBe(201);
  expect((await registerApp(person.headers)).status).toBe(201);
});

test("a developer's plugin is their own, a draft, and its credentials are shown once", async () => {
  const { id, headers } = await createPerson(server);
  await insertDeveloper(server.db, { userId: id, invitedBy: null });
  const { status, body } = await register(headers);
  expect(status).toBe(201);
  expect(body.plugin).toMatchObject({
    origin: 'partner',
    status: 'created',
    current_release: null,
  });
  expect(body.credentials).toMatchObject({ client_secret: expect.any(String) });
  const path = `/platform/v1/plugins/${body.plugin.id}`;
  const found = await ask(headers, 'GET', path);
  expect(found.body).toEqual({ ...body.plugin, role: 'owner' });
  const releases = await ask(headers, 'GET', `${path}/releases`);
  expect(releases.body.data).toMatchObject([{ number: 1, state: 'draft' }]);
  const [entry] = await readLog(server, { action: 'plugin.created', actor: `user:${id}` });
  expect(entry?.target.id).toBe(String(body.plugin.id));
  const stranger = await createPerson(server);
  expect((await ask(stranger.headers, 'GET', path)).status).toBe(404);
});

test("what a host key and an operator register stays the host's, and published", async () => {
  const operator = await createPerson(server, true);
  const asHost = await server.api('POST', '/platform/v1/plugins', manifest());
  for (const { status, body } of [asHost, await register(operator.headers)]) {
    expect(status).toBe(201);
    expect(body.plugin).toMatchObject({ origin: 'host', current_release: 1 });
  }
  expect((await registerApp(operator.headers)).status).toBe(201);
});

test('an invitation is listed until it is withdrawn, with who made it, and its link is in the answer alone', async () => {
  const operator = await createPerson(server, true);
  const email = 'Dev@Rooms.test';
  const made = await ask(operator.headers, 'POST', INVITATIONS, { email });
  expect(made.status, made.text).toBe(201);
  const { url, ...listed } = made.body;
  expect(url).toMatch(/^http:\/\/plugboard\.test\/developers\/invitation\/pbd_[\w-]{43}$/);
  expect(listed).toMatchObject({ email, invited_by: operator.id });
  const days = (Date.parse(listed.expires_at) - Date.parse(listed.created_at)) / 86_400_000;
  expect(days).toBe(7);
  expect((await server.api('GET', INVITATIONS)).body.data).toContainEqual(listed);
  const token = url.split('/').at(-1);
  const [kept] = await server.db.query<{ row: string; hash: Buffer }>(sql`
    select v::text as row, hash from developer_invitations v where id = ${listed.id}`);
  expect(kept?.row).not.toContain(token);
  expect(kept?.hash).toEqual(sha256(token));

  const path = `${INVITATIONS}/${listed.id}`;
  expect((await server.api('DELETE', path)).status).toBe(204);
  expect((await server.api('DELETE', path)).body.code).toBe('developer_invitation_not_found');
  expect((await server.api('GET', INVITATIONS)).body.data).not.toContainEqual(listed);
  expect((await fetch(url.replace('http://plugboard.test', server.url))).status).toBe(410);
  const told = await readLog(server, { target: `developer_invitation:${listed.id}` });
  expect(told.map(({ action }) => action).sort()).toEqual([
    'developer.invited',
    'developer_invitation.withdrawn',
  ]);
});

test('of several invitations to one address, at once and in whatever case, the last is open', async () => {
  const all = ['twice@rooms.test', 'TWICE@rooms.test', 'Twice@rooms.test'];
  const made = await Promise.all(all.map(invite));
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
  const { body } = await server.api('GET', `${INVITATIONS}?limit=200`);
  const open = body.data.filter((one: { email: string }) => /^twice@/i.test(one.email));
  expect(open).toHaveLength(1);
});

test('an invitation is over after seven days', async () => {
  const { body } = await invite('late@rooms.test');
  await server.db.query(sql`
    update developer_invitations set expires_at = expires_at - interval '7 days' where id = ${body.id}`);
  const { data } = (await server.api('GET', `${INVITATIONS}?limit=200`)).body;
  expect(data.map(({ id }: { id: number }) => id)).not.toContain(body.id);
  expect((await server.api('DELETE', `${INVITATIONS}/${body.id}`)).status).toBe(404);
});

test('developers are listed, and who ceases to be one registers nothing, and keeps what they have', async () => {
  const operator = await createPerson(server, true);
  const { id, headers } = await createPerson(server);
  await insertDeveloper(server.db, { userId: id, invitedBy: operator.id });
  const { plugin } = (await register(headers)).body;
  const { data } = (await server.api('GET', '/platform/v1/developers?limit=200')).body;
  expect(data).toContainEqual({
    user_id: id,
    email: expect.any(String),
    friendly_name: expect.any(String),
    since: expect.any(String),
    invited_by: operator.id,
  });
  const [row] = await server.db.query<{ email: string }>(sql`
    select email from users where id = ${id}`);
  const again = await invite(row?.email ?? '');
  expect([again.status, again.body.code]).toEqual([409, 'already_exists']);

  const path = `/platform/v1/developers/${id}`;
  expect((await server.api('DELETE', path)).status).toBe(204);
  expect((await server.api('DELETE', path)).body.code).toBe('developer_not_found');
  expect((await register(headers)).status).toBe(403);
  expect((await ask(headers, 'GET', `/platform/v1/plugins/${plugin.id}`)).status).toBe(200);
  const me = await ask(headers, 'GET', '/platform/v1/me');
  expect(me.body).toMatchObject({ is_developer: true, may_register_plugins: false });
  const [entry] = await readLog(server, { action: 'developer.removed' });
  expect(entry?.target.id).toBe(String(id));
});

test('with `members`, whoever has an account registers plugins', async () => {
  const open = await startTestServer({ env: { PLUGBOARD_DEVELOPERS: 'members' } });
  try {
    const { headers } = await createPerson(open);
    const path = `${open.url}/platform/v1/plugins`;
    const { status, body } = await send(path, 'POST', manifest(), headers);
    expect([status, body.plugin.origin]).toEqual([201, 'partner']);
  } finally {
    await open.close();
  }
});
