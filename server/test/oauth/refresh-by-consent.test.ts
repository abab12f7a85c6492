import { describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { removeMember, withdrawConsents } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import type { Answer, TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  createVisitor,
  exchange,
  letIn,
  post,
  publicTokensFor,
  refresh,
  registerClient,
  setUpConsent,
  tokensFor,
  userInfo,
  type Visitor,
} from './authorization.ts';
import { expectOAuthError, expectToken } from './token-endpoint.ts';

let server: TestServer;
let plugin: TestPlugin;
let publicPlugin: TestPlugin;
let visitor: Visitor;
setUpConsent((given) => ({ server, plugin, publicPlugin, visitor } = given));

const SCOPES = ['entries.read', 'entries.write'];
const expectInvalidGrant = (answer: Answer) => expectOAuthError(answer, 400, 'invalid_grant');
const works = async (access: string) => (await userInfo(server, access)).status === 200;

describe('the refresh token of a client with a secret', () => {
  test('works a thousand times, twenty at once, and is never replaced', async () => {
    const { refresh: given } = await tokensFor(server, visitor, plugin);
    const seen = new Set<string>();
    for (let round = 0; round < 50; round++) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => refresh(server, plugin, given)),
      );
      for (const answer of answers) {
        expectToken(answer, ...SCOPES);
        expect(answer.body.refresh_token).toBe(given);
        expect(answer.body.expires_in).toBe(899);
        seen.add(answer.body.access_token);
      }
    }
    expect(seen.size).toBe(1000);
    expect(await works([...seen].at(-1) as string)).toBe(true);
  });

  test('keeps its end', async () => {
    const { refresh: given } = await tokensFor(server, visitor, plugin);
    await server.db.query(sql`
      update tokens set expires_at = expires_at - interval '1 day' where kind = 'refresh'`);
    const { body } = await refresh(server, plugin, given);
    expect(body.refresh_token_expires_in).toBeLessThanOrEqual(364 * 86_400);
  });
});

describe('the refresh token of a public client', () => {
  const renew = (token: string, parameters: Record<string, string> = {}) =>
    refresh(server, publicPlugin, token, { client_secret: undefined, ...parameters });

  /** Makes rotations look as if they were longer ago. */
  const age = (token: string, seconds: number) =>
    server.db.query(sql`
      update tokens set rotated_at = rotated_at - ${seconds}::integer * interval '1 second'
      where hash = sha256(convert_to(${token}, 'UTF8'))`);

  test('is replaced each time, and the next one works', async () => {
    let { refresh: token } = await publicTokensFor(server, visitor, publicPlugin);
    const seen = new Set([token]);
    for (let round = 0; round < 10; round++) {
      const answer = await renew(token);
      expectToken(answer, ...SCOPES);
      token = answer.body.refresh_token;
      expect(token).toMatch(/^pbr_[A-Za-z0-9_-]{43}$/);
      seen.add(token);
      expect(await works(answer.body.access_token)).toBe(true);
    }
    expect(seen.size).toBe(11);
  });

  test('works for some seconds more, for an answer that was lost', async () => {
    const { refresh: token } = await publicTokensFor(server, visitor, publicPlugin);
    const first = await renew(token);
    await age(token, 8);
    const second = await renew(token);
    for (const { body } of [first, second]) {
      expect((await renew(body.refresh_token)).status).toBe(200);
    }
    const many = await Promise.all(Array.from({ length: 10 }, () => renew(token)));
    expect(many.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  test('used after that ends all that came of its consent', async () => {
    const stolen = await publicTokensFor(server, visitor, publicPlugin);
    const first = await renew(stolen.refresh);
    const second = await renew(first.body.refresh_token);
    const other = await publicTokensFor(server, visitor, publicPlugin);
    await age(stolen.refresh, 11);
    expectInvalidGrant(await renew(stolen.refresh));
    for (const token of [stolen.access, first.body.access_token, second.body.access_token]) {
      await waitFor(async () => !(await works(token)), { describe: 'the token to die' });
    }
    expectInvalidGrant(await renew(first.body.refresh_token));
    expectInvalidGrant(await renew(second.body.refresh_token));
    expect((await renew(other.refresh)).status).toBe(200);
  });

  test('that was used in time does not get more time by that', async () => {
    const { refresh: token } = await publicTokensFor(server, visitor, publicPlugin);
    await renew(token);
    await age(token, 8);
    expect((await renew(token)).status).toBe(200);
    await age(token, 3);
    expectInvalidGrant(await renew(token));
  });

  test('lives no longer for being replaced', async () => {
    const { refresh: token } = await publicTokensFor(server, visitor, publicPlugin);
    await server.db.query(sql`
      update tokens set expires_at = now() + interval '1 hour'
      where hash = sha256(convert_to(${token}, 'UTF8'))`);
    const { body } = await renew(token);
    expect(body.refresh_token_expires_in).toBeLessThanOrEqual(3600);
    expect(body.refresh_token_expires_in).toBeGreaterThan(3500);
  });

  test('keeps its scopes when fewer are asked for once', async () => {
    const { refresh: token } = await publicTokensFor(server, visitor, publicPlugin);
    const fewer = await renew(token, { scope: 'entries.read' });
    expectToken(fewer, 'entries.read');
    expectToken(await renew(fewer.body.refresh_token), ...SCOPES);
    expectOAuthError(await renew(token, { scope: 'entries.delete' }), 400, 'invalid_scope');
  });

  test('rotates from when a client becomes public, and ends when it no longer is', async () => {
    const changing = await registerClient(server);
    await installPlugin(server, changing, visitor.spaceId);
    const { refresh: token } = await tokensFor(server, visitor, changing);
    const path = `/platform/v1/plugins/${changing.id}`;
    await server.api('PATCH', path, { client_type: 'public' });
    const asPublic = { client_secret: undefined };
    const rotated = await waitFor(
      async () => {
        const answer = await refresh(server, changing, token, asPublic);
        return answer.status === 200 ? answer : undefined;
      },
      { describe: 'the client to be public' },
    );
    expect(rotated.body.refresh_token).not.toBe(token);
    await server.api('PATCH', path, { client_type: 'confidential' });
    const ended = await refresh(server, changing, rotated.body.refresh_token);
    expectOAuthError(ended, 400, 'invalid_grant');
  });
});

test('a scope wider than the consent is invalid, narrower is given, and all of it again later', async () => {
  const code = await letIn(visitor, plugin, { scope: 'entries.read' });
  const narrow = (await exchange(server, plugin, code)).body.refresh_token;
  for (const scope of ['entries.write', 'entries.read entries.write', 'plugin']) {
    expectOAuthError(await refresh(server, plugin, narrow, { scope }), 400, 'invalid_scope');
  }
  const { refresh: full } = await tokensFor(server, visitor, plugin);
  expectToken(await refresh(server, plugin, full, { scope: 'entries.write' }), 'entries.write');
  expectToken(await refresh(server, plugin, full), ...SCOPES);
});

describe('what is no refresh token of this client is an invalid grant:', () => {
  test('a forged one, an access token, one with more at its end', async () => {
    const tokens = await tokensFor(server, visitor, plugin);
    for (const token of [`pbr_${'A'.repeat(43)}`, tokens.access, `${tokens.refresh}A`, 'é']) {
      expectInvalidGrant(await refresh(server, plugin, token));
    }
  });

  test('another client’s, which stays good', async () => {
    const other = await registerClient(server);
    const { refresh: token } = await tokensFor(server, visitor, plugin);
    const rotating = await publicTokensFor(server, visitor, publicPlugin);
    const foreign = await refresh(server, other, token);
    expectInvalidGrant(foreign);
    expect(foreign.text).toBe((await refresh(server, other, 'pbr_unknown')).text);
    expectInvalidGrant(await refresh(server, other, rotating.refresh));
    expectInvalidGrant(await refresh(server, publicPlugin, token, { client_secret: undefined }));
    expect((await refresh(server, plugin, token)).status).toBe(200);
    const own = { client_secret: undefined };
    expect((await refresh(server, publicPlugin, rotating.refresh, own)).status).toBe(200);
  });

  test('an expired one', async () => {
    const own = await createVisitor(server);
    await installPlugin(server, plugin, own.spaceId);
    const { refresh: token } = await tokensFor(server, own, plugin);
    await server.db.query(sql`
      update tokens set expires_at = now() where user_id = ${own.person.id}`);
    expectInvalidGrant(await refresh(server, plugin, token));
  });

  test('a revoked one', async () => {
    const { refresh: token } = await tokensFor(server, visitor, plugin);
    const { clientId: client_id, clientSecret: client_secret } = plugin;
    await post(server, '/oauth/revoke', { token, client_id, client_secret });
    expectInvalidGrant(await refresh(server, plugin, token));
  });
});

describe('tokens are dead after', () => {
  type End = (visitor: Visitor, installId: number) => Promise<unknown>;
  const api = (method: string, path: string, body?: object) =>
    server.api(method, `/platform/v1${path}`, body);
  const ends: Record<string, End> = {
    'the uninstall': (_, id) => api('DELETE', `/installs/${id}`),
    'an uninstall that is undone': async (_, id) => {
      await api('DELETE', `/installs/${id}`);
      await api('POST', `/installs/${id}/restore`);
    },
    'a reinstall': async ({ spaceId }, id) => {
      await api('DELETE', `/installs/${id}`);
      await installPlugin(server, plugin, spaceId);
    },
    'the suspension': (_, id) => api('POST', `/installs/${id}/suspend`),
    'the change of the password': ({ person }) =>
      api('PATCH', `/users/${person.id}`, { password: 'another long password' }),
    'the user left the space': ({ person, spaceId }) => removeMember(server, spaceId, person.id),
    'the user was removed': ({ person }) => api('DELETE', `/users/${person.id}`),
    'the consent was taken back': ({ browser }) => withdrawConsents(browser),
  };
  test.each(Object.entries(ends))('%s', async (_, end) => {
    const own = await createVisitor(server);
    const { id } = await installPlugin(server, plugin, own.spaceId);
    const tokens = await tokensFor(server, own, plugin);
    expect(await works(tokens.access)).toBe(true);
    await end(own, id);
    expectInvalidGrant(await refresh(server, plugin, tokens.refresh));
    await waitFor(async () => !(await works(tokens.access)), { describe: 'the token to die' });
  });

  test('a compromised secret, unless they were made with another', async () => {
    const owner = await registerClient(server);
    await installPlugin(server, owner, visitor.spaceId);
    const leaked = await tokensFor(server, visitor, owner);
    const path = `/platform/v1/plugins/${owner.id}/secrets`;
    const { body } = await server.api('POST', path, {});
    const renewed = { ...owner, clientSecret: body.client_secret as string };
    const fresh = await tokensFor(server, visitor, renewed);
    expect((await server.api('DELETE', `${path}/1`)).status).toBe(204);
    expectInvalidGrant(await refresh(server, renewed, leaked.refresh));
    await waitFor(async () => !(await works(leaked.access)), { describe: 'the token to die' });
    expect((await refresh(server, renewed, fresh.refresh)).status).toBe(200);
  });

  test('a consent that was taken back and given again does not revive them', async () => {
    const own = await createVisitor(server);
    await installPlugin(server, plugin, own.spaceId);
    const before = await tokensFor(server, own, plugin);
    await ends['the consent was taken back']?.(own, 0);
    const after = await tokensFor(server, own, plugin);
    expectInvalidGrant(await refresh(server, plugin, before.refresh));
    expect((await refresh(server, plugin, after.refresh)).status).toBe(200);
    await waitFor(async () => !(await works(before.access)), { describe: 'the token to die' });
  });
});
