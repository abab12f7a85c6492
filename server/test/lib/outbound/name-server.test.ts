import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  allowedAddresses,
  createLookup,
  type LookupHandle,
} from '../../../src/lib/outbound/resolve.ts';

const noError = 0;
const serverFailure = 2;
const nameError = 3;
const typeA = 1;

interface Zone {
  ipv4?: number[][];
  ipv6?: number[][];
  /** The response code for a question without records. */
  otherwise?: { ipv4?: number; ipv6?: number };
}

describe('resolving by name server', () => {
  const local = [127, 0, 0, 1];
  const publicIPv4 = [9, 9, 9, 9];
  const publicIPv6 = [0x26, 0x20, 0, 0xfe, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfe];

  it('finds the addresses of both families', async () => {
    const both = await nameServer({ ipv4: [publicIPv4, local], ipv6: [publicIPv6] });
    expect(await both.lookup('plugin.test')).toEqual(['9.9.9.9', '127.0.0.1', '2620:fe::fe']);
  });

  it('is content with one family, whether the other is empty or broken', async () => {
    const empty = await nameServer({ ipv4: [publicIPv4] });
    expect(await empty.lookup('plugin.test')).toEqual(['9.9.9.9']);
    const broken = await nameServer({ ipv6: [publicIPv6], otherwise: { ipv4: serverFailure } });
    expect(await broken.lookup('plugin.test')).toEqual(['2620:fe::fe']);
  });

  it.each([
    [
      'a private address in one family spoils the other',
      { ipv4: [local], ipv6: [publicIPv6] },
      'address_not_allowed',
    ],
    ['no such name', { otherwise: { ipv4: nameError, ipv6: nameError } }, 'host_not_found'],
    ['a name without addresses', {}, 'host_not_found'],
    ['a broken zone', { otherwise: { ipv4: serverFailure, ipv6: serverFailure } }, 'dns_failed'],
    [
      'a half broken, half empty zone',
      { otherwise: { ipv4: noError, ipv6: serverFailure } },
      'dns_failed',
    ],
  ] satisfies [string, Zone, string][])('is refused for %s', async (_name, zone, code) => {
    const { lookup } = await nameServer(zone);
    await expect(
      allowedAddresses('plugin.test', lookup, { allowPrivateNetwork: false }),
    ).rejects.toMatchObject({ code });
  });

  it('ends when it is cancelled', async () => {
    const silent = await nameServer();
    const call = allowedAddresses('plugin.test', silent.lookup, { allowPrivateNetwork: false });
    silent.cancel();
    await expect(call).rejects.toMatchObject({ code: 'dns_failed', cause: { code: 'ECANCELLED' } });
  });
});

describe('a literal', () => {
  it.each(['127.0.0.1', '::1', '::ffff:10.0.0.1'])(
    'is checked when connecting too: %s',
    async (address) => {
      const lookup = () => Promise.reject(new Error('A literal needs no resolver'));
      await expect(
        allowedAddresses(address, lookup, { allowPrivateNetwork: false }),
      ).rejects.toMatchObject({
        code: 'address_not_allowed',
      });
      expect(await allowedAddresses(address, lookup, { allowPrivateNetwork: true })).toEqual([
        address,
      ]);
    },
  );
});

it('reads the hosts file where private networks are allowed', async () => {
  expect(await createLookup({ allowPrivateNetwork: true }).lookup('localhost')).toContain(
    '127.0.0.1',
  );
});

/** A resolver whose only name server is a socket of this test, with the same zone for every name; without one it is silent. */
async function nameServer(zone?: Zone): Promise<LookupHandle> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    if (zone !== undefined) socket.send(reply(query, zone), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return createLookup({ allowPrivateNetwork: false }, [`127.0.0.1:${socket.address().port}`]);
}

/** A DNS reply (RFC 1035 §4.1): the query's id and question, then one record for each address. */
function reply(query: Buffer, zone: Zone): Buffer {
  const questionEnd = query.indexOf(0, 12) + 5;
  const family = query.readUInt16BE(questionEnd - 4) === typeA ? 'ipv4' : 'ipv6';
  const addresses = zone[family] ?? [];
  const code = addresses.length > 0 ? noError : (zone.otherwise?.[family] ?? noError);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) => {
    const fixed = Buffer.from([
      0xc0,
      12,
      0,
      family === 'ipv4' ? 1 : 28,
      0,
      1,
      0,
      0,
      0,
      0,
      0,
      address.length,
    ]);
    return Buffer.concat([fixed, Buffer.from(address)]);
  });
  return Buffer.concat([header, query.subarray(12, questionEnd), ...records]);
}
