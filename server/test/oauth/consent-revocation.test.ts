import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { signIn, withdrawConsents } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';
import {
  createVisitor,
  exchange,
  letIn,
  post,
  publicTokensFor,
  refresh,
  registerClient,
  type TokenSet,
  tokensFor,
  userInfo,
  type Visitor,
} from './authorization.ts';
import { expectRefusedWithinSecond } from './within-second.ts';

// Two servers on one database: what ends on one must be dead on the other too.
let servers: [TestServer, TestServer];
let plugin: TestPlugin;
beforeAll(async () => {
  const database = await createTestDatabase();
  servers = [await startTestServer({ database }), await startTestServer({ database })];
  plugin = await registerClient(servers[0]);
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
    await database.drop();
  };
});

const statusesOf = (token: string): Promise<number[]> =>
  Promise.all(servers.map(async (server) => (await userInfo(server, token)).status));

/** What may end a user's tokens; it happens on the first server, and the tokens were made on the second. */
interface Scene {
  visitor: Visitor;
  installId: number;
  tokens: TokenSet;
  code: string;
}

async function setScene(): Promise<Scene> {
  const [first, second] = servers;
  const visitor = await createVisitor(first);
  const { id: installId } = await installPlugin(first, plugin, visitor.spaceId);
  const there = { ...visitor, browser: await signIn(second, visitor.person.id) };
  const code = await letIn(there, plugin);
  const { body } = await exchange(second, plugin, code);
  const tokens = { access: body.access_token, refresh: body.refresh_token };
  return { visitor, installId, tokens, code };
}

const api = (method: string, path: string, body?: object) =>
  servers[0].api(method, `/platform/v1${path}`, body);

const ends: Record<string, (scene: Scene) => Promise<unknown>> = {
  'the user takes the consent back': ({ visitor: { browser } }) => withdrawConsents(browser),
  'the plugin is uninstalled': ({ installId }) => api('DELETE', `/installs/${installId}`),
  'the plugin is uninstalled and erased': ({ installId }) =>
    api('DELETE', `/installs/${installId}?erase=now`),
  'the install is suspended': ({ installId }) => api('POST', `/installs/${installId}/suspend`),
  'the user leaves the space': ({ visitor: { spaceId, person } }) =>
    api('DELETE', `/spaces/${spaceId}/members/${person.id}`),
  'the user is removed': ({ visitor: { person } }) => api('DELETE', `/users/${person.id}`),
  'the password changes': ({ visitor: { person } }) =>
    api('PATCH', `/users/${person.id}`, { password: 'another long password' }),
  'the code is used again': ({ code }) => exchange(servers[0], plugin, code),
  'the plugin revokes the token': ({ tokens }) => revoke(tokens.access),
  'the plugin revokes the refresh token': ({ tokens }) => revoke(tokens.refresh),
};

const revoke = (token: string) =>
  post(servers[0], '/oauth/revoke', {
    token,
    client_id: plugin.clientId,
    client_secret: plugin.clientSecret,
  });

describe('a token of a consent is dead everywhere within a second when', () => {
  test.each(Object.entries(ends))('%s', async (_, end) => {
    const scene = await setScene();
    await expectRefusedWithinSecond(
      () => statusesOf(scene.tokens.access),
      200,
      () => end(scene),
    );
  });

  test('its secret is withdrawn', async () => {
    const owner = await registerClient(servers[0]);
    const visitor = await createVisitor(servers[0]);
    await installPlugin(servers[0], owner, visitor.spaceId);
    const { access } = await tokensFor(servers[0], visitor, owner);
    const path = `/plugins/${owner.id}/secrets`;
    await api('POST', path, {});
    await expectRefusedWithinSecond(
      () => statusesOf(access),
      200,
      () => api('DELETE', `${path}/1`),
    );
  });

  test('a rotated refresh token comes back', async () => {
    const owner = await registerClient(servers[0], { client_type: 'public' });
    const visitor = await createVisitor(servers[0]);
    await installPlugin(servers[0], owner, visitor.spaceId);
    const tokens = await publicTokensFor(servers[0], visitor, owner);
    const asPublic = { client_secret: undefined };
    await refresh(servers[0], owner, tokens.refresh, asPublic);
    await servers[0].db.query(sql`update tokens set rotated_at = rotated_at - interval '1 minute'`);
    await expectRefusedWithinSecond(
      () => statusesOf(tokens.access),
      200,
      () => refresh(servers[0], owner, tokens.refresh, asPublic),
    );
  });
});

test.each(['member', 'user'])(
  'a token written a moment after its installer was removed as a %s opens nothing',
  async (what) => {
    const [server] = servers;
    const visitor = await createVisitor(server);
    const { person, spaceId } = visitor;
    const { id } = await installPlugin(server, plugin, spaceId, { user_id: person.id });
    const ask = () =>
      post(server, '/oauth/token', {
        grant_type: 'plugin_install',
        client_id: plugin.clientId,
        client_secret: plugin.clientSecret,
        install_id: String(id),
        scope: 'entries.read token.refresh',
      });
    const { access_token, refresh_token } = (await ask()).body;
    expect(await statusesOf(access_token)).toEqual([200, 200]);
    const path = what === 'user' ? 'users' : `spaces/${spaceId}/members`;
    await server.api('DELETE', `/platform/v1/${path}/${person.id}`);
    // As if the request had read who installed before the removal, and written after it.
    await server.db.query(sql`update tokens set revoked_at = null where install_id = ${id}`);
    await server.db.query(sql`select pg_notify('plugboard', 'tokens')`);
    const isDead = async () => (await statusesOf(access_token)).every((status) => status === 401);
    expect(await withinSecond(isDead)).toBe(true);
    expect((await refresh(server, plugin, refresh_token)).body.error).toBe('invalid_grant');
  },
);
