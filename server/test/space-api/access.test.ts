import { createHash, createHmac, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { login } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  call,
  createPerson,
  createScene,
  grant,
  type Headers,
  hostHeaders,
  MISSING,
  type Scene,
  signIn,
} from './scene.ts';

let server: TestServer;
let ours: Scene;
let theirs: Scene;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  ours = await createScene(server, { name: 'Ours', enable_space_settings: true });
  theirs = await createScene(server, { name: 'Theirs', enable_space_settings: true });
  return () => server.close();
});

interface Operation {
  method: string;
  path: string;
  schemes: string[];
}

/** Every operation of this API, as the server documents it. */
async function operations(): Promise<Operation[]> {
  const { body } = await send(`${server.url}/openapi.json`, 'GET');
  return Object.entries<Record<string, { security: object[] }>>(body.paths).flatMap(
    ([path, methods]) =>
      path.startsWith('/v1/') && !path.startsWith('/v1/oauth/')
        ? Object.entries(methods).map(([method, { security }]) => ({
            method: method.toUpperCase(),
            path: path.slice('/v1'.length),
            schemes: security.flatMap(Object.keys),
          }))
        : [],
  );
}

const bodies: Record<string, (scene: Scene) => unknown> = {
  'POST /spaces/{space_id}/app_provisions': ({ plugin }) => ({ app_id: plugin.id }),
  'PUT /spaces/{space_id}/app_provisions/{app_id}': () => ({ public_config: 'stolen' }),
  'PATCH /spaces/{space_id}/app_provisions/{app_id}': () => ({ space_level_settings: { x: 1 } }),
  'POST /spaces/{space_id}/app_settings': ({ plugin }) => ({
    app_setting: { client_id: plugin.clientId, settings: {} },
  }),
  'PUT /spaces/{space_id}/app_settings': ({ plugin }) => ({
    app_setting: { client_id: plugin.clientId, settings: {} },
  }),
  'POST /spaces/{space_id}/app_settings/{client_id}': () => ({ app_setting: { settings: {} } }),
  'PUT /spaces/{space_id}/app_settings/{client_id}': () => ({ app_setting: { settings: {} } }),
  'POST /spaces/{space_id}/app_validations': ({ plugin }) => ({ app_id: plugin.id }),
  'POST /app_submissions': ({ plugin }) => ({ app_id: plugin.id }),
  'PUT /partner_apps/{id}': () => ({ app: { name: 'Stolen' } }),
  'PUT /org_apps/{id}': () => ({ app: { name: 'Stolen' } }),
};

/** An operation on what is in a scene. */
function ask(headers: Headers, { method, path }: Operation, scene: Scene, grantId = 1) {
  const ids: Record<string, unknown> = {
    space_id: scene.spaceId,
    app_id: scene.plugin.id,
    client_id: scene.plugin.clientId,
    id: path.startsWith('/oauth_grants') ? grantId : scene.plugin.id,
  };
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name) => String(ids[name]));
  return call(server, headers, method, url, bodies[`${method} ${path}`]?.(scene));
}

const isOnOneThing = ({ path }: Operation): boolean =>
  path.includes('{') || path === '/app_submissions';

test('nobody gets anything without a credential, or with a wrong one', async () => {
  const wrong: [string | undefined, string][] = [
    [undefined, 'Bearer'],
    ['pbp_wrong', 'Bearer error="invalid_token"'],
    ['Bearer pba_wrong', 'Bearer error="invalid_token"'],
    ['Bearer', 'Bearer error="invalid_token"'],
    ['Basic dXNlcjpwYXNz', 'Bearer error="invalid_token"'],
    [`Bearer ${'x'.repeat(5000)}`, 'Bearer error="invalid_token"'],
  ];
  const all = await operations();
  expect(all.length).toBeGreaterThan(25);
  for (const operation of all) {
    for (const [authorization, challenge] of wrong) {
      const answer = await ask({ authorization }, operation, ours);
      const what = `${operation.method} ${operation.path} ${authorization}`;
      expect([answer.status, answer.body], what).toEqual([401, { error: expect.any(String) }]);
      expect(answer.headers.get('www-authenticate'), what).toBe(challenge);
    }
  }
});

test('each operation takes the credentials that it documents, and no other', async () => {
  const pluginAlone = { authorization: `Bearer ${await login(server, ours.plugin)}` };
  const browser = await signIn(server, ours.editor.id);
  for (const operation of await operations()) {
    const admits = async (headers: Headers) => (await ask(headers, operation, ours)).status !== 401;
    // What ends things is asked without effect: as somebody who may not.
    expect(await admits(browser), operation.path).toBe(true);
    expect(operation.schemes).toEqual(expect.arrayContaining(['personalToken', 'session']));
    const isOpenToPlugins = operation.schemes.includes('userToken');
    const isOpenToHost = operation.schemes.includes('hostKey');
    // A token of the plugin itself acts for nobody.
    expect(await admits(pluginAlone), operation.path).toBe(false);
    if (!isOpenToPlugins) expect(await admits(ours.pluginHeaders), operation.path).toBe(false);
    if (!isOpenToHost) expect(await admits(hostHeaders(server)), operation.path).toBe(false);
    // (Only what changes nothing.)
    if (operation.method !== 'GET') continue;
    expect(await admits(ours.pluginHeaders), operation.path).toBe(isOpenToPlugins);
    expect(await admits(hostHeaders(server)), operation.path).toBe(isOpenToHost);
  }
});

test('what is another tenant’s is missing for everybody else', async () => {
  const grantId = await grant(server, theirs, theirs.admin.id);
  const outsiders = [ours.admin.headers, await signIn(server, ours.admin.id), ours.pluginHeaders];
  for (const operation of (await operations()).filter(isOnOneThing)) {
    for (const headers of outsiders) {
      const what = `${operation.method} ${operation.path} ${Object.keys(headers)}`;
      const { status, body, text } = await ask(headers, operation, theirs, grantId);
      expect([401, 403, 404], what).toContain(status);
      if (status === 404) expect(body, what).toEqual(MISSING);
      if (status === 403) expect(operation.path, what).toMatch(/^\/org_apps/);
      expect(text, what).not.toMatch(/Theirs|_secret/);
    }
  }
  const path = `/spaces/${theirs.spaceId}/app_provisions/${theirs.plugin.id}`;
  const { body } = await call(server, theirs.admin.headers, 'GET', path);
  expect(body.app_provision).toMatchObject({ public_config: null, space_level_settings: {} });
});

test('lists have nothing of another tenant', async () => {
  await grant(server, ours, ours.editor.id);
  for (const operation of (await operations()).filter((one) => !isOnOneThing(one))) {
    if (operation.method !== 'GET') continue;
    for (const headers of [ours.admin.headers, ours.pluginHeaders]) {
      const { text } = await ask(headers, operation, ours);
      expect(text, operation.path).not.toContain('Theirs');
    }
  }
});

describe('a JWT is no token, however it is made:', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => ({
    app_id: ours.plugin.id,
    space_id: ours.spaceId,
    user_id: ours.admin.id,
    sub: String(ours.admin.id),
    exp: 4_000_000_000,
  });
  const sign = (header: object, secret: string) => {
    const signed = `${encode(header)}.${encode(claims())}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  test.each<[string, () => string]>([
    ['alg none', () => `${encode({ alg: 'none' })}.${encode(claims())}.`],
    ['alg None', () => `${encode({ alg: 'None', typ: 'JWT' })}.${encode(claims())}.`],
    ['with its own key', () => sign({ alg: 'HS256', jwk: { kty: 'oct', k: 'a2V5' } }, 'key')],
    ['with a key elsewhere', () => sign({ alg: 'HS256', jku: 'https://evil.test/jwks' }, 'key')],
    ['with a path for a key', () => sign({ alg: 'HS256', kid: '../../dev/null' }, '')],
    ['with SQL for a key', () => sign({ alg: 'HS256', kid: "' or 1=1 --" }, 'key')],
    [
      'with the client secret',
      () => sign({ alg: 'HS256', typ: 'at+jwt' }, ours.plugin.clientSecret),
    ],
  ])('%s', async (_, make) => {
    for (const authorization of [make(), `Bearer ${make()}`]) {
      const path = `/spaces/${ours.spaceId}/app_provisions`;
      const answer = await call(server, { authorization }, 'GET', path);
      expect([answer.status, answer.body]).toEqual([401, { error: expect.any(String) }]);
    }
  });
});

test('47, 48: a token in the address is no token, and no second one', async () => {
  const path = `/spaces/${ours.spaceId}/app_provisions?access_token=${ours.admin.token}`;
  expect((await call(server, {}, 'GET', path)).status).toBe(401);
  const both = await call(server, ours.admin.headers, 'GET', path);
  expect([both.status, both.body]).toEqual([400, { error: expect.any(String) }]);
});

describe('access ends', () => {
  const path = (scene: Scene) => `/spaces/${scene.spaceId}/app_provisions/${scene.plugin.id}`;
  const gone = (headers: Headers, scene: Scene, status: number) =>
    waitFor(async () => (await call(server, headers, 'GET', path(scene))).status === status, {
      describe: `a ${status}`,
    });

  test('with the install', async () => {
    const it = await createScene(server);
    await server.api('DELETE', `/platform/v1/installs/${it.installId}`);
    await gone(it.pluginHeaders, it, 401);
    await gone(it.admin.headers, it, 404);
  });

  test('with the membership', async () => {
    const it = await createScene(server);
    expect((await call(server, it.editor.headers, 'GET', path(it))).status).toBe(200);
    await server.api('DELETE', `/platform/v1/spaces/${it.spaceId}/members/${it.editor.id}`);
    expect((await call(server, it.editor.headers, 'GET', path(it))).status).toBe(404);
    await server.api('DELETE', `/platform/v1/spaces/${it.spaceId}/members/${it.admin.id}`);
    await gone(it.pluginHeaders, it, 401);
  });

  test('with the consent', async () => {
    const it = await createScene(server);
    const id = await grant(server, it, it.editor.id);
    const value = `pba_${randomBytes(32).toString('base64url')}`;
    const hash = createHash('sha256').update(value).digest();
    await server.db.query(sql`
      insert into tokens (hash, kind, grant_type, plugin_id, secret_generation, install_id,
        install_generation, user_id, grant_id, scopes, expires_at)
      values (${hash}, 'access', 'authorization_code', ${it.plugin.id}, 1, ${it.installId}, 1,
        ${it.editor.id}, ${id}, '{}', now() + interval '1 hour')`);
    const headers = { authorization: `Bearer ${value}` };
    expect((await call(server, headers, 'GET', path(it))).body.granted).toBe(true);
    await call(server, it.editor.headers, 'DELETE', `/oauth_grants/${id}`);
    await gone(headers, it, 401);
  });
});

describe('what the server refuses before any route', () => {
  test.each<[string, string, number]>([
    ['an unknown address', '/nothing/here', 404],
    ['a bad percent-encoding', '/apps/%zz', 400],
    ['a name that is too long', `/apps/${'x'.repeat(400)}`, 400],
    ['a NUL', '/apps/%00', 400],
  ])('%s', async (_, path, status) => {
    const answer = await call(server, ours.admin.headers, 'GET', path);
    const expected = status === 404 ? MISSING : { error: expect.any(String) };
    expect([answer.status, answer.body]).toEqual([status, expected]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });

  test('bodies that are no JSON, and none', async () => {
    const post = (body: unknown, type = 'application/json') =>
      call(server, { ...ours.admin.headers, 'content-type': type }, 'POST', '/partner_apps', body);
    for (const body of ['{', '{"app":1,"app":2}', '\ufeff{}', '']) {
      const answer = await post(body);
      expect([400, 422]).toContain(answer.status);
    }
    const other = await post('app=x', 'application/x-www-form-urlencoded');
    expect([other.status, other.body]).toEqual([415, { error: expect.any(String) }]);
    const large = await post(`{"app":"${'x'.repeat(5_000_000)}"}`);
    expect([large.status, large.body]).toEqual([413, { error: expect.any(String) }]);
  });
});

test('a person who calls too often is asked to wait, and nobody else', async () => {
  const limited = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '3' } });
  try {
    const scene = await createScene(limited);
    const other = await createPerson(limited);
    const path = `/spaces/${scene.spaceId}/app_provisions`;
    // The second cannot end meanwhile.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000);
    const ask = () => call(limited, scene.admin.headers, 'GET', path);
    for (const _ of [1, 2, 3]) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({ error: expect.any(String) });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await call(limited, other.headers, 'GET', '/apps')).status).toBe(200);
    expect((await call(limited, scene.pluginHeaders, 'GET', path)).status).toBe(200);
    // The host speaks for everybody.
    const host = await Promise.all(
      Array.from({ length: 20 }, () => call(limited, hostHeaders(limited), 'GET', path)),
    );
    expect(new Set(host.map(({ status }) => status))).toEqual(new Set([200]));
    clock.mockReturnValue(performance.now() + 1000);
    expect((await ask()).status).toBe(200);
  } finally {
    vi.restoreAllMocks();
    await limited.close();
  }
});

test('no answer is kept by a cache: a session’s cookie does not tell one that it is private', async () => {
  const person = await createPerson(server);
  const { cookie } = await signIn(server, person.id);
  for (const path of ['/spaces', '/partner_apps', '/spaces/999999']) {
    const { headers } = await send(`${server.url}/v1${path}`, 'GET', undefined, { cookie });
    expect(headers.get('cache-control')).toBe('no-store');
  }
});
