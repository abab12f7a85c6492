import { isIPv6 } from 'node:net';

const GROUPS = 8;
const NETWORK_GROUPS = 4;
// The longest text of an address (RFC 4291 §2.2): what a proxy writes may be longer, and is remembered.
const MAX_ADDRESS_CHARACTERS = 45;

/**
 * Whom a limit by address counts: an IPv4 address, and of IPv6 the network of 64 bits, which a single line or machine has whole
 * (RFC 6177 §2): counted one by one, its 2^64 addresses were as many fresh starts. An IPv4 address that is written as IPv6 is that IPv4
 * address.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address.slice(0, MAX_ADDRESS_CHARACTERS);
  const plain = canonical(address);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(plain) ?? [];
  if (high !== undefined && low !== undefined) return `${dotted(high)}.${dotted(low)}`;
  const [before = [], after = []] = plain.split('::').map((side) => side.split(':'));
  const zeros = Array<string>(GROUPS - before.length - after.length).fill('0');
  const network = [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS);
  return `${network.map((group) => group || '0').join(':')}::/64`;
}

// As URLs write it, whatever its spelling: without a zone, in small letters, the longest run of zeros left out, no part of it dotted.
function canonical(address: string): string {
  const [withoutZone = ''] = address.split('%', 1);
  return new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
}

function dotted(group: string): string {
  const number = Number.parseInt(group, 16);
  return `${number >> 8}.${number & 0xff}`;
}

/**
 * Fastify's `trustProxy` for `PLUGBOARD_TRUST_PROXY`. A number trusts so many senders from us outwards, whoever they are: right where the
 * server can be reached through its proxies only. (Fastify takes numbers too, but then trusts nobody.)
 */
export function trustedProxies(
  setting: false | number | string[],
): false | string[] | ((address: string, hop: number) => boolean) {
  return typeof setting === 'number' ? (_address, hop) => hop < setting : setting;
}
