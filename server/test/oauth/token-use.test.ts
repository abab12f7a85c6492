import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  createSpace,
  createUser,
  emit,
  installPlugin,
  login,
  registerPlugin,
  requestToken,
  type TestInstall,
} from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';
import { FORM } from './token-endpoint.ts';

let server: TestServer;
let install: TestInstall;
let token: string;
let jobId: string;
setUp(
  async (given) => {
    ({ server, install, token } = given);
    jobId = (await emit(server, install.spaceId, 'thing_happened')).jobs[0]?.id as string;
  },
  { event: 'thing_happened' },
);

/** Every operation of the Plugin API, on a job and an install. */
const operations = (job: string, id: number): [method: string, path: string, body?: object][] => [
  ['PATCH', `/jobs/${job}`, { status_message: 'x' }],
  ['POST', '/storage', { install_id: id, commands: [] }],
  ['GET', `/installs/${id}/config`],
  ['PUT', `/installs/${id}/config`, {}],
  ['POST', `/installs/${id}/notifications`, { message: 'x' }],
];

const call = (
  [method, path, body]: [string, string, object?],
  headers: Record<string, string | undefined>,
): Promise<Answer> => send(`${server.url}/api/v2/plugin-services${path}`, method, body, headers);

/** Calls every operation and expects the same refusal of each. */
async function expectRefused(
  headers: Record<string, string | undefined>,
  [status, code, challenge]: [number, string, string | null],
  query = '',
): Promise<void> {
  for (const [method, path, body] of operations(jobId, install.id)) {
    const answer = await call([method, path + query, body], headers);
    expect([answer.status, answer.body?.errors[0].code]).toEqual([status, code]);
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
  }
}

const NO_TOKEN: [number, string, string] = [401, 'unauthorized', 'Bearer'];
const BAD_TOKEN: [number, string, string] = [401, 'invalid_token', 'Bearer error="invalid_token"'];
const LITTLE: [number, string, string] = [
  403,
  'insufficient_scope',
  'Bearer error="insufficient_scope"',
];

test('a token opens every operation on what is its own', async () => {
  for (const operation of operations(jobId, install.id)) {
    const answer = await call(operation, { authorization: `bearer  ${token}` });
    expect(answer.status, answer.text).toBe(200);
  }
});

test('without a token the challenge names no error', () => expectRefused({}, NO_TOKEN));

describe('is refused as a token:', () => {
  const values: Record<string, () => string> = {
    forged: () => `pba_${'A'.repeat(43)}`,
    'cut short': () => token.slice(0, -1),
    'with more at its end': () => `${token}A`,
    'in other letters': () => token.toUpperCase(),
    'without its prefix': () => token.slice(4),
    'with another prefix': () => token.replace('pba_', 'pbr_'),
    'twice at once': () => `${token},${token}`,
    'a host key': () => server.hostKey,
    'the client secret': () => install.plugin.clientSecret,
    SQL: () => "' or 1=1 --",
    'two words': () => `${token} ${token}`,
    'a JWT': () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.',
    'very long': () => 'x'.repeat(8000),
  };
  test.each(Object.entries(values))('%s', (_, value) =>
    expectRefused({ authorization: `Bearer ${value()}` }, BAD_TOKEN),
  );

  test.each(['', 'Bearer', 'Basic dXNlcjpwYXNz', 'Token abc', 'Bearer\tabc', 'Digest a="b"'])(
    'the header "%s"',
    (authorization) => expectRefused({ authorization }, BAD_TOKEN),
  );

  test('one that is expired', async () => {
    const own = await login(server, install.plugin);
    await server.db.query(sql`
      update tokens set expires_at = now() - interval '1 second'
      where hash = sha256(convert_to(${own}, 'UTF8'))`);
    await expectRefused({ authorization: `Bearer ${own}` }, BAD_TOKEN);
  });

  test('one that is revoked', async () => {
    const own = await login(server, install.plugin);
    await server.db.query(sql`
      update tokens set revoked_at = now() where hash = sha256(convert_to(${own}, 'UTF8'))`);
    await expectRefused({ authorization: `Bearer ${own}` }, BAD_TOKEN);
  });

  test('a refresh token', async () => {
    const { body } = await requestToken(server, install.plugin, {
      grant_type: 'client_credentials',
      scope: 'plugin,token.refresh',
    });
    await expectRefused({ authorization: `Bearer ${body.refresh_token}` }, BAD_TOKEN);
  });
});

describe('outside the Authorization header', () => {
  test('in the address alone a token is none', () =>
    expectRefused({}, NO_TOKEN, `?access_token=${token}`));

  test('in the address beside the header it is refused', () =>
    expectRefused(
      { authorization: `Bearer ${token}` },
      [400, 'token_repeated', 'Bearer error="invalid_request"'],
      `?access_token=${token}`,
    ));

  test('in a form a token is none, and no form is read', async () => {
    const form = `access_token=${token}`;
    const path = `${server.url}/api/v2/plugin-services/storage`;
    const alone = await send(path, 'POST', form, { 'content-type': FORM });
    expect([alone.status, alone.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const both = await send(path, 'POST', form, {
      'content-type': FORM,
      authorization: `Bearer ${token}`,
    });
    expect(both.status).toBe(415);
  });

  test('as a cookie a token is none', () =>
    expectRefused({ cookie: `access_token=${token}; token=${token}` }, NO_TOKEN));
});

describe('too little scope', () => {
  test('a token for refreshing alone opens nothing', async () => {
    const own = await login(server, install.plugin, 'token.refresh');
    await expectRefused({ authorization: `Bearer ${own}` }, LITTLE);
  });

  test("a token of an install's user opens nothing here, not even that install", async () => {
    await server.api('PUT', '/platform/v1/scopes/entries.read', { description: 'Entries' });
    const plugin = await registerPlugin(server, { scopes: ['entries.read'] });
    const user_id = await createUser(server);
    const { id } = await installPlugin(server, plugin, await createSpace(server), { user_id });
    const { body } = await requestToken(server, plugin, {
      grant_type: 'plugin_install',
      install_id: id,
    });
    for (const operation of operations(jobId, id)) {
      const answer = await call(operation, { authorization: `Bearer ${body.access_token}` });
      expect(answer.status).toBe(403);
    }
  });
});

test("on another plugin's job or install a token gets the same answer as where there is none", async () => {
  const stranger = await login(server, await registerPlugin(server));
  const headers = { authorization: `Bearer ${stranger}` };
  const theirs = operations(jobId, install.id);
  const missing = operations(randomUUID(), 999_999_999);
  for (const [index, operation] of theirs.entries()) {
    const answer = await call(operation, headers);
    const none = await call(missing[index] as (typeof theirs)[0], headers);
    expect(answer.status, answer.text).toBe(404);
    expect([answer.status, answer.text]).toEqual([none.status, none.text]);
    expect(headersOf(answer)).toEqual(headersOf(none));
  }
});

test('what a stranger asks of a job changes nothing in it', async () => {
  const stranger = await login(server, await registerPlugin(server));
  const before = (await server.api('GET', `/platform/v1/jobs/${jobId}`)).text;
  const body = { status: 'failed', status_message: 'x', attachments: [{ label: 'a', value: 1 }] };
  await call(['PATCH', `/jobs/${jobId}`, body], { authorization: `Bearer ${stranger}` });
  expect((await server.api('GET', `/platform/v1/jobs/${jobId}`)).text).toBe(before);
});

function headersOf({ headers }: Answer): [string, string][] {
  return [...headers].filter(([name]) => name !== 'date' && name !== 'plugboard-request-id');
}
