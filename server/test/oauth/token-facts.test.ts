import { describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { addMember } from '../support/people.ts';
import {
  createSpace,
  createUser,
  installPlugin,
  login,
  requestToken,
  type TestPlugin,
} from '../support/plugins.ts';
import { send, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  createVisitor,
  post,
  publicTokensFor,
  refresh,
  registerClient,
  setUpConsent,
  type TokenSet,
  tokensFor,
  userInfo,
  type Visitor,
} from './authorization.ts';
import { basic, expectOAuthError, inBody } from './token-endpoint.ts';

let server: TestServer;
let plugin: TestPlugin;
let publicPlugin: TestPlugin;
let stranger: TestPlugin;
let visitor: Visitor;
let installId: number;
let tokens: TokenSet;
setUpConsent(async (given) => {
  ({ server, plugin, publicPlugin, visitor } = given);
  stranger = await registerClient(server);
  installId = (await server.api('GET', `/platform/v1/installs?plugin_id=${plugin.id}`)).body.data[0]
    .id;
  tokens = await tokensFor(server, visitor, plugin);
});

const works = async (access: string) => (await userInfo(server, access)).status === 200;

const dies = (access: string) =>
  waitFor(async () => !(await works(access)), { describe: 'the token to die' });

describe('revoking', () => {
  const revoke = (token: string, parameters: object = inBody(plugin)) =>
    post(server, '/oauth/revoke', { token, ...parameters });

  test('an access token ends it alone', async () => {
    const own = await tokensFor(server, visitor, plugin);
    expect(await works(own.access)).toBe(true);
    const answer = await revoke(own.access);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    await dies(own.access);
    expect((await refresh(server, plugin, own.refresh)).status).toBe(200);
  });

  test('a refresh token ends all that came of the same consent', async () => {
    const own = await tokensFor(server, visitor, plugin);
    const renewed = (await refresh(server, plugin, own.refresh)).body.access_token;
    expect((await revoke(own.refresh)).status).toBe(200);
    expectOAuthError(await refresh(server, plugin, own.refresh), 400, 'invalid_grant');
    await dies(own.access);
    await dies(renewed);
    expect(await works(tokens.access)).toBe(true);
  });

  test.each(['refresh_token', 'access_token', 'nonsense', ''])(
    'with the hint %s ends a token of either kind',
    async (token_type_hint) => {
      const own = await tokensFor(server, visitor, plugin);
      for (const token of [own.access, own.refresh]) {
        const answer = await revoke(token, { ...inBody(plugin), token_type_hint });
        expect(answer.status).toBe(200);
      }
      await dies(own.access);
      expectOAuthError(await refresh(server, plugin, own.refresh), 400, 'invalid_grant');
    },
  );

  test('by a public client ends its own', async () => {
    const own = await publicTokensFor(server, visitor, publicPlugin);
    expect((await revoke(own.refresh, { client_id: publicPlugin.clientId })).status).toBe(200);
    await dies(own.access);
  });

  test('a token of the plugin itself ends it', async () => {
    const { body } = await requestToken(server, plugin, {
      grant_type: 'client_credentials',
      scope: 'plugin token.refresh',
    });
    expect((await revoke(body.refresh_token)).status).toBe(200);
    expectOAuthError(await refresh(server, plugin, body.refresh_token), 400, 'invalid_grant');
  });

  test.each(['pba_unknown', `pbr_${'A'.repeat(43)}`, 'x', 'é', 'x'.repeat(10_000), '__proto__'])(
    'what is no token is done: %s',
    async (token) => {
      expect((await revoke(token)).status).toBe(200);
    },
  );

  test('again, or an expired one, is done', async () => {
    const own = await tokensFor(server, visitor, plugin);
    for (let round = 0; round < 2; round++) expect((await revoke(own.refresh)).status).toBe(200);
    await server.db.query(sql`
      update tokens set expires_at = now() where hash = sha256(convert_to(${own.access}, 'UTF8'))`);
    expect((await revoke(own.access)).status).toBe(200);
  });

  test('another client’s is refused, and has no effect', async () => {
    for (const token of [tokens.access, tokens.refresh]) {
      expectOAuthError(await revoke(token, inBody(stranger)), 400, 'invalid_grant');
      const asPublic = { client_id: publicPlugin.clientId };
      expectOAuthError(await revoke(token, asPublic), 400, 'invalid_grant');
    }
    expect((await refresh(server, plugin, tokens.refresh)).status).toBe(200);
    const fresh = await tokensFor(server, visitor, plugin);
    expect(await works(fresh.access)).toBe(true);
    expect(await works(tokens.access)).toBe(true);
  });

  test('without authentication, a token, or in the address is refused', async () => {
    expectOAuthError(await revoke(tokens.access, {}), 401, 'invalid_client');
    const wrong = { ...inBody(plugin), client_secret: 'wrong' };
    expectOAuthError(await revoke(tokens.access, wrong), 401, 'invalid_client');
    const idAlone = { client_id: plugin.clientId };
    expectOAuthError(await revoke(tokens.access, idAlone), 401, 'invalid_client');
    expectOAuthError(await revoke('', inBody(plugin)), 400, 'invalid_request');
    const path = `/oauth/revoke?token=${tokens.access}`;
    expectOAuthError(await post(server, path, inBody(plugin)), 400, 'invalid_request');
    expect(await works(tokens.access)).toBe(true);
  });
});

describe('introspection', () => {
  const byHost = (token: string, key = server.hostKey) =>
    post(server, '/oauth/introspect', { token }, { authorization: `Bearer ${key}` });
  const byClient = (token: string, client: TestPlugin) =>
    post(server, '/oauth/introspect', { token, ...inBody(client) });
  const INACTIVE = '{"active":false}';

  test('tells the host for whom, where and by which plugin a token acts', async () => {
    const now = Date.now() / 1000;
    const { status, body, headers } = await byHost(tokens.access);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      active: true,
      scope: 'entries.read entries.write',
      client_id: plugin.clientId,
      token_type: 'Bearer',
      username: visitor.person.email,
      sub: String(visitor.person.id),
      exp: expect.any(Number),
      iat: expect.any(Number),
      space_id: visitor.spaceId,
      install_id: installId,
    });
    expect(body.exp - body.iat).toBe(899);
    expect(Math.abs(body.iat - now)).toBeLessThan(600);
  });

  test('tells a client of its own tokens, by every way to authenticate', async () => {
    const expected = (await byHost(tokens.access)).body;
    expect((await byClient(tokens.access, plugin)).body).toEqual(expected);
    const { clientId, clientSecret } = plugin;
    const authorization = basic(clientId, clientSecret);
    const answer = await post(
      server,
      '/oauth/introspect',
      { token: tokens.access },
      { authorization },
    );
    expect(answer.body).toEqual(expected);
    const refreshToken = (await byClient(tokens.refresh, plugin)).body;
    expect(refreshToken).toMatchObject({ active: true, token_type: 'refresh_token' });
  });

  test('of a plugin’s own token names no user and no space', async () => {
    const { body } = await byHost(await login(server, plugin));
    expect(body).toEqual({
      active: true,
      scope: 'plugin token.refresh',
      client_id: plugin.clientId,
      token_type: 'Bearer',
      exp: expect.any(Number),
      iat: expect.any(Number),
    });
  });

  test('a client whose id is that of a user is not that user', async () => {
    const userId = await createUser(server);
    const odd = await registerClient(server);
    odd.clientId = String(userId);
    await server.db.query(sql`update plugins set client_id = ${odd.clientId} where id = ${odd.id}`);
    const { body } = await byHost(await login(server, odd));
    expect([body.client_id, body.sub, body.username]).toEqual([odd.clientId, undefined, undefined]);
  });

  const inactive: Record<string, () => Promise<string> | string> = {
    'an unknown token': () => `pba_${'A'.repeat(43)}`,
    nonsense: () => 'x',
    'a very long text': () => 'x'.repeat(10_000),
    'a host key': () => server.hostKey,
    'a client secret': () => plugin.clientSecret,
    'a token cut short': () => tokens.access.slice(0, -1),
    'a refresh token': () => tokens.refresh,
    'an expired token': async () => {
      const { access } = await tokensFor(server, visitor, plugin);
      await server.db.query(sql`
        update tokens set expires_at = now() where hash = sha256(convert_to(${access}, 'UTF8'))`);
      return access;
    },
    'a revoked token': async () => {
      const { access } = await tokensFor(server, visitor, plugin);
      await post(server, '/oauth/revoke', { token: access, ...inBody(plugin) });
      return access;
    },
    'the token of one who left': async () => {
      const own = await createVisitor(server);
      await installPlugin(server, plugin, own.spaceId);
      const { access } = await tokensFor(server, own, plugin);
      await server.api('DELETE', `/platform/v1/spaces/${own.spaceId}/members/${own.person.id}`);
      return access;
    },
    'the token of an uninstalled plugin': async () => {
      const own = await createVisitor(server);
      const { id } = await installPlugin(server, plugin, own.spaceId);
      const { access } = await tokensFor(server, own, plugin);
      await server.api('DELETE', `/platform/v1/installs/${id}`);
      return access;
    },
  };
  test.each(Object.entries(inactive))('by the host of %s tells nothing', async (_, make) => {
    const { status, text } = await byHost(await make());
    expect([status, text]).toEqual([200, INACTIVE]);
  });

  test('by another client tells nothing', async () => {
    for (const token of [tokens.access, tokens.refresh, 'x']) {
      const { status, text } = await byClient(token, stranger);
      expect([status, text]).toEqual([200, INACTIVE]);
    }
  });

  test('of a refresh token that was rotated tells nothing', async () => {
    const own = await publicTokensFor(server, visitor, publicPlugin);
    const path = `/platform/v1/plugins/${publicPlugin.id}`;
    const asPublic = { client_secret: undefined };
    await refresh(server, publicPlugin, own.refresh, asPublic);
    await server.api('PATCH', path, { client_type: 'confidential' });
    const { status, text } = await byClient(own.refresh, publicPlugin);
    await server.api('PATCH', path, { client_type: 'public' });
    expect([status, text]).toEqual([200, INACTIVE]);
  });

  test.each([
    ['nothing', {}, {}],
    ['an unknown host key', {}, { authorization: 'Bearer pbk_unknown' }],
    ['an empty Bearer', {}, { authorization: 'Bearer ' }],
    ['a wrong secret', { client_secret: 'wrong' }, {}],
    ['an id alone', { client_secret: undefined }, {}],
  ])('with %s is refused', async (what, credentials, headers) => {
    const sent = what === 'nothing' || 'authorization' in headers ? {} : inBody(plugin);
    const answer = await post(
      server,
      '/oauth/introspect',
      { token: tokens.access, ...sent, ...credentials },
      headers,
    );
    expectOAuthError(answer, 401, 'invalid_client');
  });

  test('with tokens or as a public client is refused', async () => {
    for (const key of [tokens.access, tokens.refresh]) {
      expectOAuthError(await byHost(tokens.access, key), 401, 'invalid_client');
    }
    const asPublic = { token: tokens.access, client_id: publicPlugin.clientId };
    expectOAuthError(await post(server, '/oauth/introspect', asPublic), 401, 'invalid_client');
  });

  test('without a body and without authentication is refused, too', async () => {
    for (const path of ['/oauth/introspect', '/oauth/revoke']) {
      expectOAuthError(await send(server.url + path, 'POST'), 401, 'invalid_client');
    }
  });

  test('of nothing is an invalid request', async () => {
    expectOAuthError(await byHost(''), 400, 'invalid_request');
  });
});

test.each(['/oauth/token', '/oauth/revoke', '/oauth/introspect'])(
  '%s takes POST alone',
  async (path) => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await send(server.url + path, method);
      expectOAuthError(answer, 405, 'invalid_request');
      expect(answer.headers.get('allow')).toMatch(/^(OPTIONS, )?POST$/);
    }
  },
);

describe('the metadata', () => {
  const path = '/.well-known/oauth-authorization-server';

  test('has an issuer that is the public address, and endpoints below it', async () => {
    const { status, body } = await send(server.url + path, 'GET');
    expect(status).toBe(200);
    expect(body.issuer).toBe('http://plugboard.test');
    const endpoints = Object.entries(body).filter(([name]) => name.endsWith('_endpoint'));
    expect(endpoints).toHaveLength(4);
    for (const [, url] of endpoints) expect(url).toMatch(/^http:\/\/plugboard\.test\/oauth\//);
    expect(body).toMatchObject({
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    });
  });

  test('does not change with what a request says of its address', async () => {
    const { request } = await import('node:http');
    const plain = (await send(server.url + path, 'GET')).text;
    const forged: Record<string, string>[] = [
      { host: 'evil.example.com' },
      { 'x-forwarded-host': 'evil.example.com', 'x-forwarded-proto': 'https' },
      { forwarded: 'host=evil.example.com;proto=https' },
      { host: 'evil.example.com', 'x-forwarded-host': 'evil.example.com' },
    ];
    for (const headers of forged) {
      const text = await new Promise<string>((resolve, reject) => {
        request(server.url + path, { headers }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (chunk) => {
            body += chunk;
          });
          response.on('end', () => resolve(body));
        })
          .on('error', reject)
          .end();
      });
      expect(text).toBe(plain);
    }
  });
});

describe('user_info', () => {
  test('tells the user, the space and the role', async () => {
    for (const path of ['/oauth/user_info', '/v1/oauth/user_info']) {
      const answer = await send(server.url + path, 'GET', undefined, {
        authorization: `Bearer ${tokens.access}`,
      });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        user: {
          id: visitor.person.id,
          friendly_name: visitor.person.friendlyName,
          email: visitor.person.email,
        },
        space: { id: visitor.spaceId, name: 'Space' },
        roles: [{ name: 'admin' }],
      });
    }
  });

  test('tells a built-in role by its name, and one of the host’s by its number too', async () => {
    const own = await createVisitor(server);
    await installPlugin(server, plugin, own.spaceId);
    const { access } = await tokensFor(server, own, plugin);
    const rolesAs = async (role: string) => {
      await addMember(server, own.spaceId, own.person.id, role);
      return (await userInfo(server, access)).body.roles;
    };
    expect(await rolesAs('editor')).toEqual([{ name: 'editor' }]);
    const chief = await rolesAs('Chief "of" <staff>');
    expect(chief).toEqual([{ id: expect.any(Number), role: 'Chief "of" <staff>' }]);
    expect((await rolesAs('Another'))[0].id).not.toBe(chief[0].id);
    expect(await rolesAs('Chief "of" <staff>')).toEqual(chief);
  });

  test('tells it of an installer’s token, too', async () => {
    const user_id = await createUser(server);
    const install = await installPlugin(server, plugin, await createSpace(server), { user_id });
    const { body } = await requestToken(server, plugin, {
      grant_type: 'plugin_install',
      install_id: install.id,
    });
    const info = await userInfo(server, body.access_token);
    expect(info.body.user.id).toBe(user_id);
    expect(info.body.roles).toEqual([]);
  });
});

test('space_info tells the space and no secret of its owner', async () => {
  const own = await createVisitor(server);
  await installPlugin(server, plugin, own.spaceId);
  const { access } = await tokensFor(server, own, plugin);
  const info = () =>
    send(`${server.url}/oauth/space_info`, 'GET', undefined, { authorization: `Bearer ${access}` });
  const plain = { id: own.spaceId, name: 'Space', domain: null, plan_level: null };
  expect((await info()).body).toEqual(plain);
  for (const [attributes, domain] of [
    [{ domain: 'https://shop.example.com', secret: 's' }, 'https://shop.example.com'],
    [{ domain: 7 }, null],
    [{ domain: null }, null],
  ]) {
    const path = `/platform/v1/spaces/${own.spaceId}`;
    await server.api('PATCH', path, { attributes, plan_level: 2 });
    expect((await info()).body).toEqual({ ...plain, domain, plan_level: 2 });
  }
});

describe('a token at user_info', () => {
  const call = (headers: Record<string, string>, query = '') =>
    send(`${server.url}/oauth/user_info${query}`, 'GET', undefined, headers);

  test('none is 401 without an error in the challenge', async () => {
    const answer = await call({});
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('in the address alone is none', async () => {
    const answer = await call({}, `?access_token=${tokens.access}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('in the header and the address is an invalid request', async () => {
    const headers = { authorization: `Bearer ${tokens.access}` };
    const answer = await call(headers, `?access_token=${tokens.access}`);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  });

  const none = { alg: 'none', typ: 'JWT' };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const jwt = (header: object, signature = '') =>
    `${encode(header)}.${encode({ sub: '1', aud: 'http://plugboard.test', exp: 4e9 })}.${signature}`;
  const invalid: Record<string, () => Promise<string> | string> = {
    forged: () => `pba_${'A'.repeat(43)}`,
    'cut short': () => tokens.access.slice(0, -1),
    'with more at its end': () => `${tokens.access}A`,
    expired: async () => {
      const { access } = await tokensFor(server, visitor, plugin);
      await server.db.query(sql`
        update tokens set expires_at = now() where hash = sha256(convert_to(${access}, 'UTF8'))`);
      return access;
    },
    'a refresh token': () => tokens.refresh,
    'of the plugin itself': () => login(server, plugin),
    'a host key': () => server.hostKey,
    'a client secret': () => plugin.clientSecret,
    'of a session': () => [...visitor.browser.cookies.values()][0] as string,
    'a JWT without signature': () => jwt(none),
    'a JWT with HS256 by its own key': () => jwt({ alg: 'HS256' }, 'c2ln'),
    'a JWT whose kid is a path': () => jwt({ alg: 'HS256', kid: '../../dev/null' }, 'c2ln'),
    'a JWT whose kid is SQL': () => jwt({ alg: 'HS256', kid: "' or 1=1 --" }, 'c2ln'),
    'a JWT whose kid is a URL': () => jwt({ alg: 'RS256', kid: 'http://127.0.0.1:1/' }, 'c2ln'),
    'a JWT with a jwk': () => jwt({ alg: 'RS256', jwk: { kty: 'oct', k: 'AA' } }, 'c2ln'),
    'a JWT with a jku': () => jwt({ alg: 'RS256', jku: 'http://127.0.0.1:1/' }, 'c2ln'),
    'a JWT of another type': () => jwt({ alg: 'HS256', typ: 'at+jwt' }, 'c2ln'),
    'an App Bridge token': async () => {
      const { SignJWT } = await import('jose');
      const key = new TextEncoder().encode(plugin.clientSecret);
      return new SignJWT({ app_id: plugin.id, space_id: visitor.spaceId, user_id: 1 })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1h')
        .sign(key);
    },
  };
  test.each(Object.entries(invalid))('is refused: %s', async (_, make) => {
    const value = await make();
    for (const authorization of [`Bearer ${value}`, value]) {
      const answer = await call({ authorization });
      expect(answer.status).toBe(401);
      expect(answer.body.error).toBe('invalid_token');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
  });

  test('of a session cookie is none: a browser alone gets nothing', async () => {
    expect((await visitor.browser.get('/oauth/user_info')).status).toBe(401);
  });
});

test('a user’s token opens nothing of another space', async () => {
  const own = await createVisitor(server);
  await installPlugin(server, plugin, own.spaceId);
  const { access } = await tokensFor(server, own, plugin);
  const call = (spaceId: number) =>
    send(`${server.url}/v1/spaces/${spaceId}/app_provisions`, 'GET', undefined, {
      authorization: `Bearer ${access}`,
    });
  const [theirs, missing] = [await call(visitor.spaceId), await call(999_999_999)];
  expect([theirs.status, theirs.text]).toEqual([404, missing.text]);
});
