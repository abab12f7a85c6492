import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  asPlugin,
  login,
  registerPlugin,
  requestToken,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { expectToken, FORM, inBody, postToken } from './token-endpoint.ts';

const LOGIN_LIMIT = 3;
const RATE_LIMIT = 5;
const TOKEN_LIMIT = 12;

let server: TestServer;
let plugin: TestPlugin;
beforeEach(async () => {
  server = await startTestServer({
    env: {
      PLUGBOARD_FAILED_LOGIN_LIMIT: String(LOGIN_LIMIT),
      PLUGBOARD_RATE_LIMIT: String(RATE_LIMIT),
      PLUGBOARD_TOKEN_RATE_LIMIT: String(TOKEN_LIMIT),
    },
  });
  plugin = await registerPlugin(server);
  await passTime(0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

const grant = { grant_type: 'client_credentials' };
const guess = (target: TestPlugin, index: number): Promise<Answer> =>
  postToken(server, {
    contentType: index % 2 === 0 ? FORM : 'application/json',
    body: { ...grant, ...inBody(target), client_secret: `guess-${index}` },
  });

/**
 * Moves the clock of this process, which else stands: no window turns by itself. Those of guesses are measured by the database's clock,
 * and so far away that a test does not come to their end.
 */
async function passTime(ms: number): Promise<void> {
  vi.spyOn(performance, 'now').mockReturnValue(Math.ceil(performance.now() + ms));
  await server.db.query(sql`
    update failed_guesses set ends_at = ends_at - ${ms}::integer * interval '1 millisecond'`);
}

function expectTooMany(answer: Answer, mostSeconds: number): void {
  expect(answer.status, answer.text).toBe(429);
  const seconds = Number(answer.headers.get('retry-after'));
  expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= mostSeconds).toBe(true);
}

describe('guessing a secret', () => {
  async function guessUntilLocked(target: TestPlugin): Promise<void> {
    for (let index = 0; index < LOGIN_LIMIT; index++) {
      expect((await guess(target, index)).status).toBe(401);
    }
    expectTooMany(await guess(target, LOGIN_LIMIT), 60);
  }

  test('is stopped after some failures; then even the right secret is not looked at', async () => {
    await guessUntilLocked(plugin);
    const query = vi.spyOn(server.pool, 'query');
    const right = await requestToken(server, plugin, grant);
    expectTooMany(right, 60);
    expect(right.headers.get('cache-control')).toBe('no-store');
    expect(right.body).toEqual({
      error: 'invalid_request',
      error_description: expect.any(String),
    });
    expect(query).not.toHaveBeenCalled();
  });

  test('is stopped for a client that does not exist in the same way', async () => {
    await guessUntilLocked({ ...plugin, clientId: 'nobody' });
  });

  test('does not lock out other clients', async () => {
    await guessUntilLocked(plugin);
    expectToken(await requestToken(server, await registerPlugin(server), grant), 'plugin');
  });

  test('does not touch tokens that are out', async () => {
    const token = await login(server, plugin);
    await guessUntilLocked(plugin);
    expect((await asPlugin(server, token, 'POST', '/storage', { commands: [] })).status).toBe(200);
  });

  test('may go on after the window', async () => {
    await guessUntilLocked(plugin);
    await passTime(60_000);
    expectToken(await requestToken(server, plugin, grant), 'plugin');
    await guessUntilLocked(plugin);
  });

  test('is not what a right secret counts as, nor a malformed request', async () => {
    for (let index = 0; index < LOGIN_LIMIT * 3; index++) {
      expectToken(await requestToken(server, plugin, grant), 'plugin');
      expect((await postToken(server, { body: inBody(plugin) })).status).toBe(400);
    }
  });

  test('many at once finds nothing more', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => guess(plugin, index)),
    );
    const refused = answers.filter(({ status }) => status === 401);
    expect(refused).toHaveLength(LOGIN_LIMIT);
    for (const answer of answers) if (answer.status !== 401) expectTooMany(answer, 60);
  });
});

describe('requests of a plugin', () => {
  const call = (token: string, path = '/storage') =>
    asPlugin(server, token, 'POST', path, { commands: [] });

  test('are limited in each second, and told when to try again', async () => {
    const token = await login(server, plugin);
    for (let index = 0; index < RATE_LIMIT; index++) await call(token);
    const answer = await call(token);
    expectTooMany(answer, 1);
    expect(answer.headers.get('content-type')).toMatch(/^application\/vnd\.api\+json/);
    expect(answer.body.errors).toEqual([
      {
        status: '429',
        code: 'too_many_requests',
        title: expect.any(String),
        detail: expect.stringContaining(String(RATE_LIMIT)),
      },
    ]);
    await passTime(1000);
    expect((await call(token)).status).toBe(200);
  });

  test('count together, whatever token they come with, and apart from those of other plugins', async () => {
    const tokens = [await login(server, plugin), await login(server, plugin)];
    const other = await login(server, await registerPlugin(server));
    const statuses: number[] = [];
    for (let index = 0; index < RATE_LIMIT; index++) {
      statuses.push((await call(tokens[index % 2] as string)).status);
    }
    expect(statuses).toEqual(Array(RATE_LIMIT).fill(200));
    for (const token of tokens) expectTooMany(await call(token), 1);
    expectTooMany(await call(tokens[0] as string, '/installs/1/notifications'), 1);
    expect((await call(other)).status).toBe(200);
  });
});

describe('requests of a client', () => {
  const asked: [what: string, path: string, parameters: object, status: number][] = [
    ['tokens', '/oauth/token', grant, 200],
    ['codes', '/oauth/token', { grant_type: 'authorization_code', code: 'x' }, 400],
    ['refreshing', '/oauth/token', { grant_type: 'refresh_token', refresh_token: 'x' }, 400],
    ['revoking', '/oauth/revoke', { token: 'x' }, 200],
    ['introspection', '/oauth/introspect', { token: 'x' }, 200],
  ];
  const ask = (target: TestPlugin, path: string, parameters: object) =>
    send(`${server.url}${path}`, 'POST', { ...inBody(target), ...parameters });

  test.each(asked)('for %s are limited in each second', async (_, path, parameters, status) => {
    for (let index = 0; index < TOKEN_LIMIT; index++) {
      const { headers } = await ask(plugin, path, parameters);
      // A wrong code is a guess, too, of which there are fewer.
      if (status === 400 && index >= LOGIN_LIMIT) continue;
      expect(headers.get('ratelimit')).toBe(`"client-requests";r=${TOKEN_LIMIT - index - 1};t=1`);
    }
    const refused = await ask(plugin, path, parameters);
    expectTooMany(refused, 1);
    expect(refused.body.error).toBe('invalid_request');
    expect(refused.headers.get('ratelimit-policy')).toBe(`"client-requests";q=${TOKEN_LIMIT};w=1`);
    expect((await ask(await registerPlugin(server), path, parameters)).status).toBe(status);
    await passTime(1000);
    expectToken(await requestToken(server, plugin, grant), 'plugin');
  });

  test('are counted for all endpoints together', async () => {
    for (let index = 0; index < TOKEN_LIMIT; index++) {
      const [, path, parameters] = asked[[0, 3, 4][index % 3] as number] as (typeof asked)[0];
      expect((await ask(plugin, path, parameters)).status).toBe(200);
    }
    for (const [, path, parameters] of asked) expectTooMany(await ask(plugin, path, parameters), 1);
  });
});
