import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  createSpace,
  createUser,
  installPlugin,
  registerPlugin,
  requestToken,
  type TestInstall,
  type TestPlugin,
} from '../support/plugins.ts';
import type { TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';
import { expectOAuthError, expectToken, FORM, inBody, postToken } from './token-endpoint.ts';

let server: TestServer;
let plugin: TestPlugin;
setUp((given) => ({ server, plugin } = given));

const grant = { grant_type: 'client_credentials' };

describe('scope', () => {
  const ask = (scope: unknown, contentType = 'application/json') => {
    const body = { ...grant, ...inBody(plugin), scope };
    return postToken(server, { contentType, body });
  };

  test.each([
    ['plugin', 'plugin'],
    ['plugin,token.refresh', 'plugin', 'token.refresh'],
    ['plugin token.refresh', 'plugin', 'token.refresh'],
    [' token.refresh ,, plugin,', 'token.refresh', 'plugin'],
    ['plugin,plugin plugin', 'plugin'],
    ['token.refresh', 'token.refresh'],
    ['', 'plugin'],
    [',', 'plugin'],
  ])('"%s" is read, in JSON as in a form', async (scope, ...granted) => {
    for (const contentType of ['application/json', 'application/vnd.api+json', FORM]) {
      const answer = await ask(scope, contentType);
      expectToken(answer, ...granted);
      const refreshes = granted.includes('token.refresh');
      expect('refresh_token' in answer.body).toBe(refreshes);
      expect('refresh_token_expires_in' in answer.body).toBe(refreshes);
    }
  });

  test.each([
    [['plugin', 'token.refresh'], 'plugin', 'token.refresh'],
    [['plugin', 'plugin', ''], 'plugin'],
    [[], 'plugin'],
  ])('%j is read', async (scope, ...granted) => {
    expectToken(await ask(scope), ...(granted as string[]));
  });

  test('is the plugin scope when it is null or not there', async () => {
    for (const scope of [null, undefined]) expectToken(await ask(scope), 'plugin');
  });

  test.each([
    'everything',
    'Plugin',
    'plugin,everything',
    'plugin\ttoken.refresh',
    'plugin\ntoken.refresh',
    'plugin\r\nset-cookie: a=b',
    'plugin\u0000',
    'plugin\u007f',
    'plug"in',
    'plug\\in',
    'plüg',
    'x'.repeat(129),
    Array.from({ length: 101 }, (_, index) => `s${index}`).join(' '),
  ])('%j is refused', async (scope) => {
    // NUL cannot be in JSON that is stored, whatever parameter it is for.
    if (!scope.includes('\0')) expectOAuthError(await ask(scope), 400, 'invalid_scope');
    expectOAuthError(await ask(scope, FORM), 400, 'invalid_scope');
  });

  test.each([[1], [true], [{}], [[1]], [[['plugin']]], [[null]], [['plugin,token.refresh']]])(
    '%j is refused',
    async (scope) => expectOAuthError(await ask(scope), 400, 'invalid_scope'),
  );
});

test('the lives are those that are configured', async () => {
  const answer = await requestToken(server, plugin, { ...grant, scope: 'plugin,token.refresh' });
  expect(answer.body).toEqual({
    token_type: 'Bearer',
    access_token: expect.stringMatching(/^pba_/),
    expires_in: 43_200,
    refresh_token: expect.stringMatching(/^pbr_/),
    refresh_token_expires_in: 259_200,
    scope: 'plugin token.refresh',
  });
});

test('the tokens themselves are nowhere in the database', async () => {
  const { body } = await requestToken(server, plugin, { ...grant, scope: 'plugin,token.refresh' });
  const rows = await server.db.query<{ row: string }>(sql`select t::text as row from tokens t`);
  const text = JSON.stringify(rows);
  for (const token of [body.access_token, body.refresh_token]) {
    expect(text).not.toContain(token);
    expect(text).not.toContain(Buffer.from(token).toString('hex'));
  }
});

describe("a token of an install's user", () => {
  let install: TestInstall;
  let userId: number;
  beforeAll(async () => {
    await server.api('PUT', '/platform/v1/scopes/locations.read', { description: 'Locations' });
    await server.api('PUT', '/platform/v1/scopes/entries.read', { description: 'Entries' });
    const scoped = await registerPlugin(server, { scopes: ['locations.read', 'entries.read'] });
    userId = await createUser(server);
    install = await installPlugin(server, scoped, await createSpace(server), { user_id: userId });
  });
  const ask = (parameters: object) =>
    requestToken(server, install.plugin, { grant_type: 'plugin_install', ...parameters });

  test('has the scopes of the install or fewer, and longer lives', async () => {
    for (const install_id of [install.id, String(install.id)]) {
      // Envoy's clients cannot send a scope, and keep the refresh token.
      const all = await ask({ install_id });
      expect(all.body.scope).toBe('locations.read entries.read');
      expect(all.body.refresh_token_expires_in).toBe(2_592_000);
      const renewed = await requestToken(server, install.plugin, {
        grant_type: 'refresh_token',
        refresh_token: all.body.refresh_token,
      });
      expect(renewed.status, renewed.text).toBe(200);
    }
    expectToken(await ask({ install_id: install.id, scope: 'entries.read' }), 'entries.read');
    const refreshing = await ask({ install_id: install.id, scope: 'entries.read,token.refresh' });
    expectToken(refreshing, 'entries.read', 'token.refresh');
    expect(refreshing.body).toMatchObject({
      expires_in: 86_400,
      refresh_token_expires_in: 2_592_000,
    });
  });

  test('has no scope beyond those of the install', async () => {
    for (const scope of ['plugin', 'entries.write', 'entries.read plugin']) {
      expectOAuthError(await ask({ install_id: install.id, scope }), 400, 'invalid_scope');
    }
  });

  test('is not given for an install of another plugin, one without a user, or none', async () => {
    const { plugin: own } = install;
    const nobodys = await installPlugin(server, own, await createSpace(server));
    const ended = await installPlugin(server, own, await createSpace(server), { user_id: userId });
    await server.api('DELETE', `/platform/v1/installs/${ended.id}`);
    const suspended = await installPlugin(server, own, await createSpace(server), {
      user_id: userId,
    });
    await server.api('POST', `/platform/v1/installs/${suspended.id}/suspend`);
    const answers = [
      await requestToken(server, plugin, { grant_type: 'plugin_install', install_id: install.id }),
    ];
    for (const install_id of [nobodys.id, ended.id, suspended.id, 999_999_999]) {
      answers.push(await ask({ install_id }));
    }
    for (const answer of answers) {
      expectOAuthError(answer, 400, 'invalid_grant');
      expect(answer.text).toBe(answers[0]?.text);
    }
  });
});
