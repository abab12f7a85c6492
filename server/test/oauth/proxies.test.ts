import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { registerPlugin, type TestPlugin } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { inBody } from './token-endpoint.ts';

/** Statuses of guesses, one for each `X-Forwarded-For`, where one failed log-in for each address is admitted. */
async function guess(trustProxy: string, forwarded: string[]): Promise<number[]> {
  const server = await startTestServer({
    env: { PLUGBOARD_TRUST_PROXY: trustProxy, PLUGBOARD_FAILED_LOGIN_LIMIT: '1' },
  });
  const plugin = await registerPlugin(server);
  const statuses: number[] = [];
  for (const addresses of forwarded) statuses.push(await guessFrom(server, plugin, addresses));
  await server.close();
  return statuses;
}

async function guessFrom(server: TestServer, plugin: TestPlugin, addresses: string) {
  const { status } = await send(
    `${server.url}/a/auth/v0/token`,
    'POST',
    { grant_type: 'client_credentials', ...inBody(plugin), client_secret: 'guess' },
    { 'x-forwarded-for': addresses },
  );
  return status;
}

const TWO_CLIENTS = ['198.51.100.1', '198.51.100.2', '198.51.100.1'];

test.each(['off', '', '0', '10.0.0.0/8,::2'])(
  'with PLUGBOARD_TRUST_PROXY=%j a forged X-Forwarded-For changes nothing',
  async (trustProxy) => {
    expect(await guess(trustProxy, TWO_CLIENTS)).toEqual([401, 429, 429]);
  },
);

test.each(['1', '127.0.0.1', '10.0.0.0/8, 127.0.0.0/8'])(
  'with PLUGBOARD_TRUST_PROXY=%j callers are told apart by what the proxy in front says',
  async (trustProxy) => {
    expect(await guess(trustProxy, TWO_CLIENTS)).toEqual([401, 401, 429]);
    const forged = ['192.0.2.1, 198.51.100.1', '192.0.2.2, 198.51.100.1'];
    expect(await guess(trustProxy, forged)).toEqual([401, 429]);
  },
);

test.each(['2', '127.0.0.1,10.0.0.0/8'])(
  'with PLUGBOARD_TRUST_PROXY=%j two proxies in a row are passed over',
  async (trustProxy) => {
    const behindTwo = ['198.51.100.1, 10.0.0.1', '198.51.100.2, 10.0.0.1'];
    expect(await guess(trustProxy, behindTwo)).toEqual([401, 401]);
  },
);

test.each([
  'proxy',
  '-1',
  '1.5',
  '10.0.0.0/33',
  '10.0.0.0/0',
  '::/129',
  '10.0.0.0/8/8',
  '1.2.3.4,',
])('PLUGBOARD_TRUST_PROXY=%j is refused', (trustProxy) => {
  expect(() => readConfig({ PLUGBOARD_TRUST_PROXY: trustProxy })).toThrow(
    /PLUGBOARD_TRUST_PROXY must be "off", the number of proxies/,
  );
});
