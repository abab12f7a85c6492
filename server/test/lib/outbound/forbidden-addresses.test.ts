import net, { isIP, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isPublicAddress } from '../../../src/lib/outbound/addresses.ts';
import { createOutbound, type Outbound } from '../../../src/lib/outbound/client.ts';
import { boundaryVectors, format } from './ranges.ts';
import { failureOf, listen, ok, onRequest, post, type Receiver } from './support.ts';

const vectors = boundaryVectors();
const refused = vectors.filter((vector) => !vector.isPublic);
const allowed = vectors.filter((vector) => vector.isPublic);

let answer: string[] = [];
let receiver: Receiver;
let outbound: Outbound;
// What the code under test asks the kernel to connect to. Calls are led to loopback, so that "public" means no real host.
let dialled: string[] = [];
const connectForReal = net.connect;

beforeAll(async () => {
  receiver = await listen((socket) => onRequest(socket, () => socket.write(ok)));
  outbound = createOutbound({ allowPrivateNetwork: false, lookup: async () => answer });
  vi.spyOn(net, 'connect').mockImplementation(((options: net.TcpNetConnectOpts): Socket => {
    dialled.push(options.host ?? '');
    return connectForReal({ ...options, host: '127.0.0.1', port: receiver.port });
  }) as typeof net.connect);
});

afterEach(() => {
  dialled = [];
});

afterAll(async () => {
  vi.restoreAllMocks();
  await outbound.close();
  receiver.close();
});

function literalUrl(address: string): string {
  return `http://${address.includes(':') ? `[${address}]` : address}/hook`;
}

it('covers at least 300 forbidden ways to an address', () => {
  // Each refused address is tried as a literal, as the answer of a resolver, and as one of several answers.
  expect(refused.length * 3).toBeGreaterThanOrEqual(300);
});

describe('a forbidden address', () => {
  it.each(refused)('is refused as a literal: $address ($position)', async ({ address }) => {
    const failure = await failureOf(outbound.send(post(literalUrl(address))));
    expect(failure).toMatchObject({ stage: 'refused', code: 'address_not_allowed' });
    expect(isPublicAddress(address)).toBe(false);
    expect(dialled).toEqual([]);
  });

  it.each(refused)('is refused as a DNS answer: $address ($position)', async ({ address }) => {
    answer = [address];
    const failure = await failureOf(outbound.send(post('http://receiver.test/hook')));
    expect(failure).toMatchObject({ stage: 'refused', code: 'address_not_allowed' });
    expect(dialled).toEqual([]);
  });

  it.each(refused)(
    'spoils the public ones beside it: $address ($position)',
    async ({ address }) => {
      answer = ['9.9.9.9', address, '2620:fe::fe'];
      const failure = await failureOf(outbound.send(post('http://mixed.test/hook')));
      expect(failure).toMatchObject({ stage: 'refused', code: 'address_not_allowed' });
      expect(dialled).toEqual([]);
    },
  );
});

describe('an address outside the forbidden ranges', () => {
  it.each(allowed)('is called: $address ($position)', async ({ address }) => {
    const reply = await outbound.send(post(literalUrl(address)));
    expect(reply.status).toBe(200);
    expect(isPublicAddress(address)).toBe(true);
    expect(dialled).toHaveLength(1);
  });
});

describe('of IPv6', () => {
  const bits = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });

  it('nothing outside 2000::/3 is public, but what is IPv4 in truth', () => {
    const outside = bits.filter((number) => number >> 125n !== 1n && number >> 32n !== 0xffffn);
    fc.assert(fc.property(outside, (number) => !isPublicAddress(format('IPv6', number))));
  });

  it('an address that is IPv4 in truth is as public as that one', () => {
    const ipv4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
    const asJudged = (number: bigint) =>
      isPublicAddress(format('IPv6', 0xffff_0000_0000n + number)) ===
      isPublicAddress(format('IPv4', number));
    fc.assert(fc.property(ipv4, asJudged));
  });

  it('other ways to embed IPv4 are not public, whatever is inside', () => {
    const prefixes = ['::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::', '2002:', '2001::'];
    const inside = fc.tuple(fc.constantFrom(...prefixes), fc.ipV4());
    const refused = ([prefix, ipv4]: [string, string]) => {
      const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
      const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(':');
      const address = prefix === '2002:' ? `2002:${groups}::` : `${prefix}${groups}`;
      return isIP(address) === 6 && !isPublicAddress(address);
    };
    fc.assert(fc.property(inside, refused));
  });
});

describe('what is no address', () => {
  it.each([
    '',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '9.9.9.9 ',
    '9.9.9',
    'fe80::1%lo',
    '[2620:fe::fe]',
    '2620:fe::fe/128',
    '02620:fe::fe',
    '2620:fe::fe::',
    '::ffff:9.9.9.09',
    '2620:fe::fe%25lo',
    '2620:fe::fe%lo',
  ])('is not public: "%s"', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });
});
