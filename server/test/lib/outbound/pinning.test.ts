import net, { type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOutbound, type Outbound } from '../../../src/lib/outbound/client.ts';
import { failureOf, ok, post, receiver, replying } from './support.ts';

// A public address stands in for the plugin's server; connections to it are led to a loopback receiver, so that nothing
// leaves the machine, and what the code asked for is written down.
const publicAddress = '9.9.9.9';
let dialled: net.TcpNetConnectOpts[] = [];
let publicPort = 0;
let outbound: Outbound | undefined;

beforeEach(() => {
  dialled = [];
  const connectForReal = net.connect;
  vi.spyOn(net, 'connect').mockImplementation(((options: net.TcpNetConnectOpts): Socket => {
    dialled.push(options);
    if (options.host !== publicAddress) return connectForReal(options);
    return connectForReal({ ...options, host: '127.0.0.1', port: publicPort });
  }) as typeof net.connect);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await outbound?.close();
});

it('connects to the address that was checked and resolves no second time', async () => {
  const plugin = await replying(ok);
  publicPort = plugin.port;
  const lookup = vi.fn(async () => [publicAddress]);
  outbound = createOutbound({ allowPrivateNetwork: false, lookup });

  const reply = await outbound.send(post('http://plugin.test/hook'));

  expect(reply).toMatchObject({ status: 200, remoteAddress: publicAddress });
  expect(lookup.mock.calls).toEqual([['plugin.test']]);
  expect(dialled.map(({ host, port }) => `${host} ${port}`)).toEqual([`${publicAddress} 80`]);
  expect(plugin.requests[0]).toContain('\r\nhost: plugin.test\r\n');
});

it('checks again for every new connection, so that a rebound name reaches nothing private', async () => {
  const plugin = await replying(`${ok.replace('\r\n', '\r\nconnection: close\r\n')}`);
  const secret = await receiver();
  publicPort = plugin.port;
  const answers = [[publicAddress], ['127.0.0.1'], ['::1'], ['169.254.169.254']];
  outbound = createOutbound({
    allowPrivateNetwork: false,
    lookup: async () => answers.shift() ?? [],
  });
  // The secret listener's port, which 127.0.0.1 would lead to; the public address is led to the plugin instead.
  const url = `http://rebinding.test:${secret.port}/hook`;

  expect((await outbound.send(post(url))).status).toBe(200);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    expect(await failureOf(outbound.send(post(url)))).toMatchObject({
      code: 'address_not_allowed',
    });
  }

  expect(dialled.map(({ host }) => host)).toEqual([publicAddress]);
  vi.restoreAllMocks();
  expect(await secret.connections()).toBe(0);
});

it('keeps an open connection on its address while the name points elsewhere', async () => {
  const plugin = await replying(ok);
  publicPort = plugin.port;
  const lookup = vi.fn(async () =>
    lookup.mock.calls.length === 1 ? [publicAddress] : ['127.0.0.1'],
  );
  outbound = createOutbound({ allowPrivateNetwork: false, lookup });

  await outbound.send(post('http://plugin.test/hook'));
  const reply = await outbound.send(post('http://plugin.test/hook'));

  expect(reply.remoteAddress).toBe(publicAddress);
  expect(lookup).toHaveBeenCalledTimes(1);
  expect(plugin.sockets).toHaveLength(1);
});

it('renews a busy connection after a minute, so that a change in the DNS is followed', async () => {
  const plugin = await replying(ok);
  publicPort = plugin.port;
  const lookup = vi.fn(async () => [publicAddress]);
  outbound = createOutbound({ allowPrivateNetwork: false, lookup });
  const now = vi.spyOn(performance, 'now').mockImplementation(() => 1_000);

  await outbound.send(post('http://plugin.test/hook'));
  now.mockImplementation(() => 60_900);
  await outbound.send(post('http://plugin.test/hook'));
  expect(lookup).toHaveBeenCalledTimes(1);
  now.mockImplementation(() => 61_001);
  await outbound.send(post('http://plugin.test/hook'));
  await outbound.send(post('http://plugin.test/hook'));

  expect(lookup).toHaveBeenCalledTimes(2);
  expect(plugin.requests.map((request) => /connection: (\S+)/.exec(request)?.[1])).toEqual([
    'keep-alive',
    'keep-alive',
    'close',
    'keep-alive',
  ]);
});

it('follows no redirect, so that a public host cannot send us to a private one', async () => {
  const secret = await receiver();
  const plugin = await replying(
    `HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:${secret.port}/\r\ncontent-length: 0\r\n\r\n`,
  );
  publicPort = plugin.port;
  outbound = createOutbound({ allowPrivateNetwork: false, lookup: async () => [publicAddress] });

  expect((await outbound.send(post('http://plugin.test/hook'))).status).toBe(307);
  vi.restoreAllMocks();
  expect(await secret.connections()).toBe(0);
});

it('tries at most eight addresses of a name', async () => {
  const closed = await receiver();
  closed.close();
  publicPort = closed.port;
  outbound = createOutbound({
    allowPrivateNetwork: false,
    lookup: async () => Array.from({ length: 500 }, () => publicAddress),
  });

  expect(await failureOf(outbound.send(post('http://many.test/')))).toMatchObject({
    code: 'connection_refused',
  });
  expect(dialled).toHaveLength(8);
});
