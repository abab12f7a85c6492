import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { refuseDetours } from '../../src/host-api/detours.ts';
import { rawRequest } from '../plugin-api/raw-request.ts';
import {
  createSpace,
  createUser,
  installPlugin,
  login,
  registerPlugin,
  requestToken,
  type TestInstall,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';
import { type Asked, type Host, inData, startHost } from './host.ts';

async function acting(server: TestServer): Promise<{ install: TestInstall; token: string }> {
  const plugin = await registerPlugin(server, {});
  const fields = { user_id: await createUser(server) };
  const install = await installPlugin(server, plugin, await createSpace(server), fields);
  const asked = { grant_type: 'plugin_install', install_id: install.id };
  return { install, token: (await requestToken(server, plugin, asked)).body.access_token };
}

let host: Host;
let server: TestServer;
let install: TestInstall;
let token: string;
beforeAll(async () => {
  host = await startHost();
  const env = {
    // The host may be at a private address all the same.
    PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'off',
    PLUGBOARD_HOST_API: `${host.base}/`,
  };
  server = await startTestServer({ env });
  ({ install, token } = await acting(server));
  return async () => {
    await server.close();
    await host.close();
  };
});

function ask(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  host.asked.length = 0;
  return send(server.url + path, method, body, { authorization: `Bearer ${token}`, ...headers });
}

const failsAs = (answer: Answer, status: number, code: string): void => {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.body.errors).toMatchObject([{ status: String(status), code }]);
};

test.each([
  ['GET', '/api/v3/flows?filter[enabled]=true&page[limit]=2&q=a%2Fb..//', undefined],
  ['GET', '/api/v3/flows/1', undefined],
  ['HEAD', '/api/v3/flows', undefined],
  ['POST', '/api/v3/invites', '{"data": {"n": 1.00, "n": 2}}'],
  ['POST', '/api/v3/employees', '{}'],
  ['PUT', '/api/v3/invites/1', 'not JSON'],
  ['PATCH', '/api/v3/invites/1', ''],
  ['DELETE', '/api/v3/invites/1', undefined],
  ['OPTIONS', '/api/v3/invites', undefined],
  ['GET', '/api/v3/~a.b-c_d/%C3%A9/1.0', undefined],
  ['PATCH', '/api/v2/users/me', '{}'],
  ['GET', '/api/v2/users/me/roles', undefined],
  ['POST', '/a/rms/reservations', '{}'],
])('%s %s reaches the host as it is', async (method, path, body) => {
  const type = 'application/vnd.api+json';
  const answer = await ask(method, path, body, body === undefined ? {} : { 'content-type': type });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers.get('content-type')).toBe(type);
  if (method !== 'HEAD') expect(answer.text).toContain('"n":1.0');
  const [asked, ...more] = host.asked as [Asked];
  expect(more).toEqual([]);
  expect([asked.method, asked.url]).toEqual([method, `/inner${path}`]);
  expect(asked.body.toString()).toBe(body ?? '');
  expect(asked.headers.authorization).toBe(`Bearer ${token}`);
});

test('the host is told what the caller says, and nothing that is of the connection, a browser or a proxy', async () => {
  const answer = await rawRequest(server, [
    'GET /api/v3/flows HTTP/1.1',
    `Authorization: Bearer ${token}`,
    'Accept: application/vnd.api+json',
    'If-None-Match: "x"',
    'X-Envoy-Client-Info: {}',
    'User-Agent: sdk/1',
    'Cookie: plugboard_session=x',
    'Connection: close, X-Hop',
    'X-Hop: 1',
    'Keep-Alive: 5',
    'Proxy-Authorization: Basic eA==',
    'X-Forwarded-For: 10.0.0.1',
    'X-Forwarded-Host: evil.test',
    'Forwarded: for=10.0.0.1',
    'X-Original-URL: /admin',
    'True-Client-IP: 10.0.0.1',
  ]);
  expect(answer.status, answer.text).toBe(200);
  const { host: to, connection, ...told } = host.asked.at(-1)?.headers ?? {};
  expect(told).toEqual({
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.api+json',
    'if-none-match': '"x"',
    'x-envoy-client-info': '{}',
    'user-agent': 'sdk/1',
    via: '1.1 plugboard',
  });
  expect(`http://${to}/inner`).toBe(host.base);
  expect(connection).toBe('keep-alive');
});

test('the caller is told what the host says, but for what would hold for this origin', async () => {
  host.answer = (response) => {
    response.writeHead(302, {
      location: 'https://elsewhere.test/',
      'content-type': 'text/html',
      'x-total-count': '3',
      etag: '"1"',
      'set-cookie': ['a=1', 'plugboard_session=x'],
      'content-security-policy': "default-src * 'unsafe-inline'",
      'access-control-allow-origin': '*',
      'strict-transport-security': 'max-age=0',
      'clear-site-data': '"*"',
      'x-content-type-options': 'x',
      connection: 'x-hop',
      'x-hop': '1',
    });
    response.end('<script>');
  };
  const answer = await ask('GET', '/api/v3/page');
  host.answer = inData;
  // Once, since it is not followed.
  expect(host.asked).toHaveLength(1);
  expect([answer.status, answer.text]).toEqual([302, '<script>']);
  const told = Object.fromEntries(answer.headers);
  expect(told).toMatchObject({
    location: 'https://elsewhere.test/',
    'content-type': 'text/html',
    'x-total-count': '3',
    etag: '"1"',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  for (const name of [
    'set-cookie',
    'access-control-allow-origin',
    'strict-transport-security',
    'clear-site-data',
    'x-hop',
  ]) {
    expect(told).not.toHaveProperty(name);
  }
});

test.each([
  '/api/v3/../admin',
  '/api/v3/./flows',
  '/api/v3/flows/..',
  '/api/v3/%2e%2e/admin',
  '/api/v3/%2E./admin',
  '/api/v3/%252e%252e/admin',
  '/api/v3/..;/admin',
  '/api/v3/..;a=b/admin',
  '/api/v3//evil.test/x',
  '/api/v3/flows//1',
  '/api/v3/..%2fadmin',
  '/api/v3/a%2F..%2F..%2Fadmin',
  '/api/v3/a%5c..%5cadmin',
  '/api/v3/a%255cb',
  '/api/v3/..\\admin',
  '/api/v3/a%00b',
  '/api/v3/a#/../b',
  '/api/v3/a"b',
  '/api/v3/\u00e9',
  '/a/rms/../../api/v2/plugin-services/storage',
  '/api/v2/users/me/../../../../etc',
])('the path %s reaches nobody', async (path) => {
  host.asked.length = 0;
  const answer = await rawRequest(server, [
    `GET ${path} HTTP/1.1`,
    `Authorization: Bearer ${token}`,
    'Connection: close',
  ]);
  expect(answer.status, answer.text).toBe(400);
  expect(host.asked).toEqual([]);
});

test('whatever path is let through stays below the base, however often it is decoded', () => {
  const part = fc.constantFrom('.', '..', '/', '\\', '%', '2', '5', 'e', 'f', 'c', ';', 'a', '%2e');
  const path = fc.array(part, { maxLength: 14 }).map((parts) => `/api/v3/${parts.join('')}`);
  fc.assert(
    fc.property(path, (given) => {
      try {
        refuseDetours(given);
      } catch {
        return;
      }
      let text = given;
      for (let round = 0; round < 5; round++) {
        const { pathname } = new URL(`http://host.test/inner${text.replaceAll(/;[^/]*/g, '')}`);
        expect(pathname.startsWith('/inner/api/v3/')).toBe(true);
        text = decodeURIComponent(text);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a host that does not answer as it should is a bad gateway, and says nothing of itself', async () => {
  const ways: Host['answer'][] = [
    (response) => response.destroy(),
    (response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('x');
      setImmediate(() => response.destroy());
    },
    (response) => response.end(Buffer.alloc(4 * 1024 * 1024 + 1)),
  ];
  for (const way of ways) {
    host.answer = way;
    const answer = await ask('GET', '/api/v3/flows');
    failsAs(answer, 502, 'host_unavailable');
    expect(answer.text).not.toContain('127.0.0.1');
  }
  host.answer = inData;
  failsAs(
    await ask('GET', '/api/v3/flows', undefined, { via: '1.1 a, 1.1 plugboard' }),
    502,
    'host_unavailable',
  );
});

test('a body may have 4 MiB', async () => {
  const type = { 'content-type': 'application/octet-stream' };
  const most = 'x'.repeat(4 * 1024 * 1024);
  expect((await ask('POST', '/api/v3/files', most, type)).status).toBe(200);
  expect(host.asked[0]?.body).toHaveLength(most.length);
  failsAs(await ask('POST', '/api/v3/files', `${most}x`, type), 413, 'body_too_large');
  failsAs(
    await ask('POST', '/api/v3/files', 'x', { 'content-encoding': 'gzip' }),
    415,
    'unsupported_media_type',
  );
  expect(host.asked).toEqual([]);
});

test('the host is asked for live tokens of users alone', async () => {
  const own = await login(server, install.plugin);
  for (const wrong of [own, server.hostKey, `${token}x`]) {
    const answer = await ask('POST', '/api/v3/invites', '{}', { authorization: `Bearer ${wrong}` });
    failsAs(answer, 401, 'invalid_token');
  }
  failsAs(await ask('GET', `/api/v3/flows?access_token=${token}`), 400, 'token_repeated');
  expect(host.asked).toEqual([]);
  await server.api('DELETE', `/platform/v1/installs/${install.id}`);
  const isOver = async () => (await ask('GET', '/api/v3/flows')).status === 401;
  expect(await withinSecond(isOver)).toBe(true);
  expect(host.asked).toEqual([]);
});

test('a host that is silent is given up', async () => {
  const env = { PLUGBOARD_HOST_API: host.base, PLUGBOARD_HOST_API_TIMEOUT_MS: '50' };
  const hasty = await startTestServer({ env });
  host.answer = () => undefined;
  try {
    const { token: other } = await acting(hasty);
    const headers = { authorization: `Bearer ${other}` };
    const answer = await send(`${hasty.url}/api/v3/flows`, 'GET', undefined, headers);
    failsAs(answer, 502, 'host_unavailable');
  } finally {
    host.answer = inData;
    await hasty.close();
  }
});
