import { BlockList, isIP } from 'node:net';

// The IANA special-purpose registries plus multicast, reserved and deprecated space, written as ranges rather than taken from a
// library's idea of "unicast": what is refused must be readable here. Judged by address alone, so the few globally reachable
// services inside them (AS112, PCP anycast) are refused as well: no plugin runs there.
const specialIPv4 = [
  '0.0.0.0/8', // "this network"; 0.0.0.0 reaches the own host on Linux
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT, also cloud-internal services
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local: cloud metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
] as const;

// Of IPv6 only this much was ever given to the Internet (IANA: global unicast). The rest is refused whether something is said of it
// or not: what a kernel or a gateway makes of `200::1`, `4000::`, NAT64 (`64:ff9b::/96`), addresses that embed IPv4
// (`::ffff:0:0:0/96`), unique local or link-local ones is nobody's business that a plugin could have.
const globalIPv6 = '2000::/3';

// Special-purpose space within it.
const specialIPv6 = [
  '2001::/23', // protocol assignments, Teredo (carries any IPv4 address) and ORCHID among them
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: carries any IPv4 address
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
] as const;

// An IPv4 address as IPv6 sockets write it. BlockList judges such by the ranges of IPv4, too.
const mappedIPv4 = '::ffff:0:0/96';

const special = new BlockList();
for (const range of specialIPv4) addRange(special, range, 'ipv4');
for (const range of specialIPv6) addRange(special, range, 'ipv6');

const possibleIPv6 = new BlockList();
for (const range of [globalIPv6, mappedIPv4]) addRange(possibleIPv6, range, 'ipv6');

function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [network = '', prefix] = range.split('/');
  list.addSubnet(network, Number(prefix), family);
}

/**
 * Whether a plugin may be called at this address: a textual IPv4 address outside all special-purpose space, or an IPv6 address that
 * is global unicast (`2000::/3`) and outside of it. An IPv4-mapped IPv6 address (`::ffff:0:0/96`) is judged by the IPv4 address
 * inside, since that is where the kernel goes. Anything that is not an address, or carries a zone, is not public.
 */
export function isPublicAddress(ip: string): boolean {
  if (ip.includes('%')) return false;
  switch (isIP(ip)) {
    case 4:
      return !special.check(ip, 'ipv4');
    case 6:
      return possibleIPv6.check(ip, 'ipv6') && !special.check(ip, 'ipv6');
    default:
      return false;
  }
}
