import { beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createPerson, type Person, signIn, visit } from './visitor.ts';

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startTestServer();
  person = await createPerson(server);
  return () => server.close();
});

const ELSEWHERE = [
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  '/.//evil.test',
  '/..//evil.test',
  '/a/..//evil.test',
  '/%2F/evil.test',
  '/%2f%2fevil.test',
  '/%5Cevil.test',
  '/@evil.test',
  '@evil.test',
  'plugboard.test@evil.test',
  'http://plugboard.test@evil.test/',
  'http://plugboard.test.evil.test/',
  'http://evil.test',
  'https:evil.test',
  'https:/evil.test',
  'javascript:alert(1)',
  'data:text/html,hi',
  '/%0d%0aLocation:%20http://evil.test',
  '/a%0D%0ASet-Cookie:x=1',
  '/\r\nLocation: http://evil.test',
  ' //evil.test',
  '/\u0001/evil.test',
  '．//evil.test',
  'evil.test',
  '',
  `/${'a'.repeat(9000)}`,
];

test.each(ELSEWHERE)('signing in does not lead to %j', async (path) => {
  const page = await visit(server).get(`/sign-in?return_to=${encodeURIComponent(path)}`);
  expect(page.text).toContain('name="return_to" value="/"');
  const visitor = visit(server);
  const answer = await signIn(visitor, person, { return_to: path });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  const signedIn = await visitor.get(`/sign-in?return_to=${encodeURIComponent(path)}`);
  expect(signedIn.headers.get('location')).toBe('/');
});

test.each([
  ['/spaces/1?x=1#part', '/spaces/1?x=1#part'],
  ['/oauth/authorize?state=a%0D%0Ab&x=//@', '/oauth/authorize?state=a%0D%0Ab&x=//@'],
  ['/a/../spaces', '/spaces'],
  ['/späces', '/sp%C3%A4ces'],
])('signing in leads to %s', async (path, expected) => {
  const answer = await signIn(visit(server), person, { return_to: path });
  expect(answer.headers.get('location')).toBe(expected);
});

test.each(ELSEWHERE.filter((path) => path !== ''))('no sign-in link leads to %j', async (path) => {
  const answer = await server.api('POST', '/platform/v1/sign_in_links', {
    user_id: person.id,
    path,
  });
  expect(answer.status, answer.text).toBe(422);
  expect(answer.body.errors).toMatchObject([{ pointer: '/path' }]);
});

test('the form of a sign-in on the way to a plugin may lead to that plugin, and to no odd place', async () => {
  const formAction = async (redirectUri: string, path = '/oauth/authorize') => {
    const query = new URLSearchParams({ client_id: 'x', redirect_uri: redirectUri });
    const page = await visit(server).get(
      `/sign-in?return_to=${encodeURIComponent(`${path}?${query}`)}`,
    );
    return /form-action ([^;]*)/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
  };
  expect(await formAction('https://plugin.test/callback')).toBe("'self' https://plugin.test");
  expect(await formAction('https://plugin.test/', '/account')).toBe("'self'");
  expect(await formAction("https://plugin.test;script-src'unsafe-inline'/")).toBe("'self'");
  expect(await formAction('javascript:alert(1)')).toBe("'self'");
});
