import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutbound, type Outbound } from '../../../src/lib/outbound/client.ts';
import { checkTargetUrl, maxUrlLength } from '../../../src/lib/outbound/target.ts';
import {
  developmentOutbound,
  failureOf,
  listen,
  ok,
  onRequest,
  post,
  type Receiver,
  replying,
} from './support.ts';

let loopback: Receiver;
let loopbackIPv6: Receiver | undefined;
let outbound: Outbound;

beforeAll(async () => {
  const accept: Parameters<typeof listen>[0] = (socket) =>
    onRequest(socket, () => socket.write(ok));
  loopback = await listen(accept);
  loopbackIPv6 = await listen(accept, '::1').catch(() => undefined);
  outbound = createOutbound({
    allowPrivateNetwork: false,
    // A resolver that knows every name as the own host: a name that slips through the rules meets the address check.
    lookup: async () => ['127.0.0.1'],
  });
});

afterAll(async () => {
  await outbound.close();
  loopback.close();
  loopbackIPv6?.close();
});

// `PORT` stands for the port of a live listener on loopback.
const spellingsOfLoopback = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://127.0.1:PORT/',
  'http://127.000.000.001:PORT/',
  'http://127.0.0.1.:PORT/',
  'http://0x7f.1:PORT/',
  'http://0x7F.0x0.0x0.0x1:PORT/',
  'http://0x7f000001:PORT/',
  'http://0x7f000001.:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://0177.1:PORT/',
  'http://017700000001:PORT/',
  'http://2130706433:PORT/',
  'http://127.0x0.0.01:PORT/',
  'http://0:PORT/',
  'http://0.0.0.0:PORT/',
  'http://0x:PORT/',
  'http://00:PORT/',
  'http://127.255.255.254:PORT/',
  'http://１２７．０．０．１:PORT/',
  'http://１２７。０。０。１:PORT/',
  'http://127。0。0。1:PORT/',
  'http://127｡0｡0｡1:PORT/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:PORT/',
  'http://２１３０７０６４３３:PORT/',
  'http://%31%32%37.0.0.1:PORT/',
  'http://127%2E0%2e0.1:PORT/',
  'http://%30x7f.1:PORT/',
  'http:127.0.0.1:PORT/',
  'http:/127.0.0.1:PORT/',
  'http:////127.0.0.1:PORT/',
  'http:\\\\127.0.0.1:PORT\\',
  'HTTP://127.0.0.1:PORT/',
  ' http://127.0.0.1:PORT/ ',
  'ht\ntp://127.0\t.0.1:PORT/',
  'http://127.0.0.1:PORT/#@example.com',
  'http://127.0.0.1:PORT\\@example.com/',
  'http://@127.0.0.1:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[::FFFF:7F00:0001]:PORT/',
  'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
  'http://[::127.0.0.1]:PORT/',
  'http://[64:ff9b::127.0.0.1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
];

const spellingsOfIPv6Loopback = [
  'http://[::1]:PORT/',
  'http://[0:0:0:0:0:0:0:1]:PORT/',
  'http://[0000:0000::0001]:PORT/',
  'http://[::0.0.0.1]:PORT/',
  'http://[::]:PORT/',
];

describe('a spelling of the own host', () => {
  it.each(spellingsOfLoopback)('is seen through: %s', async (spelling) => {
    const failure = await failureOf(outbound.send(post(withPort(spelling, loopback))));
    expect(failure).toMatchObject({ stage: 'refused', code: 'address_not_allowed' });
    expect(await loopback.connections()).toBe(0);
    const register = () =>
      checkTargetUrl(withPort(spelling, loopback), { allowPrivateNetwork: false });
    expect(register).toThrow(expect.objectContaining({ code: 'address_not_allowed' }));
  });

  it.each(spellingsOfIPv6Loopback)('is seen through: %s', async (spelling) => {
    const listener = loopbackIPv6 ?? loopback;
    const failure = await failureOf(outbound.send(post(withPort(spelling, listener))));
    expect(failure).toMatchObject({ stage: 'refused', code: 'address_not_allowed' });
    expect(await listener.connections()).toBe(0);
  });

  it.each([
    'http://localhost:PORT/',
    'http://localhost.:PORT/',
    'http://LocalHost:PORT/',
    'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/',
    'http://local\u00adhost:PORT/',
    'http://%6c%6fcalhost:PORT/',
    'http://sub.localhost:PORT/',
    'http://a.b.localhost.:PORT/',
    'http://localhost。:PORT/',
  ])('is seen through: %s', async (spelling) => {
    const failure = await failureOf(outbound.send(post(withPort(spelling, loopback))));
    expect(failure).toMatchObject({ stage: 'refused', code: 'host_not_allowed' });
    expect(await loopback.connections()).toBe(0);
  });

  it.each([
    'http://127.0.0.1..:PORT/',
    'http://a..b:PORT/',
    'http://.:PORT/',
    'http://.localhost:PORT/',
  ])('is no host name: %s', async (spelling) => {
    const failure = await failureOf(outbound.send(post(withPort(spelling, loopback))));
    expect(failure).toMatchObject({ stage: 'refused', code: 'host_not_allowed' });
    expect(await loopback.connections()).toBe(0);
  });

  it.each([
    'http://256.0.0.1:PORT/',
    'http://127.0.0.0.1:PORT/',
    'http://4294967296:PORT/',
    'http://127.0.0.1:PORT1234/',
    'http://[fe80::1%25lo]:PORT/',
    'http://[fe80::1%lo]:PORT/',
    'http://[::1%250]:PORT/',
    'http://[v1.fe80]:PORT/',
    'http://::1:PORT/',
    'http://127.0.0.1%00:PORT/',
    'http://127.0.0.1%2f:PORT/',
    'http://127.0.0.1 :PORT/',
    '//127.0.0.1:PORT/',
    '127.0.0.1:PORT',
    '',
  ])('is no URL: %s', async (spelling) => {
    const failure = await failureOf(outbound.send(post(withPort(spelling, loopback))));
    expect(failure).toMatchObject({ stage: 'refused', code: 'url_invalid' });
    expect(await loopback.connections()).toBe(0);
  });

  it('is called where private networks are allowed', async () => {
    const own = await replying(ok);
    const development = developmentOutbound();
    for (const spelling of [
      'http://0x7f.1:PORT/',
      'http://127.0.0.1:PORT/',
      'http://localhost:PORT/',
    ]) {
      expect((await development.send(post(withPort(spelling, own)))).status).toBe(200);
    }
    expect(own.requests).toHaveLength(3);
  });
});

describe('a name', () => {
  it('that resolves to the own host is refused', async () => {
    const failure = await failureOf(
      outbound.send(post(withPort('http://looks-fine.test:PORT/', loopback))),
    );
    expect(failure).toMatchObject({ stage: 'refused', code: 'address_not_allowed' });
    expect(await loopback.connections()).toBe(0);
  });

  it('is refused in the same words whether the port is open or closed', async () => {
    const closed = await listen();
    closed.close();
    const messages = await Promise.all(
      ['127.0.0.1', 'looks-fine.test'].flatMap((host) =>
        [loopback.port, closed.port].map(async (port) => {
          const { stage, code, message } = await failureOf(
            outbound.send(post(`http://${host}:${port}/`)),
          );
          return `${stage} ${code} ${message}`;
        }),
      ),
    );
    expect(new Set(messages).size).toBe(1);
    expect(messages[0]).not.toContain('127.0.0.1');
  });
});

// These rules hold in development too.
describe.each([false, true])('with allowPrivateNetwork %s', (allowPrivateNetwork) => {
  const check = (url: string) => () => checkTargetUrl(url, { allowPrivateNetwork });

  it.each([
    'file:///etc/passwd',
    'ftp://example.com/x',
    'data:text/plain,hello',
    'javascript:alert(1)',
    'gopher://example.com/',
    'ws://example.com/',
    'wss://example.com/',
    'blob:https://example.com/x',
    'unix:/var/run/docker.sock',
    'about:blank',
    'https+unix://example.com/',
  ])('refuses the scheme of %s', (url) => {
    expect(check(url)).toThrow(expect.objectContaining({ code: 'scheme_not_allowed' }));
  });

  it.each([
    'http://user@example.com/',
    'http://user:pass@example.com/',
    'http://:pass@example.com/',
    'http://example.com%2f@9.9.9.9/',
    'http://example.com:80@9.9.9.9/',
    'http://example.com%23@9.9.9.9/',
  ])('refuses the userinfo of %s', (url) => {
    expect(check(url)).toThrow(expect.objectContaining({ code: 'userinfo_not_allowed' }));
  });

  it.each([
    0, 7, 21, 22, 23, 25, 53, 110, 143, 389, 445, 465, 587, 993, 1433, 2049, 2375, 2379, 3306, 3389,
    5432, 5672, 6000, 6379, 6432, 6667, 9200, 10250, 11211, 27017,
  ])('refuses port %d, whatever the spelling', (port) => {
    for (const host of ['example.com', '9.9.9.9', '[2620:fe::fe]']) {
      for (const spelling of [`${port}`, `0${port}`]) {
        expect(check(`https://${host}:${spelling}/`)).toThrow(
          expect.objectContaining({ code: 'port_not_allowed' }),
        );
      }
    }
  });

  it.each([80, 443, 3000, 5000, 7000, 8000, 8080, 8443, 32768, 65535])('allows port %d', (port) => {
    expect(check(`https://example.com:${port}/`)()).toMatchObject({ port });
  });

  it('refuses a URL or host name beyond its limit, and takes one at it', () => {
    const url = (length: number) => `https://example.com/${'a'.repeat(length - 20)}`;
    expect(check(url(maxUrlLength))()).toMatchObject({ hostname: 'example.com' });
    expect(check(url(maxUrlLength + 1))).toThrow(expect.objectContaining({ code: 'url_too_long' }));
    expect(check(`https://${'a'.repeat(63)}.com/`)()).toMatchObject({ port: 443 });
    expect(check(`https://${'a'.repeat(64)}.com/`)).toThrow(
      expect.objectContaining({ code: 'host_not_allowed' }),
    );
    const long = `${'a.'.repeat(125)}com`;
    expect(check(`https://${long}/`)()).toMatchObject({ hostname: long });
    expect(check(`https://a${long}/`)).toThrow(
      expect.objectContaining({ code: 'host_not_allowed' }),
    );
  });

  it('answers with the parts of an accepted URL in their normal form', () => {
    expect(check('HTTPS://EXAMPLE.com:443/a b?q=ü#fragment')()).toEqual({
      href: 'https://example.com/a%20b?q=%C3%BC',
      origin: 'https://example.com',
      protocol: 'https:',
      hostname: 'example.com',
      port: 443,
      path: '/a%20b?q=%C3%BC',
    });
    expect(check('http://[2620:FE::00FE]:8080')()).toMatchObject({
      origin: 'http://[2620:fe::fe]:8080',
      hostname: '2620:fe::fe',
      port: 8080,
      path: '/',
    });
  });
});

function withPort(url: string, { port }: Receiver): string {
  return url.replace('PORT', String(port));
}
