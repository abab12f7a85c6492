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
  token?: 'none' | 'wrong' | 'of another session';
  json?: string;
  status?: number;
}

const ATTACKS: Attack[] = [
  { name: 'no token', token: 'none' },
  { name: 'a wrong token', token: 'wrong' },
  { name: 'the token of another session', token: 'of another session' },
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

const FORMS: Record<string, Record<string, string>> = {
  '/account/profile': { friendly_name: 'Forged', lang: 'de' },
  '/account/password': { current_password: PASSWORD, new_password: 'forged by somebody' },
  '/account/tokens': { name: 'forged', days: '30' },
  '/account/tokens/ID/revoke': {},
  '/sign-out': {},
};

test.each(Object.keys(FORMS))('%s is not done for another site', async (form) => {
  const { person, visitor } = await signedIn(server);
  const other = await signedIn(server);
  const { body } = await server.api('POST', '/platform/v1/personal_access_tokens', {
    user_id: person.id,
    name: 'script',
  });
  const path = form.replace('ID', String(body.id));
  const own = await visitor.csrfToken('/account');
  const tokens = {
    none: undefined,
    wrong: 'x'.repeat(43),
    'of another session': await other.visitor.csrfToken('/account'),
  };
  const before = await stateOf(person);
  for (const { name, headers, token, json, status = 403 } of ATTACKS) {
    const csrf_token = token === undefined ? own : tokens[token];
    const answer =
      json === undefined
        ? await visitor.post(path, { ...FORMS[form], csrf_token }, headers)
        : await fetch(server.url + path, {
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
  const allowed = await visitor.post(path, { ...FORMS[form], csrf_token: own });
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

test('the session of a browser does not open the Platform API to other sites', async () => {
  const { person, visitor } = await signedIn(server);
  const path = '/platform/v1/personal_access_tokens';
  const cookie = `plugboard_session=${visitor.cookies.get('plugboard_session')}`;
  const post = (headers: Record<string, string | undefined>, body: unknown = { name: 'forged' }) =>
    server.api('POST', path, body, { authorization: undefined, cookie, ...headers });
  const origin = 'http://plugboard.test';
  const before = await stateOf(person);
  const forged = [
    await post({}),
    await post({ origin: 'http://evil.test' }),
    await post({ origin: 'null' }),
    await post({ origin, 'sec-fetch-site': 'cross-site' }),
    await post({ origin, 'content-type': 'text/plain' }, '{"name":"forged"}'),
    await post({ origin, 'content-type': 'application/x-www-form-urlencoded' }, 'name=forged'),
  ];
  expect(forged.map(({ status }) => status)).toEqual([403, 403, 403, 403, 415, 415]);
  expect(await stateOf(person)).toEqual(before);
  const own = await post({ origin, 'sec-fetch-site': 'same-origin' });
  expect([own.status, own.body.user_id]).toEqual([201, person.id]);
});
