import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { listRoutes } from '../../src/describe-api.ts';
import { rawRequest } from '../plugin-api/raw-request.ts';
import { type Browser, signIn } from '../support/people.ts';
import { type Answer, send, startTestServer } from '../support/server.ts';
import { addressOf, authorizationFor, isPage } from './calling.ts';
import { paths } from './operations.ts';
import { bodies } from './rows.ts';
import { type Scene, setScene } from './scene.ts';

const routes = (await listRoutes())
  .filter(({ method }) => method !== 'GET')
  // Several methods at once are sent on to the host, whose own API says what it takes.
  .filter(({ method }) => !method.includes(','))
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

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPES = 'application/json, application/vnd.api+json';

/** What a refusal says that a route takes. */
function takenBy({ name, method, path }: Route): string {
  if (isUpload(path)) return 'send it plain, as multipart/form-data';
  if (isPage(path) || path.endsWith('/authorize')) return `send it plain, as ${FORM}`;
  if (/^\/(a\/auth|oauth)\//.test(path)) return `send it plain, as ${JSON_TYPES} or ${FORM}`;
  const described = paths[path]?.[method.toLowerCase()];
  expect(described, name).toBeDefined();
  return described?.requestBody === undefined
    ? 'this address takes no body'
    : `send it plain, as ${JSON_TYPES.replace(', ', ' or ')}`;
}

const isUpload = (path: string): boolean =>
  path.endsWith('/upload_image') || path === '/platform/v1/images';

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
    expect(answer.status, answer.text).toBe(415);
    expect(answer.text).toContain(`Content-Encoding is not supported; ${takenBy(route)}`);
  }
  const plain = await call(route, { 'content-encoding': 'Identity' });
  expect(plain.text).not.toContain('Content-Encoding');
});

test.each(withBody)('a body in another charset than UTF-8 is refused by $name', async (route) => {
  const type = isPage(route.path) ? FORM : 'application/json';
  for (const charset of ['utf-16', '"ISO-8859-1"', 'x']) {
    const answer = await call(route, { 'content-type': `${type}; charset=${charset}` });
    expect(answer.status, answer.text).toBe(415);
    expect(answer.text).toContain(`must be utf-8; ${takenBy(route)}`);
  }
  for (const charset of ['UTF-8', '"utf-8"', 'us-ascii']) {
    const answer = await call(route, { 'content-type': `${type}; charset=${charset}` });
    expect(answer.text).not.toContain('must be utf-8');
  }
});

const sendBytes = (route: Route, type: string | undefined, body: Uint8Array) =>
  fetch(scene.server.url + addressOf(scene, route.path), {
    method: route.method,
    body: new Blob([body as Uint8Array<ArrayBuffer>]),
    headers: {
      authorization: authorizationFor(scene, route.path),
      ...(type !== undefined && { 'content-type': type }),
    },
  });

test.each(routes)(
  'a body of another type is refused by $name, which says what it takes',
  async (route) => {
    for (const [type, problem] of [
      ['text/xml', 'This Content-Type is not taken here'],
      ['application/jsonp', 'This Content-Type is not taken here'],
      [undefined, 'The body has no Content-Type'],
    ] as const) {
      const answer = await sendBytes(route, type, Buffer.from('<a/>'));
      const text = await answer.text();
      expect(answer.status, text).toBe(415);
      expect(text).toContain(`${problem}; ${takenBy(route)}`);
    }
  },
);

test.each(withBody)(
  'a body that is no text is told as what it looks like by $name',
  async (route) => {
    if (isUpload(route.path)) return;
    const type = takenBy(route).includes(JSON_TYPES.slice(0, 16)) ? 'application/json' : FORM;
    if (takenBy(route) === 'this address takes no body') return;
    for (const [body, problem] of [
      [gzipSync('{}'), 'looks compressed (gzip)'],
      [Buffer.from('\ufeff{}', 'utf16le'), 'looks like UTF-16'],
      [Buffer.from('\ufeff{}'), 'begins with a byte order mark'],
      [Buffer.from('{"a":"\xe4"}', 'latin1'), 'is not valid UTF-8'],
    ] as const) {
      const answer = await sendBytes(route, type, body);
      const text = await answer.text();
      expect(answer.status, text).toBe(400);
      expect(text).toContain(`The body ${problem}`);
    }
  },
);

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
