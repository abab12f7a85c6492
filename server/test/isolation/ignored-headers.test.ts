import { beforeAll, expect, test } from 'vitest';
import { listRoutes } from '../../src/describe-api.ts';
import { rawRequest } from '../plugin-api/raw-request.ts';
import { type Browser, signIn } from '../support/people.ts';
import { type Answer, send, startTestServer } from '../support/server.ts';
import { addressOf, authorizationFor, isPage } from './calling.ts';
import { bodies } from './rows.ts';
import { type Scene, setScene } from './scene.ts';

const routes = (await listRoutes())
  .filter(({ method }) => !method.includes(',') && method !== 'GET')
  .map(({ method, path }) => ({ name: `${method} ${path}`, method, path }));
const withBody = routes.filter(({ method }) => method !== 'DELETE');

let scene: Scene;
let person: Browser;
beforeAll(async () => {
  const server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await setScene(server);
  person = await signIn(server, scene.admin.id);
  return () => server.close();
});

type Route = (typeof routes)[number];

// RFC 6749 §5.2 has one status for a request that cannot be understood.
const refusalOf = ({ path }: Route): number =>
  /^\/(a\/auth\/v0|oauth)\/(token|revoke|introspect)$/.test(path) ? 400 : 415;

// What is let through does nothing, so that the scene stays as it is.
const UNREADABLE = '{';

function call(
  { method, path }: Route,
  headers: Record<string, string>,
  given?: object,
): Promise<Answer> {
  const address = addressOf(scene, path);
  if (isPage(path)) return person.post(address, { csrf_token: '' }, headers);
  const authorization = authorizationFor(scene, path);
  const body = method === 'DELETE' ? undefined : (JSON.stringify(given) ?? UNREADABLE);
  return send(scene.server.url + address, method, body, { authorization, ...headers });
}

test.each(withBody)('a body that is coded is refused by $name', async (route) => {
  for (const coding of ['gzip', 'identity, br', 'x-unknown']) {
    const answer = await call(route, { 'content-encoding': coding });
    expect(answer.status, answer.text).toBe(refusalOf(route));
    expect(answer.text).toContain('Content-Encoding');
  }
  const plain = await call(route, { 'content-encoding': 'Identity' });
  expect(plain.text).not.toContain('Content-Encoding');
});

test.each(withBody)('a body in another charset than UTF-8 is refused by $name', async (route) => {
  const type = isPage(route.path) ? 'application/x-www-form-urlencoded' : 'application/json';
  for (const charset of ['utf-16', '"ISO-8859-1"', 'x']) {
    const answer = await call(route, { 'content-type': `${type}; charset=${charset}` });
    expect(answer.status, answer.text).toBe(refusalOf(route));
    expect(answer.text).toContain('must be utf-8');
  }
  for (const charset of ['UTF-8', '"utf-8"', 'us-ascii']) {
    const answer = await call(route, { 'content-type': `${type}; charset=${charset}` });
    expect(answer.text).not.toContain('must be utf-8');
  }
});

test.each(routes)('a condition is checked or refused by $name', async (route) => {
  for (const header of ['if-match', 'if-none-match', 'if-unmodified-since']) {
    const answer = await call(route, { [header]: '"x"' }, bodies[route.name]?.(scene));
    expect([400, 412], answer.text).toContain(answer.status);
  }
});

test.each(withBody)('a part of a body is refused by $name', async (route) => {
  const answer = await call(route, { 'content-range': 'bytes 0-1/4' });
  expect(answer.status, answer.text).toBe(400);
  expect(answer.text).toContain('Content-Range');
});

test.each([
  ['two credentials', 400, ['Authorization: Bearer x', 'Content-Length: 0']],
  ['two content types', 400, ['Content-Type: text/plain', 'Content-Length: 0']],
  ['a body that is coded for the way', 400, ['Transfer-Encoding: gzip, chunked']],
  ['two lengths', 400, ['Content-Length: 2', 'Content-Length: 2']],
  ['an expectation', 417, ['Expect: 200-maybe', 'Content-Length: 0']],
])('what is said twice, or cannot be done, is refused: %s', async (_, status, headers) => {
  const { server } = scene;
  const answer = await rawRequest(
    server,
    [
      'POST /platform/v1/spaces HTTP/1.1',
      `Authorization: Bearer ${server.hostKey}`,
      'Content-Type: application/json',
      ...headers,
    ],
    ['0\r\n\r\n'],
  );
  expect(answer.status, answer.text).toBe(status);
});
