import type { Config } from '../config.ts';
import { Failure } from '../lib/failures.ts';
import {
  createOutbound,
  OutboundError,
  type OutboundReply,
  type OutboundRequest,
} from '../lib/outbound/client.ts';
import { maxUrlLength } from '../lib/outbound/target.ts';
import { refuseDetours } from './detours.ts';

/** What is sent on to the host. */
export interface HostRequest extends Pick<OutboundRequest, 'method' | 'headers' | 'body'> {
  /** Path and query, as they came. */
  address: string;
}

/** The way to the host's own API. */
export interface HostClient {
  /**
   * Answers whatever the host does; redirects are not followed.
   *
   * @throws Failure `bad_request` for an address that leads elsewhere, `host_unavailable`.
   */
  send(request: HostRequest): Promise<OutboundReply>;
  close(): Promise<void>;
}

/** The largest body that is sent on, either way. */
export const MAX_FORWARDED_BYTES = 4 * 1024 * 1024;

/** Undefined where the operator names no API of the host. */
export function createHostClient({
  hostApi: base,
  hostApiTimeoutMs: timeoutMs,
  connectTimeoutMs,
}: Config): HostClient | undefined {
  if (base === undefined) return undefined;
  // A client of its own: private addresses are open to this one alone, which goes where the operator says and nowhere else.
  const outbound = createOutbound({ allowPrivateNetwork: true, connectTimeoutMs });
  return {
    async send({ address, ...request }) {
      const url = urlBelow(base, address);
      try {
        const reply = await outbound.send({
          url,
          ...request,
          timeoutMs,
          maxResponseBytes: MAX_FORWARDED_BYTES,
        });
        if (!reply.truncated) return reply;
      } catch (error) {
        throw error instanceof OutboundError ? unavailable(error.message, error) : error;
      }
      throw unavailable(`Its answer is longer than ${MAX_FORWARDED_BYTES / 1024 / 1024} MiB`);
    },
    close: () => outbound.close(),
  };
}

const unavailable = (why: string, cause?: Error): Failure =>
  new Failure('host_unavailable', `The host's API did not answer as it should. ${why}`, { cause });

/** The address below the base, and nowhere else: what a parser of URLs would make another path of is refused. */
function urlBelow(base: string, address: string): URL {
  const [path = ''] = address.split('?', 1);
  refuseDetours(path);
  const url = new URL(base + address);
  const root = new URL(base);
  const expected = (root.pathname === '/' ? '' : root.pathname) + path;
  if (url.origin !== root.origin || url.pathname !== expected) {
    throw new Failure('bad_request', 'The path has characters that have to be percent-encoded');
  }
  if (url.href.length > maxUrlLength) {
    throw new Failure('bad_request', `An address may have at most ${maxUrlLength} characters`);
  }
  return url;
}
