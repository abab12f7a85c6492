import { describe, expect, test } from 'vitest';
import { failures } from '../../src/lib/failures.ts';
import { asPlugin, emit, login, registerPlugin, type TestInstall } from '../support/plugins.ts';
import { send, type TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';
import { rawRequest } from './raw-request.ts';

const PREFIX = '/api/v2/plugin-services';

let server: TestServer;
let install: TestInstall;
let jobId: string;
let token: string;
setUp(
  async (given) => {
    ({ server, install, token } = given);
    jobId = (await emit(server, install.spaceId, 'thing_happened')).jobs[0]?.id as string;
  },
  { event: 'thing_happened' },
);

interface Refused {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the expectations say what it is
  body: any;
  text: string;
}

/** Expects JSON:API errors that agree with the status line, and tell nothing of the inside. */
function expectErrors({ status, body, text }: Refused, code: keyof typeof failures): void {
  expect(Object.keys(body ?? {}), text).toEqual(['errors']);
  expect(body.errors.length).toBeGreaterThan(0);
  for (const error of body.errors) {
    expect(error.code).toBe(code);
    expect(error.status).toBe(String(status));
    expect(error.title).toBe(failures[code].title);
    expect(error.detail).toMatch(/\S/);
    const members = Object.keys(error).filter((member) => member !== 'source');
    expect(members).toEqual(['status', 'code', 'title', 'detail']);
    if ('source' in error) expect(error.source).toEqual({ pointer: expect.any(String) });
  }
  expect(status).toBe(failures[code].status);
  expect(text).not.toMatch(/node_modules|at .*\.(ts|js):|postgres|select |sqlstate/i);
}

type Code = keyof typeof failures;
type Case = [code: Code, method: string, path: () => string, body?: unknown];
const cases: Record<string, Case> = {
  'no JSON': ['body_not_json', 'POST', () => '/storage', '{'],
  'a wrong body': ['invalid', 'POST', () => '/storage', { commands: [{ action: 'eat' }] }],
  'a wrong status': ['invalid', 'PATCH', () => `/jobs/${jobId}`, { status: 'x' }],
  'a wrong query': ['invalid', 'PATCH', () => `/jobs/${jobId}?fields=x`, {}],
  'an unknown job': ['job_not_found', 'PATCH', () => '/jobs/x', {}],
  'an unknown install': ['install_not_found', 'GET', () => '/installs/0/config'],
  'a large value': [
    'value_too_large',
    'POST',
    () => '/storage',
    { commands: [{ action: 'set', key: 'a', value: 'x'.repeat(256 * 1024) }] },
  ],
  'a failed condition': [
    'condition_failed',
    'POST',
    () => '/storage',
    { commands: [{ action: 'set', key: 'a', value: 1, if_version: 7 }] },
  ],
  'NUL in the address': ['bad_request', 'GET', () => '/installs/%00/config'],
  'the empty path': ['not_found', 'GET', () => ''],
  'the bare prefix': ['not_found', 'GET', () => '/'],
  'an unknown path': ['not_found', 'GET', () => '/nothing/here?a=b'],
  'an unknown path, with a body': ['not_found', 'POST', () => '/nothing', { a: 1 }],
  'a path in capitals': ['not_found', 'POST', () => '/STORAGE', { commands: [] }],
  'two slashes at the end': ['not_found', 'POST', () => '/storage//', { commands: [] }],
  'a method that storage does not have': ['method_not_allowed', 'GET', () => '/storage'],
  'a method that jobs do not have': ['method_not_allowed', 'GET', () => `/jobs/${jobId}`],
  'another one': ['method_not_allowed', 'DELETE', () => `/installs/${install.id}/config`],
  OPTIONS: ['method_not_allowed', 'OPTIONS', () => '/storage'],
  'a method that nobody knows': ['method_not_allowed', 'PROPFIND', () => '/storage'],
};

test.each(Object.entries(cases))(
  '%s is told as JSON:API',
  async (_, [code, method, path, body]) => {
    for (const jsonApi of [true, false]) {
      const type = jsonApi ? 'application/vnd.api+json' : 'application/json';
      const answer = await send(`${server.url}${PREFIX}${path()}`, method, body, {
        authorization: `Bearer ${token}`,
        accept: jsonApi ? type : undefined,
        'content-type': body === undefined ? undefined : type,
      });
      expectErrors(answer, code);
      expect(answer.headers.get('content-type')).toContain(type);
    }
  },
);

test('a token is asked for in the same shape, and before anything else is told', async () => {
  for (const [method, path] of [
    ['PATCH', '/jobs/x?fields=x'],
    ['POST', '/storage'],
    ['GET', '/installs/x/config'],
    ['PUT', '/installs/x/config'],
    ['POST', '/installs/x/notifications'],
  ] as const) {
    const body = method === 'GET' ? undefined : '{';
    expectErrors(await send(server.url + PREFIX + path, method, body), 'unauthorized');
    const authorization = 'Bearer x';
    const wrong = await send(server.url + PREFIX + path, method, body, { authorization });
    expectErrors(wrong, 'invalid_token');
  }
});

test('a settled job', async () => {
  const { jobs } = await emit(server, install.spaceId, 'thing_happened');
  const path = `/jobs/${jobs[0]?.id}`;
  await asPlugin(server, token, 'PATCH', path, { status: 'done' });
  const answer = await asPlugin(server, token, 'PATCH', path, { status: 'failed' });
  expectErrors(answer, 'job_settled');
});

test('too little scope', async () => {
  const small = await login(server, await registerPlugin(server), 'token.refresh');
  const answer = await asPlugin(server, small, 'POST', '/storage', { commands: [] });
  expectErrors(answer, 'insufficient_scope');
});

test('each thing that is wrong is an error of its own, with its place', async () => {
  const answer = await asPlugin(server, token, 'PATCH', `/jobs/${jobId}`, {
    status_message: 1,
    failure_reason: [],
    attachments: [{ type: 5 }],
  });
  expectErrors(answer, 'invalid');
  const pointers = answer.body.errors.map(
    (error: { source: { pointer: string } }) => error.source.pointer,
  );
  expect(pointers.toSorted()).toEqual([
    '/attachments/0/label',
    '/attachments/0/type',
    '/failure_reason',
    '/status_message',
  ]);
});

describe('what is not quite HTTP', () => {
  const head = (line: string, ...headers: string[]) => [
    `${line} HTTP/1.1`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    ...headers,
  ];
  const post = `POST ${PREFIX}/storage`;

  test.each<[string, number, string[], string?]>([
    ['two lengths', 400, ['Content-Length: 2', 'Content-Length: 3'], '{}'],
    [
      'a length and chunks',
      400,
      ['Content-Length: 2', 'Transfer-Encoding: chunked'],
      '2\r\n{}\r\n',
    ],
    ['a wrong length', 400, ['Content-Length: x'], '{}'],
    ['an unknown coding', 400, ['Transfer-Encoding: cow'], '{}'],
    ['large headers', 431, [`X-Large: ${'x'.repeat(20_000)}`]],
  ])('is refused: %s', async (_, status, headers, body) => {
    const answer = await rawRequest(server, head(post, ...headers), body ? [body] : []);
    expect(answer.status).toBe(status);
  });

  test('a method in small letters', async () => {
    const answer = await rawRequest(server, head(`post ${PREFIX}/storage`));
    expect(answer.status).toBe(400);
  });

  test('leaves the server serving', async () => {
    expect((await asPlugin(server, token, 'POST', '/storage', { commands: [] })).status).toBe(200);
  });
});
