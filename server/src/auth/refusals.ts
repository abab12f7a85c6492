import { Failure } from '../lib/failures.ts';
import { networkOf } from '../lib/http/client-address.ts';
import type { Logger } from '../log.ts';

/** A log-in that was refused. */
export interface RefusedLogIn {
  /** What was shown. */
  by:
    | 'client'
    | 'code'
    | 'refresh token'
    | 'password'
    | 'sign-in link'
    | 'password link'
    | 'portal link'
    | 'developer invitation'
    | 'provider';
  clientId?: string;
  pluginId?: number;
  userId?: number;
  /** The IP address, or the network, where it came from. */
  address: string;
  /** Why, where it is not that what was shown is wrong. */
  reason?: string;
  /** What was thrown. */
  error?: unknown;
}

/** Writes one line for a refused log-in: who, where from as far as the network, and why; never what was shown. */
export function logRefusal(
  log: Logger,
  { clientId, address, error, ...refusal }: RefusedLogIn,
): void {
  const reason = refusal.reason ?? (error instanceof Failure ? error.code : 'wrong');
  const client = clientId === undefined ? {} : { clientId: clientIdOf(clientId) };
  log.info({ ...refusal, ...client, network: coarse(address), reason }, 'log-in refused');
}

// Whoever mixes id and secret up shows a secret here.
const clientIdOf = (given: string): string => (CLIENT_ID.test(given) ? given : 'not one of ours');

const CLIENT_ID = /^[0-9a-f]{32}$/;

/** Of an address, what tells a neighbourhood and no person: 24 bits of IPv4, 48 of IPv6. */
function coarse(address: string): string {
  const network = networkOf(address);
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(network);
  if (four !== null) return `${four[1]}.0/24`;
  const groups = network.split('::', 1)[0]?.split(':').slice(0, 3) ?? [];
  return `${groups.join(':')}::/48`;
}
