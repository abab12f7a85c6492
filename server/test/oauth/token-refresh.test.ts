import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  asPlugin,
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
import { waitFor } from '../support/wait-for.ts';
import { expectOAuthError, expectToken, FORM, inBody, postToken } from './token-endpoint.ts';

let server: TestServer;
let plugin: TestPlugin;
setUp((given) => ({ server, plugin } = given));

async function tokensOf(owner: TestPlugin): Promise<{ access: string; refresh: string }> {
  const { body } = await requestToken(server, owner, {
    grant_type: 'client_credentials',
    scope: 'plugin,token.refresh',
  });
  return { access: body.access_token, refresh: body.refresh_token };
}

const refresh = (owner: TestPlugin, refresh_token: string, fields: object = {}) =>
  requestToken(server, owner, { grant_type: 'refresh_token', refresh_token, ...fields });

const works = async (token: string) =>
  (await asPlugin(server, token, 'POST', '/storage', { commands: [] })).status === 200;

describe('a refresh token of a client with a secret', () => {
  test('works a thousand times, and is never replaced', async () => {
    const given = (await tokensOf(plugin)).refresh;
    const seen = new Set<string>();
    for (let round = 0; round < 50; round++) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(plugin, given)));
      for (const answer of answers) {
        expectToken(answer, 'plugin', 'token.refresh');
        expect(answer.body.refresh_token).toBe(given);
        seen.add(answer.body.access_token);
      }
    }
    expect(seen.size).toBe(1000);
    for (const token of [...seen].slice(-3)) expect(await works(token)).toBe(true);
  });

  test('keeps its end: its remaining life gets shorter', async () => {
    const given = (await tokensOf(plugin)).refresh;
    await server.db.query(sql`
      update tokens set expires_at = expires_at - interval '1 hour'
      where plugin_id = ${plugin.id} and kind = 'refresh'`);
    const { body } = await refresh(plugin, given);
    expect(body.expires_in).toBe(43_200);
    expect(body.refresh_token_expires_in).toBeLessThanOrEqual(259_200 - 3600);
    expect(body.refresh_token_expires_in).toBeGreaterThan(259_200 - 2 * 3600);
  });

  test('gives fewer scopes when fewer are asked for, and all of them again later', async () => {
    const given = (await tokensOf(plugin)).refresh;
    expectToken(await refresh(plugin, given, { scope: 'plugin' }), 'plugin');
    expectToken(await refresh(plugin, given, { scope: 'token.refresh' }), 'token.refresh');
    expectToken(await refresh(plugin, given, { scope: '' }), 'plugin', 'token.refresh');
    expectToken(await refresh(plugin, given), 'plugin', 'token.refresh');
  });

  test('gives no scope that it was not given for', async () => {
    const { body } = await requestToken(server, plugin, {
      grant_type: 'client_credentials',
      scope: 'token.refresh',
    });
    for (const scope of ['plugin', 'plugin,token.refresh', 'everything']) {
      const answer = await refresh(plugin, body.refresh_token, { scope });
      expectOAuthError(answer, 400, 'invalid_scope');
    }
  });

  test('may come as a form', async () => {
    const refresh_token = (await tokensOf(plugin)).refresh;
    const body = { ...inBody(plugin), grant_type: 'refresh_token', refresh_token };
    expectToken(await postToken(server, { contentType: FORM, body }), 'plugin', 'token.refresh');
  });
});

describe('what is no refresh token of this client is an invalid grant:', () => {
  async function expectRefused(owner: TestPlugin, token: string): Promise<void> {
    const unknown = await refresh(owner, 'pbr_unknown');
    const answer = await refresh(owner, token);
    expectOAuthError(answer, 400, 'invalid_grant');
    expect(answer.text).toBe(unknown.text);
  }

  test('forged and mutilated ones', async () => {
    const { refresh: given } = await tokensOf(plugin);
    const forged = [
      `pbr_${'A'.repeat(43)}`,
      given.slice(0, -1),
      `${given}A`,
      given.slice(4),
      given.toUpperCase(),
      ` ${given}`,
      `${given}é`,
      'x'.repeat(15_000),
    ];
    for (const token of forged) await expectRefused(plugin, token);
  });

  test('an access token', async () => {
    await expectRefused(plugin, (await tokensOf(plugin)).access);
  });

  test("another client's, which stays good for its owner", async () => {
    const owner = await registerPlugin(server);
    const { refresh: given } = await tokensOf(owner);
    await expectRefused(plugin, given);
    expectToken(await refresh(owner, given), 'plugin', 'token.refresh');
  });

  test('an expired and a revoked one', async () => {
    const owner = await registerPlugin(server);
    const expired = (await tokensOf(owner)).refresh;
    await server.db.query(sql`
      update tokens set expires_at = now() - interval '1 second' where plugin_id = ${owner.id}`);
    await expectRefused(owner, expired);
    const revoked = (await tokensOf(owner)).refresh;
    await server.db.query(sql`update tokens set revoked_at = now() where plugin_id = ${owner.id}`);
    await expectRefused(owner, revoked);
  });

  test('one that was given for a secret that is withdrawn; others live on', async () => {
    const owner = await registerPlugin(server);
    const leaked = await tokensOf(owner);
    const path = `/platform/v1/plugins/${owner.id}/secrets`;
    const { body } = await server.api('POST', path, {});
    const renewed = { ...owner, clientSecret: body.client_secret as string };
    const fresh = await tokensOf(renewed);
    expectToken(await refresh(renewed, leaked.refresh), 'plugin', 'token.refresh');
    const renewedAccess = (await refresh(renewed, leaked.refresh)).body.access_token;

    expect((await server.api('DELETE', `${path}/1`)).status).toBe(204);
    await expectRefused(renewed, leaked.refresh);
    expectToken(await refresh(renewed, fresh.refresh), 'plugin', 'token.refresh');
    await waitFor(async () => !(await works(leaked.access)), { describe: 'its tokens to die' });
    // It was made with the new secret.
    expect(await works(renewedAccess)).toBe(true);
  });
});

describe("a refresh token of an install's user", () => {
  let scoped: TestPlugin;
  let userId: number;
  beforeAll(async () => {
    await server.api('PUT', '/platform/v1/scopes/entries.read', { description: 'Entries' });
    scoped = await registerPlugin(server, { scopes: ['entries.read'] });
    userId = await createUser(server);
  });
  const install = async () =>
    installPlugin(server, scoped, await createSpace(server), { user_id: userId });
  const tokenOf = async ({ id }: TestInstall): Promise<string> => {
    const { body } = await requestToken(server, scoped, {
      grant_type: 'plugin_install',
      install_id: id,
      scope: 'entries.read token.refresh',
    });
    return body.refresh_token;
  };

  test('gives tokens of the same install and user, with their own life', async () => {
    const target = await install();
    const answer = await refresh(scoped, await tokenOf(target), { scope: 'entries.read' });
    expectToken(answer, 'entries.read');
    expect(answer.body.expires_in).toBe(86_400);
    const rows = await server.db.query(sql`
      select distinct install_id, user_id from tokens
      where install_id = ${target.id} and kind = 'access'`);
    expect(rows).toEqual([{ install_id: target.id, user_id: userId }]);
  });

  test('cannot become one of the plugin', async () => {
    const answer = await refresh(scoped, await tokenOf(await install()), { scope: 'plugin' });
    expectOAuthError(answer, 400, 'invalid_scope');
  });

  type End = (target: TestInstall) => Promise<unknown>;
  const ends: Record<string, End> = {
    'an uninstall': ({ id }) => server.api('DELETE', `/platform/v1/installs/${id}`),
    'a suspension': ({ id }) => server.api('POST', `/platform/v1/installs/${id}/suspend`),
    'a reinstall': async ({ id, spaceId }) => {
      await server.api('DELETE', `/platform/v1/installs/${id}`);
      await installPlugin(server, scoped, spaceId, { user_id: userId });
    },
  };
  test.each(Object.entries(ends))('is dead after %s', async (_, end) => {
    const target = await install();
    const token = await tokenOf(target);
    expect((await refresh(scoped, token)).status).toBe(200);
    await end(target);
    expectOAuthError(await refresh(scoped, token), 400, 'invalid_grant');
  });

  test('is dead once the user is gone', async () => {
    const leaver = await createUser(server);
    const target = await installPlugin(server, scoped, await createSpace(server), {
      user_id: leaver,
    });
    const token = await tokenOf(target);
    await server.api('DELETE', `/platform/v1/users/${leaver}`);
    expectOAuthError(await refresh(scoped, token), 400, 'invalid_grant');
  });
});
