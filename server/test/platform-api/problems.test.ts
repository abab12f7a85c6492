import { beforeAll, expect, test } from 'vitest';
import { paths } from '../isolation/operations.ts';
import { registerPlugin } from '../support/plugins.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let slug: string;
beforeAll(async () => {
  server = await startTestServer();
  slug = (await registerPlugin(server)).slug;
  return () => server.close();
});

const V1 = '/platform/v1';

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toEqual({
    type: 'about:blank',
    status,
    code,
    title: expect.any(String),
    detail: expect.any(String),
    ...('errors' in answer.body && {
      errors: expect.arrayContaining([
        expect.objectContaining({
          pointer: expect.stringMatching(/^(\/|$)/),
          message: expect.any(String),
        }),
      ]),
    }),
  });
  expect(answer.text).not.toMatch(/node_modules|\.ts\b|at async/);
}

test.each<[number, string, string, string, unknown?, Record<string, string | undefined>?]>([
  [400, 'body_not_json', 'POST', '/host_keys', '{"name":'],
  [400, 'body_not_json', 'POST', '/host_keys', '{"name":"a","name":"b"}'],
  [400, 'bad_request', 'GET', '/plugins/%00'],
  [401, 'unauthorized', 'GET', '/plugins', undefined, { authorization: undefined }],
  [401, 'invalid_token', 'GET', '/plugins', undefined, { authorization: 'Bearer x' }],
  [401, 'invalid_token', 'GET', '/plugins', undefined, { authorization: 'Basic eDp5' }],
  [403, 'forbidden', 'DELETE', '/event_types/plugin_installed'],
  [404, 'not_found', 'GET', '/nothing'],
  [405, 'method_not_allowed', 'DELETE', '/plugins'],
  [404, 'plugin_not_found', 'GET', '/plugins/999'],
  [404, 'plugin_not_found', 'GET', '/plugins/Not%20a%20slug'],
  [404, 'plugin_not_found', 'GET', '/plugins/9007199254740993'],
  [404, 'plugin_not_found', 'GET', '/plugins/0/endpoints'],
  [404, 'plugin_not_found', 'POST', '/plugins/none/secrets'],
  [404, 'plugin_not_found', 'PUT', '/plugins/none/manifest', {}],
  [404, 'event_type_not_found', 'GET', '/event_types/NOPE'],
  [404, 'space_not_found', 'GET', '/spaces/x'],
  [404, 'space_not_found', 'POST', '/spaces/-1/installs', { plugin_id: 1 }],
  [404, 'user_not_found', 'PATCH', '/users/1.5', {}],
  [404, 'install_not_found', 'DELETE', '/installs/9007199254740993'],
  [404, 'install_not_found', 'GET', '/installs/x/config/revisions/y'],
  [404, 'revision_not_found', 'GET', '/installs/1/config/revisions/0'],
  [404, 'member_not_found', 'DELETE', '/spaces/1/members/x'],
  [404, 'user_not_found', 'PUT', '/spaces/1/members/x', { role: 'editor' }],
  [404, 'host_key_not_found', 'DELETE', '/host_keys/x'],
  [404, 'event_not_found', 'GET', '/events/x'],
  [404, 'job_not_found', 'POST', '/jobs/x/retry'],
  [413, 'body_too_large', 'POST', '/plugins', JSON.stringify('x'.repeat(2 ** 18))],
  [415, 'unsupported_media_type', 'POST', '/host_keys', '<a/>', { 'content-type': 'text/xml' }],
  [415, 'unsupported_media_type', 'POST', '/host_keys', '"text"', { 'content-type': 'text/plain' }],
  [400, 'bad_request', 'GET', '/plugins/%zz'],
  [400, 'bad_request', 'GET', `/plugins/${'x'.repeat(400)}`],
  [422, 'invalid', 'POST', '/host_keys'],
  [422, 'invalid', 'POST', '/host_keys', { name: 'a\u0000b' }],
  [422, 'invalid', 'POST', '/host_keys', { name: 'x' }, { 'idempotency-key': 'k'.repeat(256) }],
  [422, 'invalid', 'GET', '/plugins?limit=0'],
  [422, 'invalid', 'GET', '/installs?plugin_id=x'],
  [422, 'invalid', 'GET', '/jobs?spaceid=1'],
  [422, 'invalid', 'GET', '/plugins?limit=201'],
  [422, 'invalid', 'GET', '/scopes?cursor=AA'],
])('%i %s: %s %s', async (status, code, method, path, body, headers) => {
  expectProblem(await server.api(method, V1 + path, body, headers), status, code);
});

test.each<[string, string, string, unknown?]>([
  ['must be an object', 'POST', '/host_keys'],
  ['must be a text', 'POST', '/host_keys', { name: 7 }],
  ['must be a text or null', 'POST', '/plugins', { name: 'A', slug: 'a', intro: 7 }],
  ['must be a date and time with its offset', 'GET', '/jobs?since=yesterday'],
  ['must be a whole number in decimal digits', 'GET', '/jobs?space_id=x'],
  ['must be an email address', 'POST', '/users', { email: 'nobody', friendly_name: 'A' }],
  ['must have at least 1 character', 'POST', '/host_keys', { name: '' }],
  ['must have at least 1 item', 'POST', '/replays', { filter: { status: [] } }],
])('what would be right is said in words: %s', async (words, method, path, body) => {
  const answer = await server.api(method, V1 + path, body);
  expectProblem(answer, 422, 'invalid');
  expect(answer.body.errors.map(({ message }: { message: string }) => message)).toEqual(
    expect.arrayContaining([expect.stringContaining(words)]),
  );
});

// Of a person's own the host key does not say whose.
const isOwn = (path: string) =>
  path.startsWith(`${V1}/me/`) || path.endsWith('/development_installs');
const named = Object.entries(paths)
  .filter(([path, methods]) => path.startsWith(V1) && path.includes('{') && 'get' in methods)
  .filter(([path]) => !isOwn(path))
  .map(([path]) => path);

test.each(named)('what GET %s lacks has no other number than it was asked for by', async (path) => {
  for (const id of ['9007199254740993', '18446744073709551617']) {
    const answer = await server.api('GET', path.replaceAll(/\{\w+\}/g, id));
    expect(answer.status, answer.text).toBe(404);
    // Where a name would do, too, it is not repeated.
    expect(answer.body.detail.match(/\d{10,}/g) ?? [id]).toEqual([id]);
  }
});

test.each([
  ['POST', '/host_keys', { name: 'x' }],
  ['PUT', '/scopes/known', { description: 'x' }],
  ['PUT', '/event_types/known', { description: 'x' }],
  ['POST', '/plugins', { name: 'x', slug: 'x' }],
  ['PUT', `/plugins/SLUG/manifest`, { name: 'x', slug: 'x' }],
  ['POST', '/plugins/SLUG/secrets', {}],
  ['POST', '/plugins/SLUG/endpoints/x/disable', {}],
])('an unknown field of %s %s is named', async (method, path, body) => {
  const url = V1 + path.replace('SLUG', slug);
  const answer = await server.api(method, url, { ...body, colour: 'red' });
  expectProblem(answer, 422, 'invalid');
  expect(answer.body.errors).toEqual([
    { pointer: '/colour', message: 'is not a known field', keyword: 'additionalProperties' },
  ]);
});

test('what is wrong is said by the keyword that it breaks, too, with what it was broken with', async () => {
  const broken = async (method: string, path: string, body: object) => {
    const { errors } = (await server.api(method, V1 + path, body)).body;
    return errors.map(({ message: _, ...rest }: { message: string }) => rest);
  };
  expect(
    await broken('POST', '/users', { email: 'no', friendly_name: '', is_operator: 1 }),
  ).toEqual(
    expect.arrayContaining([
      { pointer: '/email', keyword: 'format', params: { format: 'email' } },
      { pointer: '/friendly_name', keyword: 'minLength', params: { limit: 1 } },
      { pointer: '/is_operator', keyword: 'type', params: { types: ['boolean'] } },
    ]),
  );
  expect(await broken('POST', '/users', { email: 'ann@plugboard.test' })).toEqual([
    { pointer: '/friendly_name', keyword: 'required' },
  ]);
  const views = { user_id: 1, space_id: 1, views: ['cellar'] };
  expect(await broken('POST', '/portal_tokens', views)).toEqual([
    {
      pointer: '/views/0',
      keyword: 'enum',
      params: { values: expect.arrayContaining(['catalog']) },
    },
  ]);
});
