import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { listRoutes } from '../../src/describe-api.ts';
import { sql } from '../../src/lib/db.ts';
import { sharedBrowser } from '../support/browser.ts';
import { locationOf } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';
import { CALLBACK, createVisitor, decide, registerClient, type Visitor } from './authorization.ts';
import { startIssuer } from './issuer.ts';
import { FORM } from './token-endpoint.ts';

/** A public client may live in a page of another site; nothing but what it needs is open to that. */

const LIBRARY = new URL(import.meta.resolve('oauth4webapi'));
const METADATA = '/.well-known/oauth-authorization-server';
const RESOURCES = ['/oauth/user_info', '/v1/oauth/user_info', '/oauth/space_info'];
const POSTED = ['/oauth/token', '/a/auth/v0/token', '/oauth/revoke'];
const OPEN = [...RESOURCES, ...POSTED, METADATA];
/** Where the scripts are that pages of other sites load. */
const SCRIPTS = '/bridge/';

let server: TestServer;
let plugin: TestPlugin;
let confidential: TestPlugin;
let visitor: Visitor;
beforeAll(async () => {
  server = await startIssuer({ PLUGBOARD_FAILED_LOGIN_LIMIT: '2' });
  plugin = await registerClient(server, { client_type: 'public' });
  confidential = await registerClient(server);
  visitor = await createVisitor(server);
  await installPlugin(server, plugin, visitor.spaceId);
  return () => server.close();
});

const origin = 'https://page.example';

const fromPage = (
  path: string,
  method: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Answer> => send(server.url + path, method, body, { origin, ...headers });

function expectOpen({ headers, text }: Answer): void {
  expect(headers.get('access-control-allow-origin'), text).toBe('*');
  expect(headers.has('access-control-allow-credentials')).toBe(false);
  const readable = headers.get('access-control-expose-headers')?.split(', ');
  expect(readable).toEqual(['WWW-Authenticate', 'Retry-After', 'RateLimit', 'RateLimit-Policy']);
}

test.each(OPEN)('a preflight of %s is answered', async (path) => {
  const method = POSTED.includes(path) ? 'POST' : 'GET';
  for (const address of [path, `${path}/`]) {
    const answer = await fromPage(address, 'OPTIONS', undefined, {
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expectOpen(answer);
    const { headers } = answer;
    expect(headers.get('access-control-allow-methods')?.split(', ')).toContain(method);
    expect(headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type');
    expect(Number(headers.get('access-control-max-age'))).toBeGreaterThan(0);
    expect(headers.get('allow')).toBe(headers.get('access-control-allow-methods'));
  }
});

test('a page reads refusals, too', async () => {
  const form = { 'content-type': FORM };
  for (const path of RESOURCES) {
    for (const authorization of ['', 'Bearer unknown']) {
      const answer = await fromPage(path, 'GET', undefined, { authorization });
      expect([answer.status, answer.headers.has('www-authenticate')]).toEqual([401, true]);
      expectOpen(answer);
    }
    const wrong = await fromPage(path, 'PUT');
    expect(wrong.status).toBe(405);
    expectOpen(wrong);
  }
  for (const [index, path] of POSTED.entries()) {
    const client = `grant_type=client_credentials&client_id=nobody-${index}&client_secret=x`;
    const refused: [status: number, answer: Promise<Answer>][] = [
      [400, fromPage(path, 'POST', 'grant_type=a&grant_type=b', form)],
      [401, fromPage(path, 'POST', client, form)],
      [405, fromPage(path, 'GET')],
      [413, fromPage(path, 'POST', 'x'.repeat(20_000), form)],
      [415, fromPage(path, 'POST', '<a/>', { 'content-type': 'text/xml' })],
      [415, fromPage(path, 'POST', client, { ...form, 'content-encoding': 'gzip' })],
    ];
    for (const [status, answer] of refused) {
      expect((await answer).status, (await answer).text).toBe(status);
      expectOpen(await answer);
    }
    await fromPage(path, 'POST', client, form);
    const guessing = await fromPage(path, 'POST', client, form);
    expect([guessing.status, guessing.headers.has('retry-after')]).toEqual([429, true]);
    expectOpen(guessing);
  }
});

test('and that the server cannot answer now', async () => {
  const id = confidential.id;
  await server.db.query(sql`
    update plugin_secrets set sealed_secret = sealed_secret || 'x' where plugin_id = ${id}`);
  const body = `grant_type=client_credentials&client_id=${confidential.clientId}&client_secret=${confidential.clientSecret}`;
  const answer = await fromPage('/oauth/token', 'POST', body, { 'content-type': FORM });
  expect([answer.status, answer.headers.has('retry-after')]).toEqual([503, true]);
  expectOpen(answer);
});

test('nothing else is open to other sites', async () => {
  const routes = (await listRoutes()).filter(
    ({ path }) => !OPEN.includes(path) && !path.startsWith(SCRIPTS),
  );
  const paths = [...new Set(routes.map(({ path }) => path.replaceAll(/\{\w+\}/g, '7')))];
  expect(paths).toEqual(expect.arrayContaining(['/oauth/authorize', '/oauth/introspect']));
  const asked = [
    ...paths.map((path) => ['OPTIONS', path] as const),
    ...['/oauth/authorize', '/sign-in', '/spaces', '/v1/spaces'].map(
      (path) => ['GET', path] as const,
    ),
  ];
  for (const [method, path] of asked) {
    const headers = { 'access-control-request-method': 'POST' };
    const answer = await fromPage(path, method, undefined, headers);
    const told = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
    expect(told, `${method} ${path}`).toEqual([]);
  }
});

// What the page does by itself: `begin` until the browser leaves for consent, `finish` when it is back.
const CLIENT = `
import * as oauth from '/oauth4webapi.js';
const insecure = { [oauth.allowInsecureRequests]: true };
const client = { client_id: '' };
let as, verifier;

window.begin = async ({ issuer, clientId, callback }) => {
  client.client_id = clientId;
  const found = await oauth.discoveryRequest(new URL(issuer), { ...insecure, algorithm: 'oauth2' });
  as = await oauth.processDiscoveryResponse(new URL(issuer), found);
  verifier = oauth.generateRandomCodeVerifier();
  const url = new URL(as.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'entries.read',
    state: 'a-state',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return url.href;
};

window.finish = async ({ issuer, callback, answered }) => {
  const none = oauth.None();
  const parameters = oauth.validateAuthResponse(as, client, new URL(answered), 'a-state');
  const tokens = await oauth.processAuthorizationCodeResponse(
    as, client,
    await oauth.authorizationCodeGrantRequest(as, client, none, parameters, callback, verifier, insecure),
  );
  const next = await oauth.processRefreshTokenResponse(
    as, client,
    await oauth.refreshTokenGrantRequest(as, client, none, tokens.refresh_token, insecure),
  );
  const ask = (path, token) => fetch(issuer + path, { headers: { authorization: 'Bearer ' + token } });
  const user = await (await ask('/v1/oauth/user_info', next.access_token)).json();
  const space = await (await ask('/oauth/space_info', next.access_token)).json();
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(as, client, none, next.refresh_token, insecure),
  );
  // Within a second the whole server knows.
  let after = await ask('/oauth/user_info', next.access_token);
  while (after.ok) after = await ask('/oauth/user_info', next.access_token);
  const closed = ['/oauth/introspect', '/v1/spaces'].map((path) =>
    ask(path, 'x').then(() => 'open', () => 'closed'),
  );
  return {
    user: user.user.id,
    space: space.id,
    after: [after.status, after.headers.get('www-authenticate')],
    closed: await Promise.all(closed),
  };
};
window.ready = true;
`;

/** A page on another origin, with a client in it. */
async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
  const files: Record<string, [type: string, text: string | Buffer]> = {
    '/': ['text/html', '<!doctype html><script type="module" src="/client.js"></script>'],
    '/client.js': ['text/javascript', CLIENT],
    '/oauth4webapi.js': ['text/javascript', readFileSync(LIBRARY)],
  };
  const site = createServer((request, response) => {
    const [type, text] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.setHeader('content-type', type);
    response.end(text);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const context = await (await sharedBrowser()).newContext();
  try {
    const page = await context.newPage();
    await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
    await page.waitForFunction('window.ready');
    await work(page);
  } finally {
    await context.close();
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  }
}

test('a page of another site logs its user in with a library, refreshes, asks and revokes', async () => {
  await withPage(async (page) => {
    const run = <T>(name: string, given: object): Promise<T> =>
      page.evaluate(
        `${name}(${JSON.stringify({ issuer: server.url, callback: CALLBACK, ...given })})`,
      );
    const asked = new URL(await run<string>('begin', { clientId: plugin.clientId }));
    const consent = await visitor.browser.get(asked.pathname + asked.search);
    const answered = locationOf(await decide(visitor.browser, consent, 'allow'));
    expect(await run('finish', { answered })).toEqual({
      user: visitor.person.id,
      space: visitor.spaceId,
      after: [401, 'Bearer error="invalid_token"'],
      closed: ['closed', 'closed'],
    });
  });
});
