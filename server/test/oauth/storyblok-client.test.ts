import { once } from 'node:events';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { locationOf } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import type { TestServer } from '../support/server.ts';
import {
  type AuthHandlerParams,
  authHandler,
  authParams,
  getSessionStore,
  inferSessionQuery,
  SIGN_IN,
} from '../support/storyblok.ts';
import { makeCertificate } from '../support/tls.ts';
import { createVisitor, decide, registerClient, userInfo, type Visitor } from './authorization.ts';
import { startIssuer } from './issuer.ts';

/** A plugin that is built on the official client, unmodified, and only told another base URL. */
interface OfficialPlugin {
  url: string;
  callback: string;
  /** The client is known once the plugin is registered, for which its address must be known. */
  configure(credentials: TestPlugin): void;
  get(path: string): Promise<{ status: number; location: string; body: string }>;
  close(): void;
}

let server: TestServer;
let app: OfficialPlugin;
let plugin: TestPlugin;
let visitor: Visitor;
beforeAll(async () => {
  // The client refreshes what lives for less than a minute: so each time.
  server = await startIssuer({ PLUGBOARD_OAUTH_ACCESS_TOKEN_SECONDS: '59' });
  app = await startPlugin(server.url);
  plugin = await register({ compatibility: 'storyblok' });
  visitor = await createVisitor(server);
  await installPlugin(server, plugin, visitor.spaceId);
  return async () => {
    app.close();
    await server.close();
  };
});
afterEach(() => vi.restoreAllMocks());

function register(fields: object): Promise<TestPlugin> {
  return registerClient(server, {
    oauth_redirect_uri: app.callback,
    embedded_app_url: `${app.url}/`,
    placements: { sidebar: {} },
    ...fields,
  });
}

/** What the browser does from the plugin's sign-in on, until it is back there. */
async function signInThere(): Promise<{ status: number; location: string }> {
  const start = await app.get(SIGN_IN);
  const address = new URL(start.location);
  expect(address.origin).toBe(server.url);
  const page = await visitor.browser.get(address.pathname + address.search);
  const last = page.status === 303 ? page : await decide(visitor.browser, page, 'allow');
  const callback = new URL(locationOf(last));
  expect(`${callback.origin}${callback.pathname}`).toBe(app.callback);
  expect(callback.searchParams.get('space_id')).toBe(String(visitor.spaceId));
  return app.get(callback.pathname + callback.search);
}

test('signs in, keeps a session, and refreshes ten times with the token that it got first', async () => {
  app.configure(plugin);
  const back = await signInThere();
  const { spaceId, person } = visitor;
  expect(back).toMatchObject({
    status: 302,
    location: `/?space_id=${spaceId}&user_id=${person.id}`,
  });
  const seen = new Set<string>();
  const refreshTokens = new Set<string>();
  for (let round = 0; round < 10; round++) {
    const { status, body } = await app.get(back.location);
    expect(status, body).toBe(200);
    const session = JSON.parse(body);
    expect(session).toMatchObject({
      spaceId,
      userId: person.id,
      appClientId: plugin.clientId,
      userName: person.friendlyName,
      spaceName: 'Space',
      roles: ['admin'],
      region: 'eu',
    });
    seen.add(session.accessToken);
    refreshTokens.add(session.refreshToken);
    expect((await userInfo(server, session.accessToken)).body.user.id).toBe(person.id);
  }
  expect([seen.size, refreshTokens.size]).toEqual([10, 1]);
});

test('signs in again without a page once it was allowed, and is sent back into the host page', async () => {
  app.configure(plugin);
  const back = await signInThere();
  expect(back.location).toContain('space_id=');
  const redirected = await visitor.browser.get('/oauth/app_redirect', { referer: `${app.url}/` });
  expect(locationOf(redirected)).toBe(`/spaces/${visitor.spaceId}/plugins/${plugin.slug}`);
});

test('starts over when it is visited without having asked, as by a host that opens it first', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const fresh = await startPlugin(server.url);
  try {
    const own = await registerClient(server, {
      oauth_redirect_uri: fresh.callback,
      compatibility: 'storyblok',
    });
    await installPlugin(server, own, visitor.spaceId);
    fresh.configure(own);
    const path = `/oauth/authorize?client_id=${own.clientId}&response_type=code&space_id=${visitor.spaceId}`;
    const page = await visitor.browser.get(path);
    const callback = new URL(locationOf(await decide(visitor.browser, page, 'allow')));
    expect([...callback.searchParams.keys()].sort()).toEqual(['code', 'space_id']);
    const refused = await fresh.get(callback.pathname + callback.search);
    expect(refused).toMatchObject({ status: 302, location: '/401' });
    const redirected = await visitor.browser.get('/oauth/app_redirect', {
      referer: `${fresh.url}/`,
    });
    expect(locationOf(redirected)).toBe(`/spaces/${visitor.spaceId}/plugins/${own.slug}`);
  } finally {
    fresh.close();
  }
});

test('is why its plugins need the profile: with iss it refuses its own callback', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  await server.api('PATCH', `/platform/v1/plugins/${plugin.id}`, { compatibility: null });
  // Without the profile its scopes are taken literally.
  for (const scope of ['read_content', 'write_content']) {
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  }
  const { body: manifest } = await server.api('GET', `/platform/v1/plugins/${plugin.id}/manifest`);
  const scopes = ['read_content', 'write_content'];
  await server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, { ...manifest, scopes });
  await server.db.query(sql`update installs set scopes = ${scopes}`);
  app.configure(plugin);
  expect((await signInThere()).location).toBe('/401');
  await server.api('PATCH', `/platform/v1/plugins/${plugin.id}`, { compatibility: 'storyblok' });
  expect((await signInThere()).location).toContain('user_id=');
});

async function startPlugin(storyblokApiBaseUrl: string): Promise<OfficialPlugin> {
  const tls = makeCertificate('IP:127.0.0.1');
  let params: AuthHandlerParams | undefined;
  const https = createServer(tls, async (req, res) => {
    if (params === undefined) return void res.writeHead(500).end();
    if (req.url?.startsWith('/api/')) return authHandler(params)(req, res);
    const query = inferSessionQuery(req);
    const session = query && (await getSessionStore(params)({ req, res }).get(query));
    if (session === undefined) return void res.writeHead(302, { location: SIGN_IN }).end();
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(session));
  });
  https.listen(0, '127.0.0.1');
  await once(https, 'listening');
  const url = `https://127.0.0.1:${(https.address() as AddressInfo).port}`;
  const cookies = new Map<string, string>();
  return {
    url,
    callback: `${url}/api/connect/callback`,
    configure(credentials) {
      params = authParams(credentials, { baseUrl: url, storyblokApiBaseUrl });
    },
    get: (path) => visit(new URL(path, url), tls.cert, cookies),
    close: () => endServer(https),
  };
}

function endServer(https: Server): void {
  https.closeAllConnections();
  https.close();
}

/** A browser's request to the plugin, with its cookies; it trusts the plugin's certificate. */
async function visit(url: URL, ca: string, cookies: Map<string, string>) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent = request(url, { ca, headers: { cookie } }).end();
  const [response] = await once(sent, 'response');
  for (const line of response.headers['set-cookie'] ?? []) {
    const [pair] = line.split(';');
    expect(line).toMatch(/;\s*Secure/i);
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
  }
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, location: response.headers.location ?? '', body };
}
