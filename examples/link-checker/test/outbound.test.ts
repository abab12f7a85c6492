import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isPublicAddress } from '../src/addresses.ts';
import { checkLinks, runCheck } from '../src/check.ts';
import { createGet } from '../src/outbound.ts';

const SETTINGS = { ignored_hosts: [], redirects_are_broken: false };

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A web server on this machine. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  'localhost',
  '',
])('%j is not on the public Internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '193.0.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is on the public Internet',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test('nothing on this machine is called, however its address is written', async () => {
  let calls = 0;
  const url = await serve((_request, response) => {
    calls++;
    response.end();
  });
  const { port } = new URL(url);
  const spellings = [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '2130706433',
    '0x7f.1',
    '127.1',
    '0',
    '[::ffff:127.0.0.1]',
  ];
  const links = spellings.map((host) => `http://${host}:${port}/`);
  const results = await checkLinks(links, SETTINGS, createGet(false));
  expect(results.map(({ outcome }) => outcome)).toEqual(links.map(() => 'refused'));
  expect(calls).toBe(0);
});

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'https://user:secret@example.com/',
  'http://8.8.8.8:25/',
  'ftp://example.com/',
])('%s is not called', async (url) => {
  await expect(createGet(false)(url)).rejects.toMatchObject({ name: 'NotCalled' });
});

test('a page on this machine cannot be read through the form either', async () => {
  const url = await serve((_request, response) => response.end('secret'));
  await expect(runCheck({ url }, SETTINGS, createGet(false))).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('private network'),
  });
});

test('links fare as their servers answer', async () => {
  const url = await serve(({ url = '' }, response) => {
    const [, status = '', to] = url.split('/');
    response.writeHead(Number(status), to === undefined ? {} : { location: `/${to}` }).end();
  });
  const paths = ['200', '302/200', '301/404', '404', '500', '401', '429', '302/302'];
  const links = [...paths.map((path) => `${url}/${path}`), 'http://127.0.0.1:1/'];
  const found = await checkLinks(links, SETTINGS, createGet(true));
  expect(found.map(({ outcome, status }) => [outcome, status])).toEqual([
    ['ok', 200],
    ['redirected', 200],
    ['broken', 404],
    ['broken', 404],
    ['broken', 500],
    ['unclear', 401],
    ['unclear', 429],
    ['broken', 302],
    ['broken', null],
  ]);

  const strict = { ignored_hosts: ['0.0.1'], redirects_are_broken: true };
  expect(await checkLinks(links.slice(1, 2), strict, createGet(true))).toMatchObject([
    { outcome: 'ignored' },
  ]);
  const onlyStrict = { ignored_hosts: [], redirects_are_broken: true };
  expect(await checkLinks(links.slice(1, 2), onlyStrict, createGet(true))).toMatchObject([
    { outcome: 'broken', detail: `Redirects to ${url}/200` },
  ]);
});

test('a page is read only so far', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    // It never ends.
    const write = (): void => {
      while (response.write('<p>'.repeat(10_000)));
      response.once('drain', write);
    };
    response.write('<title>Long</title><a href="mailto:x">');
    write();
  });
  expect(await runCheck({ url }, SETTINGS, createGet(true))).toMatchObject({
    title: 'Long',
    url: `${url}/`,
    results: [],
  });
});

test.each<[unknown, string]>([
  [undefined, 'Enter the address'],
  [{ url: 'example.com' }, 'Enter the address'],
  [{ url: 'file:///etc/passwd' }, 'Enter the address'],
  [{ html: 'x'.repeat(256 * 1024 + 1) }, 'longer than'],
])('%j is refused', async (request, message) => {
  const check = runCheck(request, SETTINGS, createGet(true));
  await expect(check).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining(message),
  });
});
