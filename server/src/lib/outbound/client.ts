import { Attempt, type OutboundReply } from './attempt.ts';
import { createConnector } from './connect.ts';
import { OutboundError, outboundClosed } from './errors.ts';
import { createPools } from './pools.ts';
import { createLookup, type Lookup } from './resolve.ts';
import { checkTargetUrl, type OutboundTarget } from './target.ts';

export type { OutboundReply } from './attempt.ts';
export { OutboundError } from './errors.ts';

/** One HTTP request to an address that a plugin or the operator gave. */
export interface OutboundRequest {
  url: string | URL;
  method: string;
  /** Without `host`, `connection` and the framing headers: they follow from the URL and the body. */
  headers: Record<string, string>;
  body?: string | Buffer;
  /** For the whole attempt, from the call until the last byte of the reply. Default 15,000. */
  timeoutMs?: number;
  /** Bytes of the reply's body that are read; what exceeds them is cut off. Default 65,536. */
  maxResponseBytes?: number;
  /** Cancels the attempt (stage `aborted`). */
  signal?: AbortSignal;
}

/** What the way out allows, and how much it takes. */
export interface OutboundOptions {
  /** Development only: lets calls go to `localhost` and private addresses. */
  allowPrivateNetwork: boolean;
  /** For resolving, TCP and TLS of a new connection together. Default 5,000. */
  connectTimeoutMs?: number;
  /** Most connections to one origin; attempts beyond them wait, and their deadline runs meanwhile. Default 128. */
  connectionsPerOrigin?: number;
  /** Most origins whose connections are kept. Default 1,024. */
  maxOrigins?: number;
  /** Trusted certificate authorities (PEM) in place of Node's own. */
  ca?: string | string[];
  /** Replaces the resolver; only tests do. */
  lookup?: Lookup;
}

/** The guarded way out: every URL that a plugin supplies is called through one of these. */
export interface Outbound {
  /**
   * Makes one HTTP/1.1 request and answers with the reply, whatever its status. Redirects are not followed and bodies not
   * decompressed. The address is checked when a connection opens and the connection goes to that very address.
   *
   * @throws {OutboundRefused} when the URL or its address is not allowed; no connection was opened
   * @throws {OutboundError} for every other failure, with its stage and a stable code
   */
  send(request: OutboundRequest): Promise<OutboundReply>;
  /** Refuses new calls, waits for those under way (at most their deadlines) and closes every connection. */
  close(): Promise<void>;
}

/**
 * Makes an outbound client; a process needs one.
 *
 * @example
 * const outbound = createOutbound({ allowPrivateNetwork: false });
 * const reply = await outbound.send({ url, method: 'POST', headers, body });
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const { allowPrivateNetwork } = options;
  const resolver = createLookup({ allowPrivateNetwork });
  const connector = createConnector({
    allowPrivateNetwork,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    lookup: options.lookup ?? resolver.lookup,
    ca: options.ca,
  });
  const pools = createPools({
    connector,
    connectionsPerOrigin: options.connectionsPerOrigin ?? 128,
    maxOrigins: options.maxOrigins ?? 1_024,
  });
  const targets = createTargetCache((url) => checkTargetUrl(url, { allowPrivateNetwork }));
  let closing: Promise<void> | undefined;

  function start(
    request: OutboundRequest,
    resolve: (reply: OutboundReply) => void,
    reject: (error: OutboundError) => void,
  ): void {
    checkSendable(request, closing !== undefined);
    const target = targets(request.url);
    const attempt = new Attempt(
      {
        origin: target.origin,
        path: target.path,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        timeoutMs: request.timeoutMs ?? 15_000,
        maxResponseBytes: request.maxResponseBytes ?? 65_536,
        signal: request.signal,
      },
      { resolve, reject, ended: pools.end },
    );
    pools.start(attempt);
  }

  async function close(): Promise<void> {
    await pools.idle();
    // The pools first: a client whose socket is taken away would open another one.
    const destroyed = pools.destroy();
    resolver.cancel();
    connector.close();
    await destroyed;
  }

  return {
    send: (request) => new Promise((resolve, reject) => start(request, resolve, reject)),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function checkSendable(request: OutboundRequest, closing: boolean): void {
  if (closing) throw outboundClosed();
  if (request.signal?.aborted) {
    throw new OutboundError('aborted', 'aborted', 'The call was cancelled', request.signal.reason);
  }
  for (const name in request.headers) {
    // undici would take the TLS name from it too, so that the certificate of another host would be asked for.
    if (name.length === 4 && name.toLowerCase() === 'host') {
      throw new OutboundError('send', 'request_invalid', 'The Host header follows from the URL');
    }
  }
}

const maxCachedTargets = 4_096;
const maxCachedUrlLength = 1_024;

/** Remembers checked URLs: the check takes a few µs, and a worker's URL is called again and again. */
function createTargetCache(
  check: (url: string) => OutboundTarget,
): (url: string | URL) => OutboundTarget {
  const cache = new Map<string, OutboundTarget>();
  return (url) => {
    const text = typeof url === 'string' ? url : url.href;
    const known = cache.get(text);
    if (known !== undefined) return known;
    const target = check(text);
    if (text.length > maxCachedUrlLength) return target;
    if (cache.size >= maxCachedTargets) {
      for (const oldest of cache.keys()) {
        cache.delete(oldest);
        break;
      }
    }
    cache.set(text, target);
    return target;
  };
}
