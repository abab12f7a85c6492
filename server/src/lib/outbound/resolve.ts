import { Resolver, lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';
import { addressNotAllowed, codeOf, OutboundError } from './errors.ts';
import type { OutboundPolicy } from './target.ts';

/** Every address of a host name, IPv4 and IPv6; rejects when there is none. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** What {@link createLookup} makes: `cancel` rejects the questions that are still open. */
export interface LookupHandle {
  lookup: Lookup;
  cancel(): void;
}

/**
 * The resolver for a policy. In production it asks the name servers directly: the system's resolver occupies one of the four
 * threads of libuv's pool per question, so that four plugins whose name servers never answer would stop every file and hash
 * operation of the process. In development names like `localhost` come from the hosts file, which only the system reads.
 *
 * @param nameServers `address:port` of those to ask in place of the system's; only tests give it
 */
export function createLookup(policy: OutboundPolicy, nameServers?: string[]): LookupHandle {
  if (policy.allowPrivateNetwork) return { lookup: lookupBySystem, cancel: () => undefined };
  // The second try waits twice as long: 1.5 s + 3 s stay below the connect timeout of 5 s.
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  return {
    lookup: (hostname) => lookupByNameServer(resolver, hostname),
    cancel: () => resolver.cancel(),
  };
}

async function lookupBySystem(hostname: string): Promise<string[]> {
  const found = await systemLookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

async function lookupByNameServer(resolver: Resolver, hostname: string): Promise<string[]> {
  // IPv4 first: many container networks have no route for IPv6.
  const [ipv4, ipv6] = await Promise.allSettled([
    resolver.resolve4(hostname),
    resolver.resolve6(hostname),
  ]);
  const found = [ipv4, ipv6].flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (found.length > 0) return found;
  const reasons = [ipv4, ipv6].flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  throw reasons.find((reason) => !isMissing(reason)) ?? reasons[0];
}

/** Most addresses tried for one connection: a hostile zone with thousands must not make us a port scanner. */
const maxCandidates = 8;

/**
 * The addresses a connection may go to. All of them are checked, and one that is not allowed spoils the rest: a name with
 * both public and private records is how filters are walked around. Literals are checked here too, since Node connects to
 * them without asking any resolver.
 *
 * @throws {OutboundRefused} when an address is not allowed
 * @throws {OutboundError} stage `dns` when the name does not resolve
 */
export async function allowedAddresses(
  hostname: string,
  lookup: Lookup,
  policy: OutboundPolicy,
): Promise<readonly string[]> {
  const addresses = isIP(hostname) === 0 ? await find(hostname, lookup) : [hostname];
  if (!policy.allowPrivateNetwork && !addresses.every(isPublicAddress)) throw addressNotAllowed();
  return addresses.slice(0, maxCandidates);
}

async function find(hostname: string, lookup: Lookup): Promise<readonly string[]> {
  try {
    const addresses = await lookup(hostname);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    if (!isMissing(error)) {
      throw new OutboundError('dns', 'dns_failed', 'The host name could not be resolved', error);
    }
  }
  throw new OutboundError('dns', 'host_not_found', 'The host name does not exist in the DNS');
}

/** The resolver's way of saying "there is none", as opposed to "I could not find out". */
function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOTFOUND' || code === 'ENODATA';
}
