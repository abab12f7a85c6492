import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { EnvoyPluginAPI, EnvoyUserAPI } from '@plugboard/sdk/envoy';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setEnvironment } from './environment.ts';

/** What was asked for, each time. */
const asked: (string | null)[] = [];

/** A token endpoint whose first answer is lost on its way: it was asked, and whoever asked does not know. */
const endpoint = createServer(async (request, response) => {
  asked.push(new URLSearchParams(await text(request)).get('grant_type'));
  if (asked.length === 1) request.socket.destroy();
  else response.end('{"access_token":"token"}');
});

let setBack: () => void;
beforeAll(async () => {
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  setBack = setEnvironment({
    ENVOY_CLIENT_ID: 'client',
    ENVOY_CLIENT_SECRET: 'shh',
    ENVOY_BASE_URL: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`,
  });
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  setBack();
  await new Promise((resolve) => endpoint.close(resolve));
});

test('a code that is good once is sent once, though the answer is lost', async () => {
  const login = EnvoyUserAPI.loginAsUserWithCode('the-code', []);
  await expect(login).rejects.toMatchObject({ code: 'ERR_NETWORK' });
  expect(asked).toEqual(['authorization_code']);
});

test('all can be given in code, and what is empty is read from the environment', async () => {
  asked.push(null);
  const given: string[] = [];
  const answering: typeof fetch = async (url, init) => {
    const { authorization = '' } = (init?.headers ?? {}) as Record<string, string>;
    given.push(`${url} ${atob(authorization.replace('Basic ', ''))}`);
    return new Response('{"access_token":"token"}');
  };
  const setNothing = setEnvironment({ ENVOY_CLIENT_ID: '', ENVOY_CLIENT_SECRET: '' });
  const setNoUrl = setEnvironment({ ENVOY_BASE_URL: '' });
  const options = { baseUrl: 'https://plugboard.test/', fetch: answering };
  try {
    await EnvoyPluginAPI.loginAsPlugin('id', 'key', undefined, options);
    await EnvoyUserAPI.loginAsPluginInstaller('31', 'id', 'key', options);
    await EnvoyUserAPI.loginAsUserWithCode('code', undefined, 'id', 'key', options);
    expect(new Set(given)).toEqual(new Set(['https://plugboard.test/a/auth/v0/token id:key']));
    expect(EnvoyUserAPI.getAuthorizeURL('https://a.test', [], 'id', options)).toMatch(
      /^https:\/\/plugboard\.test\/a\/auth\/v0\/authorize\?.*client_id=id/,
    );
    await expect(EnvoyPluginAPI.loginAsPlugin()).rejects.toThrow(/set ENVOY_CLIENT_ID or/);
  } finally {
    setNoUrl();
    setNothing();
  }
  expect(await EnvoyPluginAPI.loginAsPlugin('', '', undefined, { baseUrl: '' })).toEqual({
    access_token: 'token',
  });
  expect(EnvoyUserAPI.getAuthorizeURL('https://a.test', [], '')).toContain('client_id=client');
});

test.each([
  ['client_credentials', () => EnvoyPluginAPI.loginAsPlugin()],
  ['plugin_install', () => EnvoyUserAPI.loginAsPluginInstaller('31')],
])('%s is asked for again where the answer is lost', async (grant, logIn) => {
  expect(await logIn()).toEqual({ access_token: 'token' });
  expect(asked).toEqual([grant, grant]);
});
