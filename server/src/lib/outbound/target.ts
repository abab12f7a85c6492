import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';
import { addressNotAllowed, OutboundRefused } from './errors.ts';
import { isAllowedPort } from './ports.ts';

/** Which rules are lifted. */
export interface OutboundPolicy {
  /** Development only: `localhost` and non-public addresses may be called. Scheme, port and userinfo rules stay. */
  allowPrivateNetwork: boolean;
}

/** A URL that passed the static check, in the parts a connection needs. */
export interface OutboundTarget {
  /** The URL in its normal form, without the fragment. */
  href: string;
  /** `https://host:port`, without a default port. */
  origin: string;
  protocol: 'http:' | 'https:';
  /** Lower-case ASCII name, or an IP address without brackets. */
  hostname: string;
  port: number;
  /** Path and query, as in the request line. */
  path: string;
}

/** Longest URL accepted, in characters: what common servers accept as a request line. */
export const maxUrlLength = 8192;

const maxHostLength = 253;
const maxLabelLength = 63;

/**
 * Checks what can be known of a URL without asking the network; used when a plugin registers a URL and again on every call.
 * A name is only judged by what it resolves to, so passing here is no promise that a call is allowed.
 *
 * @throws {OutboundRefused} with the rule that the URL breaks
 */
export function checkTargetUrl(url: string | URL, policy: OutboundPolicy): OutboundTarget {
  const parsed = parse(url);
  checkScheme(parsed);
  checkUserinfo(parsed);
  const hostname = unbracket(parsed.hostname);
  checkHost(hostname, policy);
  const port = portOf(parsed);
  checkPort(port);
  const path = parsed.pathname + parsed.search;
  const { origin } = parsed;
  const protocol = parsed.protocol as OutboundTarget['protocol'];
  return { href: origin + path, origin, protocol, hostname, port, path };
}

function parse(url: string | URL): URL {
  const text = String(url);
  if (text.length > maxUrlLength) {
    throw new OutboundRefused('url_too_long', `A URL may have at most ${maxUrlLength} characters`);
  }
  try {
    // The WHATWG parser undoes every spelling of a host (hexadecimal, octal, short forms, full-width digits, percent
    // encoding, ideographic full stops), so the rules below see the address itself.
    return new URL(text);
  } catch {
    throw new OutboundRefused(
      'url_invalid',
      'This is not a valid absolute URL; expected something like https://example.com/path',
    );
  }
}

function checkScheme({ protocol }: URL): void {
  if (protocol === 'https:' || protocol === 'http:') return;
  throw new OutboundRefused('scheme_not_allowed', 'Only https and http URLs can be called');
}

function checkUserinfo({ username, password }: URL): void {
  if (username === '' && password === '') return;
  throw new OutboundRefused(
    'userinfo_not_allowed',
    'A URL must not contain a user name or password (the part before "@")',
  );
}

function checkHost(hostname: string, policy: OutboundPolicy): void {
  if (isIP(hostname) !== 0) {
    if (!policy.allowPrivateNetwork && !isPublicAddress(hostname)) throw addressNotAllowed();
    return;
  }
  const name = withoutFinalDot(hostname);
  if (!isWellFormedName(name)) {
    throw new OutboundRefused(
      'host_not_allowed',
      `A host name must have 1 to ${maxHostLength} characters, in labels of 1 to ${maxLabelLength} between dots`,
    );
  }
  // RFC 6761 §6.3: these names are the loopback address whatever a resolver says.
  if (!policy.allowPrivateNetwork && (name === 'localhost' || name.endsWith('.localhost'))) {
    throw new OutboundRefused('host_not_allowed', 'The host "localhost" cannot be called');
  }
}

function isWellFormedName(name: string): boolean {
  if (name.length > maxHostLength) return false;
  return name.split('.').every((label) => label.length > 0 && label.length <= maxLabelLength);
}

function checkPort(port: number): void {
  if (isAllowedPort(port)) return;
  throw new OutboundRefused(
    'port_not_allowed',
    `Port ${port} belongs to a service that is not a web server; use 443, 80 or an unreserved port`,
  );
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

function unbracket(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** A name without the dot that marks it as fully qualified: TLS knows names only in this form (RFC 6066 §3). */
export function withoutFinalDot(hostname: string): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
}
