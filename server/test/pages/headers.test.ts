import { beforeAll, expect, test } from 'vitest';
import { createPerson, signedIn, type Visitor, visit } from '../sign-in/visitor.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitor: Visitor;
let link: string;
beforeAll(async () => {
  server = await startTestServer({ env: { PUBLIC_URL: 'https://plugboard.test' } });
  ({ visitor } = await signedIn(server));
  const { id } = await createPerson(server);
  const { body } = await server.api('POST', '/platform/v1/sign_in_links', { user_id: id });
  link = new URL(body.url).pathname;
  return () => server.close();
});

const PAGES: [name: string, path: () => string, status: number, signedIn?: boolean][] = [
  ['signing in', () => '/sign-in', 200],
  ['a sign-in link', () => link, 200],
  ['a link that is gone', () => '/sign-in/link/pbl_gone', 410],
  ['a page that is not there', () => '/nothing/here', 404],
  ['a broken address', () => '/sign-in?return_to=%00', 400],
  ['the account', () => '/account', 200, true],
  ['the spaces', () => '/spaces', 200, true],
  ['a space that is not there', () => '/spaces/999999', 404, true],
];

test.each(PAGES)('%s is a page that nobody frames, caches or adds a script to', async (...page) => {
  const [, path, status, isSignedIn] = page;
  const answer = await (isSignedIn ? visitor : visit(server)).get(path());
  expect(answer.status).toBe(status);
  const { headers } = answer;
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = headers.get('content-security-policy') ?? '';
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ]) {
    expect(policy.split('; ')).toContain(part);
  }
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
  });
  expect(headers.get('access-control-allow-origin')).toBeNull();
  // Nothing inline for the policy to block.
  expect(answer.text).not.toMatch(/<style|style="|<script(?! type="module" src=")|\son\w+=/);
});

test('over plain http nothing is said of https', async () => {
  const plain = await startTestServer();
  try {
    const { headers } = await visit(plain).get('/sign-in');
    expect(headers.get('strict-transport-security')).toBeNull();
  } finally {
    await plain.close();
  }
});

test('stylesheet and icon are cached for as long as they stay the same', async () => {
  const { text } = await visit(server).get('/sign-in');
  const paths = [...text.matchAll(/href="(\/assets\/[^"]+)"/g)].map(([, path]) => path as string);
  expect(paths).toHaveLength(2);
  for (const path of paths) {
    expect(path).toMatch(/\.[0-9a-f]{16}\.(css|svg)$/);
    const { status, headers } = await visit(server).get(path);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  const plain = await visit(server).get('/assets/pages.css');
  expect(plain.headers.get('cache-control')).toBe('public, max-age=300');
  expect((await visit(server).get('/favicon.ico')).headers.get('content-type')).toBe(
    'image/svg+xml',
  );
});

test('browsers are shown a page for what is not there, and programs a problem', async () => {
  const page = await visit(server).get('/nothing', { 'accept-language': 'de-CH,de;q=0.9' });
  expect(page.text).toContain('Seite nicht gefunden');
  for (const [path, accept] of [
    ['/nothing', 'application/json'],
    ['/nothing', '*/*'],
    ['/platform/v1/nothing', 'text/html'],
  ] as const) {
    const { status, headers } = await visit(server).get(path, { accept });
    expect([status, headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  }
});

test.each([
  ['an empty body', ''],
  ['names that objects inherit', '__proto__=1&constructor=2&csrf_token=3&toString=4'],
  ['broken encoding', '%E0%A4%A&csrf_token=%'],
  ['a name again and again', 'csrf_token=1&csrf_token=2&csrf_token[]=3'],
  ['NUL characters', 'email=%00&password=%00&csrf_token=%00'],
])('a form with %s is refused, and nothing breaks', async (_, body) => {
  for (const path of ['/sign-in', link]) {
    const response = await fetch(server.url + path, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://plugboard.test',
        cookie: [...visitor.cookies].map((pair) => pair.join('=')).join('; '),
        accept: 'text/html',
      },
    });
    expect(response.status, path).toBe(403);
    expect(await response.text()).toContain('This is not allowed');
  }
});

test('a NUL in a form that is ours is refused with a page', async () => {
  const stranger = visit(server);
  const csrf_token = await stranger.csrfToken('/sign-in');
  const answer = await stranger.post('/sign-in', {
    csrf_token,
    email: 'a\u0000@b.test',
    password: 'x',
  });
  expect(answer.status).toBe(422);
});

test('a form that is too large is refused', async () => {
  const answer = await visitor.post('/sign-out', { more: 'x'.repeat(70_000) });
  expect(answer.status).toBe(413);
});
