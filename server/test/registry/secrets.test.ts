import { beforeAll, expect, test } from 'vitest';
import {
  asPlugin,
  login,
  registerPlugin,
  requestToken,
  type TestPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const path = ({ id }: TestPlugin, rest = '') => `/platform/v1/plugins/${id}/secrets${rest}`;
const rotate = (plugin: TestPlugin, body?: unknown, headers = {}) =>
  server.api('POST', path(plugin), body, headers);
const withdraw = (plugin: TestPlugin, generation: number) =>
  server.api('DELETE', path(plugin, `/${generation}`));
const generations = async (plugin: TestPlugin) => (await server.api('GET', path(plugin))).body.data;
const logsIn = async (plugin: TestPlugin) =>
  (await requestToken(server, plugin, { grant_type: 'client_credentials' })).status === 200;
const works = async (token: string) =>
  (await asPlugin(server, token, 'POST', '/storage', { commands: [] })).status === 200;

test('a rotated secret works at once, and the one before until its overlap ends', async () => {
  const plugin = await registerPlugin(server);
  const { status, body } = await rotate(plugin);
  expect(status).toBe(201);
  expect(body).toEqual({
    generation: 2,
    client_secret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    webhook_secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]+=*$/),
    previous_expires_at: expect.any(String),
  });
  const next = { ...plugin, clientSecret: body.client_secret };
  expect(await logsIn(next)).toBe(true);
  expect(await logsIn(plugin)).toBe(true);
  expect(await generations(plugin)).toEqual([
    expect.objectContaining({ generation: 2, expires_at: null, live: true }),
    expect.objectContaining({ generation: 1, expires_at: body.previous_expires_at, live: true }),
  ]);
  expect((await server.api('GET', path(plugin))).text).not.toMatch(/_secret/);
});

test('without an overlap the secret before stops working', async () => {
  const strict = await startTestServer({ env: { PLUGBOARD_SECRET_OVERLAP_SECONDS: '0' } });
  try {
    const plugin = await registerPlugin(strict);
    await strict.api('POST', path(plugin));
    await waitFor(
      async () => {
        const answer = await requestToken(strict, plugin, { grant_type: 'client_credentials' });
        return answer.status === 401;
      },
      { describe: 'the old secret to be refused' },
    );
  } finally {
    await strict.close();
  }
});

test('a secret can be taken over from elsewhere, if it is hard to guess', async () => {
  const plugin = await registerPlugin(server);
  const client_secret = '0123456789!"#$%&()*+,-./:;<=>?@[]^_`{|}~';
  expect((await rotate(plugin, { client_secret })).status).toBe(201);
  const body = { grant_type: 'client_credentials', client_id: plugin.clientId, client_secret };
  const answer = await server.api('POST', '/a/auth/v0/token', body, { authorization: undefined });
  expect(answer.status).toBe(200);
  for (const refused of ['short', 'x'.repeat(31), `${'x'.repeat(32)}é`, `${'x'.repeat(32)} y`]) {
    const answer = await rotate(plugin, { client_secret: refused });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].pointer).toBe('/client_secret');
  }
});

test('a rotation that is repeated with its key rotates once', async () => {
  const plugin = await registerPlugin(server);
  const headers = { 'idempotency-key': 'rotate' };
  const first = await rotate(plugin, {}, headers);
  const second = await rotate(plugin, {}, headers);
  expect(second.body).toEqual(first.body);
  expect(await generations(plugin)).toHaveLength(2);
});

test('rotations at the same time make generations of their own', async () => {
  const plugin = await registerPlugin(server);
  const answers = await Promise.all([1, 2, 3].map(() => rotate(plugin)));
  expect(answers.map(({ body }) => body.generation).sort()).toEqual([2, 3, 4]);
  const ends = (await generations(plugin)).map(
    (one: { expires_at: string | null }) => one.expires_at,
  );
  expect(ends.filter((end: string | null) => end === null)).toHaveLength(1);
});

test('at most five generations are alive', async () => {
  const plugin = await registerPlugin(server);
  for (let count = 0; count < 4; count++) expect((await rotate(plugin)).status).toBe(201);
  const refused = await rotate(plugin);
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('wrong_state');
  await withdraw(plugin, 1);
  expect((await rotate(plugin)).status).toBe(201);
});

test('withdrawing a secret kills it and its tokens, and leaves those of other secrets alone', async () => {
  const plugin = await registerPlugin(server);
  const old = await login(server, plugin);
  const next = { ...plugin, clientSecret: (await rotate(plugin)).body.client_secret };
  const fresh = await login(server, next);
  expect(await works(old)).toBe(true);

  expect((await withdraw(plugin, 1)).status).toBe(204);
  await waitFor(async () => !(await works(old)), { describe: 'the old token to die' });
  await waitFor(async () => !(await logsIn(plugin)), { describe: 'the old secret to die' });
  expect(await works(fresh)).toBe(true);
  expect(await logsIn(next)).toBe(true);
});

test('the number of a withdrawn secret never comes again, nor do its tokens', async () => {
  const plugin = await registerPlugin(server);
  const leaked = { ...plugin, clientSecret: (await rotate(plugin)).body.client_secret };
  const token = await login(server, leaked);
  await withdraw(plugin, 2);
  expect(await generations(plugin)).toEqual([
    expect.objectContaining({ generation: 1, expires_at: null, live: true }),
  ]);
  expect((await rotate(plugin)).body.generation).toBe(3);
  await waitFor(async () => !(await works(token)), { describe: 'the token to die' });
});

test('the only live secret cannot be withdrawn', async () => {
  const plugin = await registerPlugin(server);
  const refused = await withdraw(plugin, 1);
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('wrong_state');
  expect(await logsIn(plugin)).toBe(true);
});

test.each(['7', '0', 'x', '2147483648'])('there is no generation %s', async (generation) => {
  const plugin = await registerPlugin(server);
  const missing = await server.api('DELETE', path(plugin, `/${generation}`));
  expect(missing.status).toBe(404);
  expect(missing.body.code).toBe('secret_not_found');
});
