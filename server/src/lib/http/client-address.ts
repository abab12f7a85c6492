import { isIPv6 } from 'node:net';

const GROUPS = 8;
const NETWORK_GROUPS = 4;
// The longest text of an address (RFC 4291 §2.2): what a proxy writes may be longer, and is remembered.
const MAX_ADDRESS_CHARACTERS = 45;

/**
 * Whom a limit by address counts: an IPv4 address, and of IPv6 the network of 64 bits, which a single line or machine has whole
 * (RFC 6177 §2): counted one by one, its 2^64 addresses were as many fresh starts.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address.slice(0, MAX_ADDRESS_CHARACTERS);
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : GROUPS - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => Number.parseInt(group, 16));
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
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
