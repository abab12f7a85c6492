import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createPerson, PASSWORD, type Person, signedIn, visit } from './visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

/** Everything about people that a forged request could change. */
const stateOf = ({ id }: Person) =>
  server.db.query(sql`
    select u.*, (select count(*) from sessions where user_id = ${id}) as sessions,
      (select count(*) from personal_tokens where user_id = ${id} and revoked_at is null) as tokens
    from users u where id = ${id}`);

interface Attack {
  name: string;
  headers?: Record<string, string | undefined>;
  json?: string;
  status?: number;
}

const ATTACKS: Attack[] = [
  { name: 'a foreign origin', headers: { origin: 'http://evil.test' } },
  { name: 'a null origin', headers: { origin: 'null' } },
  {
    name: 'an origin that begins like ours',
    headers: { origin: 'http://plugboard.test.evil.test' },
  },
  { name: 'our origin with another scheme', headers: { origin: 'https://plugboard.test' } },
  { name: 'a cross-site request', headers: { 'sec-fetch-site': 'cross-site' } },
  { name: 'a same-site request', headers: { 'sec-fetch-site': 'same-site' } },
  { name: 'no origin at all', headers: { origin: undefined } },
  {
    name: 'JSON as text/plain',
    headers: { 'content-type': 'text/plain' },
    json: '{"csrf_token":"x"}',
    status: 415,
  },
  {
    name: 'JSON',
    headers: { 'content-type': 'application/json' },
    json: '{"csrf_token":"x"}',
    status: 415,
  },
];

test('nobody is signed out for another site', async () => {
  const { person, visitor } = await signedIn(server);
  const before = await stateOf(person);
  for (const { name, headers, json, status = 403 } of ATTACKS) {
    const answer =
      json === undefined
        ? await visitor.post('/sign-out', {}, headers)
        : await fetch(`${server.url}/sign-out`, {
            method: 'POST',
            body: json,
            headers: {
              ...(headers as Record<string, string>),
              cookie: `plugboard_session=${visitor.cookies.get('plugboard_session')}`,
              origin: 'http://plugboard.test',
            },
            redirect: 'manual',
          });
    expect(answer.status, name).toBe(status);
    expect(await stateOf(person), name).toEqual(before);
  }
  const allowed = await visitor.post('/sign-out', {});
  expect(allowed.status).toBeLessThan(400);
  expect(await stateOf(person)).not.toEqual(before);
});

test('nobody is signed in by a form of another site (login CSRF)', async () => {
  const person = await createPerson(server);
  const attacker = visit(server);
  const stolen = await attacker.csrfToken('/sign-in');
  const { email, password } = person;
  const victim = visit(server);
  const own = await victim.csrfToken('/sign-in');
  const attempts: [Record<string, string | undefined>, Record<string, string | undefined>][] = [
    [{ csrf_token: own }, { origin: 'http://evil.test' }],
    [{ csrf_token: own }, { 'sec-fetch-site': 'cross-site' }],
    [{ csrf_token: own }, { origin: undefined }],
    [{ csrf_token: stolen }, {}],
    [{ csrf_token: undefined }, {}],
    [{ csrf_token: '' }, {}],
  ];
  for (const [fields, headers] of attempts) {
    const answer = await victim.post('/sign-in', { ...fields, email, password }, headers);
    expect(answer.status).toBe(403);
    expect(victim.cookies.has('plugboard_session')).toBe(false);
  }
  const cookieless = visit(server);
  const noCookie = await cookieless.post('/sign-in', { csrf_token: own, email, password });
  expect(noCookie.status).toBe(403);
  expect((await victim.post('/sign-in', { csrf_token: own, email, password })).status).toBe(303);
});

const CALLS: [method: string, path: string, body?: object][] = [
  ['PATCH', '/me', { friendly_name: 'Forged', lang: 'de' }],
  ['POST', '/me/password', { current_password: PASSWORD, new_password: 'forged by somebody' }],
  ['POST', '/personal_access_tokens', { name: 'forged' }],
  ['DELETE', '/personal_access_tokens/ID'],
];

test.each(CALLS)('the session of a browser lets no other site do %s %s', async (...call) => {
  const [method, path, body] = call;
  const { person, visitor } = await signedIn(server);
  const script = await visitor.call('POST', '/personal_access_tokens', { name: 'script' });
  const send = (headers: Record<string, string | undefined>) =>
    visitor.call(method, path.replace('ID', script.body.id), body, headers);
  const before = await stateOf(person);
  for (const [headers, status] of [
    [{ origin: undefined }, 403],
    [{ origin: 'http://evil.test' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    ...(body === undefined
      ? []
      : ([
          [{ 'content-type': 'text/plain' }, 415],
          [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
        ] as const)),
  ] as const) {
    const answer = await send(headers);
    expect([headers, answer.status]).toEqual([headers, status]);
    expect(await stateOf(person)).toEqual(before);
  }
  expect((await send({ 'sec-fetch-site': 'same-origin' })).status).toBeLessThan(300);
  expect(await stateOf(person)).not.toEqual(before);
});
