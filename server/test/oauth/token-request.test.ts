import { describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createUser, registerPlugin, requestToken, type TestPlugin } from '../support/plugins.ts';
import { send, type TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';
import {
  basic,
  expectOAuthError,
  expectToken,
  FORM,
  inBody,
  postToken,
  type TokenRequest,
} from './token-endpoint.ts';

let server: TestServer;
let plugin: TestPlugin;
setUp((given) => ({ server, plugin } = given));

const grant = { grant_type: 'client_credentials' };

describe('the address', () => {
  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])(
    '%s is not supported, whatever is sent along',
    async (method) => {
      const bodies = method === 'GET' || method === 'HEAD' ? [undefined] : [undefined, '{', grant];
      for (const body of bodies) {
        for (const contentType of ['application/json', 'text/html']) {
          const answer = await postToken(server, { method, body, contentType });
          expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
          if (method !== 'HEAD') expectOAuthError(answer, 405, 'invalid_request');
        }
      }
    },
  );

  test.each([
    'client_id=a',
    'client_secret=a',
    'client_id=a&client_secret=b',
    'refresh_token=a',
    'grant_type=client_credentials',
    'client%5fid=a',
    'client_id',
  ])('with ?%s is refused, even if the body is right', async (query) => {
    const body = { ...grant, ...inBody(plugin) };
    const answer = await postToken(server, { query: `?${query}`, body });
    expectOAuthError(answer, 400, 'invalid_request');
  });

  test('may have other parameters', async () => {
    const body = { ...grant, ...inBody(plugin) };
    expectToken(await postToken(server, { query: '?trace=1', body }), 'plugin');
  });
});

describe('the body', () => {
  const authenticated = (request: TokenRequest) =>
    postToken(server, {
      authorization: basic(plugin.clientId, plugin.clientSecret),
      ...request,
    });
  const json = JSON.stringify(grant);

  test.each([
    'text/plain',
    'text/json',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'x',
  ])('in %s is refused', async (contentType) => {
    expectOAuthError(await authenticated({ contentType, body: json }), 415, 'invalid_request');
  });

  test('may say its charset', async () => {
    for (const contentType of ['application/json; charset=utf-8', 'APPLICATION/JSON']) {
      expectToken(await authenticated({ contentType, body: json }), 'plugin');
    }
    const contentType = `${FORM}; charset=UTF-8`;
    expectToken(await authenticated({ contentType, body: grant }), 'plugin');
  });

  test.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['no JSON', '{"grant_type":'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a string', '"client_credentials"'],
    ['a number', '1e400'],
    ['a byte order mark', '\ufeff{}'],
    ['deep nesting', '['.repeat(10_000)],
    ['half a surrogate pair', '{"grant_type":"\\ud800"}'],
    ['a parameter twice', '{"grant_type":"client_credentials","grant_type":"client_credentials"}'],
    ['an unknown parameter twice', `{"grant_type":"client_credentials","a":1,"a":1}`],
    ['no grant_type', '{}'],
    ['a grant_type of null', '{"grant_type":null}'],
    ['an empty grant_type', '{"grant_type":""}'],
    ['a grant_type that is an array', '{"grant_type":["client_credentials"]}'],
    ['a grant_type that is an object', '{"grant_type":{"a":1}}'],
    ['a grant_type that is a number', '{"grant_type":1}'],
    ['a refresh_token that is an array', '{"grant_type":"refresh_token","refresh_token":[]}'],
    ['no refresh_token', '{"grant_type":"refresh_token"}'],
    ['no install_id', '{"grant_type":"plugin_install"}'],
    ['two install_ids', '{"grant_type":"plugin_install","install_id":[1,2]}'],
    ['an install_id that is none', '{"grant_type":"plugin_install","install_id":"1e3"}'],
    ['an install_id that is an object', '{"grant_type":"plugin_install","install_id":{}}'],
  ])('of %s is refused', async (_, body) => {
    expectOAuthError(await authenticated({ body }), 400, 'invalid_request');
  });

  test.each([
    '',
    'scope=plugin',
    'grant_type=',
    'grant_type',
    'grant_type=client_credentials&grant_type=client_credentials',
    'grant_type=client_credentials&grant_type=',
    'grant_type=client_credentials&scope=plugin&scope=token.refresh',
    'grant_type=client_credentials&client_id=a&client_id=a',
    'grant_type=client_credentials&a=1&a=2',
    'grant_type=refresh_token&refresh_token=a&refresh_token=b',
    'grant_type=plugin_install&install_id=1&install_id=1',
    'grant_type=plugin_install&install_id=-1',
  ])('of the form "%s" is refused', async (body) => {
    expectOAuthError(await authenticated({ contentType: FORM, body }), 400, 'invalid_request');
  });

  test.each([
    'password',
    'implicit',
    'Client_Credentials',
    'client_credentials ',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    '__proto__',
    'constructor',
    'toString',
    '<script>"\\é\u0001',
  ])('with the grant type %j is refused', async (grant_type) => {
    for (const contentType of ['application/json', FORM]) {
      const answer = await authenticated({ contentType, body: { grant_type } });
      expectOAuthError(answer, 400, 'unsupported_grant_type');
    }
  });

  test('has no say before the client is known', async () => {
    for (const body of [{ grant_type: 'password' }, { ...grant, scope: 'everything' }]) {
      expectOAuthError(await postToken(server, { body }), 401, 'invalid_client');
    }
  });

  test('of unknown parameters is taken, whatever they are called', async () => {
    const body = `{"grant_type":"client_credentials","__proto__":{"scope":"all"},"audience":["a"],"constructor":1}`;
    expectToken(await authenticated({ body }), 'plugin');
    const form = 'grant_type=client_credentials&__proto__=a&constructor=b&%00=%zz';
    expectToken(await authenticated({ contentType: FORM, body: form }), 'plugin');
  });

  test('is limited', async () => {
    const body = { ...grant, padding: 'x'.repeat(64 * 1024) };
    expectOAuthError(await authenticated({ body }), 413, 'invalid_request');
  });
});

test('a client whose id is that of a user is not that user', async () => {
  const userId = await createUser(server);
  const client = await registerPlugin(server);
  client.clientId = String(userId);
  await server.db.query(
    sql`update plugins set client_id = ${client.clientId} where id = ${client.id}`,
  );
  const answer = await requestToken(server, client, grant);
  expectToken(answer, 'plugin');
  const rows = await server.db.query<{ user_id: number | null }>(
    sql`select user_id from tokens where plugin_id = ${client.id}`,
  );
  expect(rows).toEqual([{ user_id: null }]);
});

test('unknown addresses beside the endpoint are not the endpoint', async () => {
  for (const path of [
    '/a/auth/v0/token//',
    '/a/auth/v0/token%00',
    '/a/auth/v0/tokens',
    '/a/auth/v0/TOKEN',
  ]) {
    const answer = await send(`${server.url}${path}`, 'POST', { ...grant, ...inBody(plugin) });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain('access_token');
  }
});
