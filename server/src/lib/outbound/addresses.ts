import { BlockList, isIP } from 'node:net';

// The IANA special-purpose registries (IPv4 and IPv6) plus multicast, reserved and deprecated space, written as ranges rather
// than taken from a library's idea of "unicast": what is refused must be readable here. Judged by address alone, so the few
// globally reachable services inside them (AS112, PCP anycast) are refused as well: no plugin runs there.
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

const specialIPv6 = [
  '::/96', // unspecified, loopback and the deprecated IPv4-compatible addresses
  '64:ff9b::/96', // NAT64: a gateway would turn it into any IPv4 address
  '64:ff9b:1::/48', // local NAT64
  '100::/64', // discard
  '100:0:0:1::/64', // dummy prefix
  '2001::/23', // protocol assignments, Teredo and ORCHID among them
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: carries any IPv4 address
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
  '5f00::/16', // segment routing
  'fc00::/7', // unique local
  'fe80::/10', // link-local
  'fec0::/10', // site-local, deprecated
  'ff00::/8', // multicast
] as const;

const special = new BlockList();
for (const range of specialIPv4) addRange(range, 'ipv4');
for (const range of specialIPv6) addRange(range, 'ipv6');

function addRange(range: string, family: 'ipv4' | 'ipv6'): void {
  const [network = '', prefix] = range.split('/');
  special.addSubnet(network, Number(prefix), family);
}

/**
 * Whether a plugin may be called at this address: a textual IPv4 or IPv6 address outside all special-purpose space.
 * An IPv4-mapped IPv6 address (`::ffff:0:0/96`) is judged by the IPv4 address inside, as BlockList does, since that is where
 * the kernel goes. Anything that is not an address, or carries a zone, is not public.
 */
export function isPublicAddress(ip: string): boolean {
  const version = isIP(ip);
  if (version === 0 || ip.includes('%')) return false;
  return !special.check(ip, version === 4 ? 'ipv4' : 'ipv6');
}
