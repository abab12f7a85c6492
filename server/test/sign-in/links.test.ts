import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createSpace } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createPerson, signedIn, visit } from './visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

/** What browsers say when a person follows a link, over https. */
const NAVIGATION = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'cross-site',
};

const SESSION = 'plugboard_session';

const post = (body: object, headers = {}) =>
  server.api('POST', '/platform/v1/sign_in_links', body, headers);

async function linkFor(userId: number, fields: object = {}): Promise<string> {
  const answer = await post({ user_id: userId, ...fields });
  expect(answer.status, answer.text).toBe(201);
  const url = new URL(answer.body.url);
  expect(url.origin).toBe('http://plugboard.test');
  return url.pathname;
}

test('a link signs its user in once, and leads to where it was made for', async () => {
  const person = await createPerson(server);
  const made = await post({ user_id: person.id });
  const life = Date.parse(made.body.expires_at) - Date.now();
  expect(life).toBeGreaterThan(240_000);
  expect(life).toBeLessThanOrEqual(301_000);

  const path = await linkFor(person.id, { path: '/account?x=1' });
  const visitor = visit(server);
  const answer = await visitor.get(path, NAVIGATION);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account?x=1']);
  expect((await visitor.call('GET', '/me')).body.email).toBe(person.email);

  const second = visit(server);
  const again = await second.get(path, NAVIGATION);
  expect(again.status).toBe(410);
  expect(again.text).toContain('This link does not work any more');
  expect(second.cookies.has(SESSION)).toBe(false);
});

test('without a path it leads to the space, and else to the spaces', async () => {
  const person = await createPerson(server);
  const spaceId = await createSpace(server);
  const stranger = await post({ user_id: person.id, space_id: spaceId });
  expect([stranger.status, stranger.body.code]).toEqual([404, 'member_not_found']);
  await server.api('PUT', `/platform/v1/spaces/${spaceId}/members/${person.id}`, { role: 'admin' });
  const target = async (fields: object) => {
    const path = await linkFor(person.id, fields);
    return (await visit(server).get(path, NAVIGATION)).headers.get('location');
  };
  expect(await target({ space_id: spaceId })).toBe(`/spaces/${spaceId}`);
  expect(await target({})).toBe('/spaces');
  const path = `/spaces/${spaceId}/plugins/greeter`;
  expect(await target({ space_id: spaceId, path })).toBe(path);
});

test('of many visits at once, one signs in', async () => {
  const person = await createPerson(server);
  const path = await linkFor(person.id);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => visit(server).get(path, NAVIGATION)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(19).fill(410)]);
});

test.each<[string, string, Record<string, string>]>([
  ['a HEAD', 'HEAD', NAVIGATION],
  ['a preview of a chat', 'GET', {}],
  ['an image', 'GET', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
  ['a frame', 'GET', { ...NAVIGATION, 'sec-fetch-dest': 'iframe' }],
  ['a script', 'GET', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
  ['a prefetch', 'GET', { ...NAVIGATION, 'sec-purpose': 'prefetch;prerender' }],
  ['an old prefetch', 'GET', { ...NAVIGATION, purpose: 'prefetch' }],
])('%s does not use a link up', async (_, method, headers) => {
  const person = await createPerson(server);
  const path = await linkFor(person.id);
  const visitor = visit(server);
  const answer = await (method === 'HEAD' ? visitor.head : visitor.get)(path, headers);
  expect(answer.status).toBe(200);
  expect(visitor.cookies.has(SESSION)).toBe(false);
  expect((await visit(server).get(path, NAVIGATION)).status).toBe(303);
});

test('where the browser says nothing, the page asks, and its button signs in', async () => {
  const person = await createPerson(server);
  const path = await linkFor(person.id);
  const visitor = visit(server);
  const csrf_token = await visitor.csrfToken(path);
  const forged = await visitor.post(path, { csrf_token }, { origin: 'http://evil.test' });
  expect(forged.status).toBe(403);
  expect((await visitor.post(path, {})).status).toBe(403);
  const answer = await visitor.post(path, { csrf_token });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/spaces']);
  expect((await visitor.post(path, { csrf_token })).status).toBe(410);
});

test('somebody who is signed in as another is asked before they become somebody else', async () => {
  const { person: now, visitor } = await signedIn(server);
  const other = await createPerson(server);
  const path = await linkFor(other.id);
  const page = await visitor.get(path, NAVIGATION);
  expect(page.status).toBe(200);
  expect(page.text).toContain(other.email);
  expect((await visitor.call('GET', '/me')).body.email).toBe(now.email);
  const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1];
  expect((await visitor.post(path, { csrf_token })).status).toBe(303);
  expect((await visitor.call('GET', '/me')).body.email).toBe(other.email);
  // Their own link asks nothing.
  expect((await visitor.get(await linkFor(other.id), NAVIGATION)).status).toBe(303);
});

test('an expired link, one that never was and one of a removed user are gone alike', async () => {
  const [person, removed] = [await createPerson(server), await createPerson(server)];
  const [expired, orphaned] = [await linkFor(person.id), await linkFor(removed.id)];
  await server.db.query(sql`
    update sign_in_links set expires_at = now() where user_id = ${person.id}`);
  await server.api('DELETE', `/platform/v1/users/${removed.id}`);
  for (const path of [expired, orphaned, '/sign-in/link/pbl_none', '/sign-in/link/%F0%9F%92%A5']) {
    const answer = await visit(server).get(path, NAVIGATION);
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('ask for a new one');
  }
});

test('links are made by the host only, and once for one idempotency key', async () => {
  const person = await createPerson(server);
  expect((await post({ user_id: 999_999 })).body.code).toBe('user_not_found');
  expect((await post({})).status).toBe(422);
  const key = { 'idempotency-key': 'link' };
  const [first, again] = [
    await post({ user_id: person.id }, key),
    await post({ user_id: person.id }, key),
  ];
  expect(again.body).toEqual(first.body);
  const { body } = await server.api('POST', '/platform/v1/personal_access_tokens', {
    user_id: person.id,
    name: 'script',
  });
  const statusOf = async (authorization: string | undefined) =>
    (await post({ user_id: person.id }, { authorization })).status;
  expect(await statusOf(undefined)).toBe(401);
  expect(await statusOf(`Bearer ${body.token}`)).toBe(403);
});
