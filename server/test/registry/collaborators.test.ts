import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPerson, type Person, signIn } from '../space-api/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import { registerPartnerPlugin } from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  return () => server.close();
});

interface Scene {
  id: number;
  path: string;
  owner: Person;
  developer: Person;
  viewer: Person;
}

async function setScene(): Promise<Scene> {
  // In this order, which is that of lists.
  const owner = await createPerson(server);
  const developer = await createPerson(server);
  const viewer = await createPerson(server);
  const { id } = await registerPartnerPlugin(server, owner.headers);
  await collaborate(server, id, developer.id, 'developer');
  await collaborate(server, id, viewer.id, 'viewer');
  return { id, path: `/plugins/${id}/collaborators`, owner, developer, viewer };
}

const as = (
  { headers }: Pick<Person, 'headers'>,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> => send(`${server.url}/platform/v1${path}`, method, body, headers);

const emailOf = async ({ id }: Person): Promise<string> =>
  (await server.api('GET', `/platform/v1/users/${id}`)).body.email;

const rolesIn = async ({ path }: Scene): Promise<[number, string][]> =>
  (await server.api('GET', `/platform/v1${path}`)).body.data.map(
    ({ user_id, role }: { user_id: number; role: string }) => [user_id, role],
  );

test('who registers a plugin is its first owner, and each sees what they are to it', async () => {
  const scene = await setScene();
  const { id, owner, developer, viewer } = scene;
  const list = await as(viewer, 'GET', scene.path);
  expect(list.body).toEqual({
    data: [
      { ...(await shown(owner)), role: 'owner' },
      { ...(await shown(developer)), role: 'developer' },
      { ...(await shown(viewer)), role: 'viewer' },
    ],
    next_cursor: null,
  });
  const roleOf = async (who: Pick<Person, 'headers'>) => {
    const one = (await as(who, 'GET', `/plugins/${id}`)).body.role;
    const { data } = (await as(who, 'GET', '/plugins?limit=200')).body;
    expect(data.find((plugin: { id: number }) => plugin.id === id).role).toBe(one);
    return one;
  };
  expect(await roleOf(owner)).toBe('owner');
  expect(await roleOf(developer)).toBe('developer');
  expect(await roleOf(viewer)).toBe('viewer');
  const operator = await createPerson(server, true);
  expect(await roleOf(operator)).toBeNull();
  await collaborate(server, id, operator.id, 'viewer');
  expect(await roleOf(operator)).toBe('viewer');
  expect(await roleOf({ headers: { authorization: `Bearer ${server.hostKey}` } })).toBeNull();
});

const shown = async (person: Person) => ({
  user_id: person.id,
  email: await emailOf(person),
  friendly_name: expect.any(String),
  since: expect.any(String),
});

test('an owner adds somebody by their address, and is told alike of all whom there is not', async () => {
  const { path, owner, developer } = await setScene();
  const somebody = await createPerson(server);
  const email = (await emailOf(somebody)).toUpperCase();
  const added = await as(owner, 'POST', path, { email, role: 'developer' });
  expect(added.status, added.text).toBe(201);
  expect(added.body).toEqual({ ...(await shown(somebody)), role: 'developer' });
  const again = await as(owner, 'POST', path, { email, role: 'viewer' });
  expect([again.status, again.body.code]).toEqual([409, 'already_exists']);
  const nobody = { email: 'nobody@plugboard.test', role: 'viewer' };
  const refused = await as(owner, 'POST', path, nobody);
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toEqual([
    {
      pointer: '/email',
      message: 'No developer has this address; an operator can invite them',
    },
  ]);
  const byOther = await as(developer, 'POST', path, nobody);
  expect([byOther.status, byOther.body.code]).toEqual([403, 'forbidden']);
  const unknown = await as(owner, 'PUT', `${path}/999999`, { role: 'viewer' });
  expect([unknown.status, unknown.body.code]).toEqual([404, 'user_not_found']);
});

test('owners change roles and take them away, others only their own away', async () => {
  const scene = await setScene();
  const { path, owner, developer, viewer } = scene;
  for (const other of [developer, viewer]) {
    const one = `${path}/${other === viewer ? developer.id : viewer.id}`;
    expect((await as(other, 'PUT', one, { role: 'owner' })).status).toBe(403);
    expect((await as(other, 'DELETE', one)).status).toBe(403);
    expect((await as(other, 'PUT', `${path}/${other.id}`, { role: 'owner' })).status).toBe(403);
  }
  const stranger = await createPerson(server);
  expect((await as(stranger, 'GET', path)).status).toBe(404);
  expect((await as(stranger, 'DELETE', `${path}/${viewer.id}`)).status).toBe(404);
  expect((await as(viewer, 'DELETE', `${path}/${viewer.id}`)).status).toBe(204);
  expect((await as(owner, 'PUT', `${path}/${developer.id}`, { role: 'viewer' })).status).toBe(200);
  expect(await rolesIn(scene)).toEqual([
    [owner.id, 'owner'],
    [developer.id, 'viewer'],
  ]);
  expect((await as(owner, 'DELETE', `${path}/${developer.id}`)).status).toBe(204);
  const gone = await as(owner, 'DELETE', `${path}/${developer.id}`);
  expect([gone.status, gone.body.code]).toEqual([404, 'collaborator_not_found']);
  expect((await as(developer, 'GET', path)).status).toBe(404);
});

test('the last owner stays, whoever asks, until there is another', async () => {
  const scene = await setScene();
  const { path, owner, developer } = scene;
  const host = { headers: { authorization: `Bearer ${server.hostKey}` } };
  for (const who of [owner, host]) {
    const answers = [
      await as(who, 'DELETE', `${path}/${owner.id}`),
      await as(who, 'PUT', `${path}/${owner.id}`, { role: 'developer' }),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(['in_use', 'in_use']);
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
  }
  expect((await as(owner, 'PUT', `${path}/${owner.id}`, { role: 'owner' })).status).toBe(200);
  expect((await as(owner, 'PUT', `${path}/${developer.id}`, { role: 'owner' })).status).toBe(200);
  expect((await as(owner, 'DELETE', `${path}/${owner.id}`)).status).toBe(204);
  expect((await rolesIn(scene))[0]).toEqual([developer.id, 'owner']);
});

test('owners who take one another away at once leave one', async () => {
  for (let time = 0; time < 5; time++) {
    const scene = await setScene();
    const { path, owner, developer: other } = scene;
    await collaborate(server, scene.id, other.id, 'owner');
    const answers = await Promise.all([
      as(owner, 'DELETE', `${path}/${other.id}`),
      as(other, 'PUT', `${path}/${owner.id}`, { role: 'viewer' }),
      as(other, 'DELETE', `${path}/${owner.id}`),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    const owners = (await rolesIn(scene)).filter(([, role]) => role === 'owner');
    expect(owners, String(statuses)).toHaveLength(1);
  }
});

test('a user who is removed takes their part along, and the host names another owner', async () => {
  const scene = await setScene();
  const { path, owner, developer, viewer } = scene;
  expect((await server.api('DELETE', `/platform/v1/users/${owner.id}`)).status).toBe(204);
  expect(await rolesIn(scene)).toEqual([
    [developer.id, 'developer'],
    [viewer.id, 'viewer'],
  ]);
  const operator = await createPerson(server, true);
  const named = await as(operator, 'PUT', `${path}/${developer.id}`, { role: 'owner' });
  expect(named.status).toBe(200);
  expect((await as(developer, 'DELETE', `${path}/${viewer.id}`)).status).toBe(204);
});

test('who develops a plugin writes its draft, also as an operator; others who run the place publish', async () => {
  const { id, developer, owner } = await setScene();
  const operator = await createPerson(server, true);
  const put = async (who: Pick<Person, 'headers'>, intro: string) => {
    const { body } = await as(who, 'GET', `/plugins/${id}/manifest`);
    const answer = await as(who, 'PUT', `/plugins/${id}/manifest`, { ...body, intro });
    expect(answer.status, answer.text).toBe(201);
    return answer.body.release.state;
  };
  expect(await put(developer, 'one')).toBe('draft');
  expect(await put(operator, 'two')).toBe('published');
  await collaborate(server, id, operator.id, 'viewer');
  expect(await put(operator, 'three')).toBe('published');
  await collaborate(server, id, operator.id, 'developer');
  expect(await put(operator, 'four')).toBe('draft');
  const session = { headers: await signIn(server, operator.id) };
  expect((await as(session, 'GET', `/plugins/${id}/manifest`)).body.intro).toBe('four');
  expect((await as(owner, 'GET', `/plugins/${id}/manifest`)).body.intro).toBe('four');
});

test('a developer changes a plugin, and only an owner removes it', async () => {
  const { id, owner, developer, viewer } = await setScene();
  const app = `${server.url}/v1/partner_apps/${id}`;
  const change = { app: { intro: 'New' } };
  expect((await send(app, 'PUT', change, viewer.headers)).status).toBe(403);
  expect((await send(app, 'PUT', change, developer.headers)).status).toBe(204);
  const seen = (await send(app, 'GET', undefined, developer.headers)).body.app;
  expect(seen).toMatchObject({ intro: 'New', oauth_secret: expect.any(String) });
  const looked = (await send(app, 'GET', undefined, viewer.headers)).body.app;
  expect(looked.intro).toBe('New');
  expect(Object.keys(looked)).not.toContain('oauth_secret');
  expect((await send(app, 'DELETE', undefined, developer.headers)).status).toBe(403);
  expect((await send(app, 'DELETE', undefined, owner.headers)).status).toBe(204);
});

test('a plugin is known by the name of who has owned it longest', async () => {
  const { id, owner, developer } = await setScene();
  await collaborate(server, id, developer.id, 'owner');
  await server.db.query(sql`
    update collaborators set since = since - interval '1 day' where plugin_id = ${id} and user_id = ${developer.id}`);
  const { slug } = (await server.api('GET', `/platform/v1/plugins/${id}`)).body;
  const named = async (name: string) =>
    (await send(`${server.url}/v1/apps/${name}@${slug}`, 'GET', undefined, owner.headers)).status;
  await server.api('PATCH', `/platform/v1/users/${owner.id}`, { friendly_name: 'First' });
  await server.api('PATCH', `/platform/v1/users/${developer.id}`, { friendly_name: 'Oldest' });
  expect([await named('oldest'), await named('first')]).toEqual([200, 404]);
});

test('by ids an owner reads nobody, and gives no operator a part', async () => {
  const { path, owner } = await setScene();
  const somebody = await createPerson(server);
  const byId = await as(owner, 'PUT', `${path}/${somebody.id}`, { role: 'viewer' });
  expect([byId.status, byId.body.code]).toEqual([404, 'user_not_found']);
  const operator = await createPerson(server, true);
  const refused = await as(owner, 'POST', path, {
    email: await emailOf(operator),
    role: 'developer',
  });
  expect(refused.status).toBe(422);
  expect(refused.body.errors[0].pointer).toBe('/email');
});

test('an owner is somebody who may have one more plugin', async () => {
  const { path, owner } = await setScene();
  const full = await createPerson(server);
  for (let n = 0; n < server.config.pluginQuota; n++) {
    const { id } = await registerPartnerPlugin(server, owner.headers, {});
    await server.db.query(sql`
      update collaborators set user_id = ${full.id} where plugin_id = ${id}`);
  }
  const email = await emailOf(full);
  const refused = await as(owner, 'POST', path, { email, role: 'owner' });
  expect([refused.status, refused.body.code]).toEqual([422, 'quota_exceeded']);
  expect((await as(owner, 'POST', path, { email, role: 'developer' })).status).toBe(201);
  const raised = await as(owner, 'PUT', `${path}/${full.id}`, { role: 'owner' });
  expect([raised.status, raised.body.code]).toEqual([422, 'quota_exceeded']);
});

test('a person learns of thirty addresses an hour whether they have an account, and the host of any', async () => {
  const { id, path, owner } = await setScene();
  const other = await createPerson(server);
  const second = await registerPartnerPlugin(server, owner.headers);
  const body = { email: 'nobody-at-all@plugboard.test', role: 'viewer' };
  const statuses = [];
  for (let n = 0; n < 31; n++) {
    const where = n % 2 === 0 ? path : `/plugins/${second.id}/collaborators`;
    statuses.push((await as(owner, 'POST', where, body)).status);
  }
  expect(statuses).toEqual([...Array(30).fill(422), 429]);
  const known = { email: await emailOf(other), role: 'viewer' };
  expect((await as(owner, 'POST', path, known)).status).toBe(429);
  const host = await server.api('POST', `/platform/v1/plugins/${id}/collaborators`, known);
  expect(host.status).toBe(201);
});
