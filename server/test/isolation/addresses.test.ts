import { beforeAll, expect, test } from 'vitest';
import { listRoutes } from '../../src/describe-api.ts';
import { failureFormat } from '../../src/surfaces.ts';
import { rawRequest } from '../plugin-api/raw-request.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

/** Whoever calls an address that there is, but not quite as it is to be called, is told so on every surface. */

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];
/** What pages of other sites may call. */
const OPEN = [
  '/.well-known/oauth-authorization-server',
  '/a/auth/v0/token',
  '/bridge/7/7',
  '/bridge/host.js',
  '/bridge/manifest.json',
  '/bridge/plugin.js',
  '/oauth/revoke',
  '/oauth/space_info',
  '/oauth/token',
  '/oauth/user_info',
  '/v1/oauth/user_info',
];
/** What a look at the head alone must not do. */
const WITHOUT_HEAD = ['/a/auth/v0/authorize', '/oauth/authorize', '/embed/open'];
const OPERATIONS = ['/healthz', '/readyz', '/metrics'];

const routes = (await listRoutes())
  .filter(({ path }) => !OPERATIONS.includes(path))
  .flatMap(({ method, path }) => method.split(',').map((one) => ({ method: one, path })));
const paths = [...new Set(routes.map(({ path }) => path))];

/** Anything in the place of what differs. */
const example = (path: string) => path.replaceAll(/\{\w+\}|\*/g, '7');

/** The methods of an address, also those that it has as another one's example: `/apps/mine` is an `/apps/{id}`. */
function methodsOf(address: string): string[] {
  const fitting = routes.filter(({ path }) =>
    new RegExp(
      `^${path
        .replaceAll('.', '\\.')
        .replaceAll(/\{\w+\}/g, '[^/]+')
        .replace('*', '.+')}$`,
    ).test(address),
  );
  const methods = new Set(fitting.map(({ method }) => method));
  if (methods.has('GET') && !WITHOUT_HEAD.includes(address)) methods.add('HEAD');
  if (OPEN.includes(address)) methods.add('OPTIONS');
  return [...methods].sort();
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

async function eachOf<T>(all: readonly T[], check: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += 8) await Promise.all(all.slice(at, at + 8).map(check));
}

const SHAPES = {
  JsonApiErrors: {
    errors: [expect.objectContaining({ status: '405', code: 'method_not_allowed' })],
  },
  OAuthError: { error: 'invalid_request', error_description: expect.any(String) },
  SpaceApiError: { error: expect.any(String) },
  Problem: expect.objectContaining({ status: 405, code: 'method_not_allowed' }),
};

function expectNotAllowed(answer: Answer, method: string, address: string): void {
  const name = `${method} ${address}: ${answer.text}`;
  const allowed = methodsOf(address).join(', ');
  expect([answer.status, answer.headers.get('allow')], name).toEqual([405, allowed]);
  if (method === 'HEAD') return;
  expect(answer.body, name).toEqual(SHAPES[failureFormat(address)]);
  expect(answer.text, name).toContain(`${method} is not supported here`);
  expect(answer.text, name).toContain(allowed);
}

test('another method of any address is 405, with those that it has, in the shape of its surface', async () => {
  expect(paths.length).toBeGreaterThan(90);
  await eachOf(paths.map(example), async (address) => {
    const methods = methodsOf(address);
    for (const method of METHODS.filter((one) => !methods.includes(one))) {
      const authorization = method === 'PUT' ? 'Bearer unknown' : undefined;
      const answer = await send(server.url + address, method, undefined, { authorization });
      expectNotAllowed(answer, method, address);
    }
  });
});

test('it is told before a body is read, and with a query and a slash at the end just the same', async () => {
  for (const address of ['/platform/v1/spaces', '/oauth/revoke', '/v1/apps']) {
    const answer = await send(`${server.url}${address}/?a=/`, 'PUT', '{', {
      'content-type': 'text/plain',
      'content-encoding': 'gzip',
    });
    expectNotAllowed(answer, 'PUT', address);
  }
});

test('browsers are shown a page where people are, and programs what they know', async () => {
  const accept = 'text/html';
  for (const [method, address, allow] of [
    ['GET', '/sign-out', 'POST'],
    ['POST', '/account', 'GET, HEAD'],
    ['POST', '/spaces/7/plugins/greeter', 'GET, HEAD'],
    ['DELETE', '/oauth/authorize', 'GET, POST'],
  ] as const) {
    const answer = await send(server.url + address, method, undefined, { accept });
    expect([answer.status, answer.headers.get('allow')], address).toEqual([405, allow]);
    expect(answer.text).toContain('<!doctype html>');
    expect(answer.text).toContain(`${method} is not supported here`);
  }
  for (const address of ['/oauth/revoke', '/oauth/introspect', '/v1/app_submissions']) {
    expectNotAllowed(
      await send(server.url + address, 'GET', undefined, { accept }),
      'GET',
      address,
    );
  }
});

test('where nothing is, nothing is allowed', async () => {
  const nothing = ['/nothing', '/v1', '/v1/spaces/7/nothing', '/oauth/nothing', '/oauth', '//'];
  const notQuite = ['/platform/v1/spaces//', '//platform/v1/spaces', '/platform/v1/spaces/%20/'];
  for (const address of [...nothing, ...notQuite]) {
    for (const method of ['GET', 'OPTIONS', 'PROPFIND']) {
      const answer = await send(server.url + address, method, undefined, { accept: 'text/plain' });
      const isThere = address.endsWith('/%20/');
      expect(answer.status, `${method} ${address}`).toBe(
        isThere ? (method === 'GET' ? 401 : 405) : 404,
      );
      expect(answer.headers.has('allow')).toBe(answer.status === 405);
    }
  }
});

const comparable = ({ status, headers, text }: Answer) => ({
  status,
  type: headers.get('content-type'),
  location: headers.get('location'),
  text: text.replaceAll(/value="[\w-]{43}"/g, ''),
});

test('a slash at the end is as good as none, without a redirect to where there is none', async () => {
  const called = routes.filter(({ path }) => path !== '/');
  await eachOf(called, async ({ method, path }) => {
    for (const query of ['', '?limit=x&a=/']) {
      const address = server.url + example(path);
      const plain = await send(address + query, method);
      const slashed = await send(`${address}/${query}`, method);
      expect(comparable(slashed), `${method} ${path}`).toEqual(comparable(plain));
    }
  });
});

test('what is asked for is the same with a slash at the end', async () => {
  await server.api('POST', '/platform/v1/spaces/', { name: 'With a slash' });
  const page = await server.api('GET', '/platform/v1/spaces/?limit=1');
  expect([page.status, page.body.data.length]).toEqual([200, 1]);
  const { id, name } = page.body.data[0];
  expect(name).toBe('With a slash');
  expect((await server.api('GET', `/platform/v1/spaces/${id}/`)).body).toEqual(page.body.data[0]);
  expect((await server.api('GET', '/docs/')).text).toContain('<!doctype html>');
});

test('an address with a host in it has the same slash', async () => {
  for (const [address, status] of [
    ['/platform/v1/spaces/', 200],
    ['/', 303],
  ] as const) {
    const head = `GET ${server.url}${address} HTTP/1.1`;
    const answer = await rawRequest(server, [head, `Authorization: Bearer ${server.hostKey}`]);
    expect(answer.status, address).toBe(status);
  }
});
