import { MOST_BODY_BYTES } from '../fetch.ts';
import { onErrorOf } from '../options.ts';
import { parseUrl } from '../parse-url.ts';
import { readBody } from './node-body.ts';
import type { NodeRequest } from './node-listener.ts';

/** Answers a request, such as that of a page: what Deno, Bun and edge runtimes call. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** For handlers of pages. */
export interface PagesOptions {
  /** Where browsers reach the plugin, such as `https://plugin.example.com`; by default `http://` and what the request's `Host` says. */
  origin?: string | undefined;
  /** Told of what a handler throws, which is answered with 500. By default the console is. */
  onError?: ((error: unknown) => void) | undefined;
}

/** What is written to. */
export interface NodePageResponse {
  writeHead(status: number, headers: Record<string, string | string[]>): unknown;
  write(chunk: Uint8Array): boolean;
  end(body?: string): unknown;
  on(event: string, listener: () => void): unknown;
  destroy(): unknown;
}

/** A `Request` cannot have them (Fetch standard, forbidden methods). */
const FORBIDDEN: readonly string[] = ['CONNECT', 'TRACE', 'TRACK'];
const ALLOWED = 'GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE';

/** Answers requests of `node:http` by a fetch handler. */
export function listenWithFetch(handler: FetchHandler, options: PagesOptions) {
  const onError = onErrorOf(options);
  return async (incoming: NodeRequest, outgoing: NodePageResponse): Promise<void> => {
    const closed = new AbortController();
    outgoing.on('close', () => closed.abort());
    try {
      const response = await answer(incoming, closed.signal);
      const shown = incoming.method === 'HEAD' ? withoutBody(response) : response;
      await write(shown, outgoing, closed.signal);
    } catch (error) {
      if (!closed.signal.aborted) onError(error);
      // Cut off, so that a part is not taken for the whole.
      outgoing.destroy();
    }
  };

  async function answer(incoming: NodeRequest, signal: AbortSignal): Promise<Response> {
    const request = await toRequest(incoming, { origin: options.origin, signal });
    if (typeof request === 'number') {
      const allow = request === 405 ? { allow: ALLOWED } : undefined;
      return new Response(null, { status: request, headers: { connection: 'close', ...allow } });
    }
    try {
      return await handler(request);
    } catch (error) {
      onError(error);
      return new Response('The plugin failed; its own log says why', { status: 500 });
    }
  }
}

/** Whoever makes the body is told that nobody reads it: it may have no end. */
function withoutBody(response: Response): Response {
  response.body?.cancel().catch(() => undefined);
  return new Response(null, response);
}

/** A status for what is no request that can be handed on. */
async function toRequest(
  incoming: NodeRequest,
  { origin, signal }: { origin: string | undefined; signal: AbortSignal },
): Promise<Request | number> {
  const { method = 'GET', url = '/', headers } = incoming;
  if (FORBIDDEN.includes(method)) return 405;
  const address = (origin ?? `http://${headers.host ?? 'localhost'}`) + url;
  // Only behind our own address: a path such as `@host/…` must not become another one.
  if (!url.startsWith('/') || parseUrl(address) === undefined) return 400;
  if (Number(headers['content-length']) > MOST_BODY_BYTES) return 413;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? await readBody(incoming) : null;
  if (body === undefined) return 413;
  const given = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return new Request(address, {
    method,
    headers: given,
    body: body as Uint8Array<ArrayBuffer> | null,
    signal,
  });
}

async function write(
  { status, headers, body }: Response,
  outgoing: NodePageResponse,
  signal: AbortSignal,
): Promise<void> {
  const reader = body?.getReader();
  // At once: a stream of events may have nothing to say for hours, and whoever makes them is to hear that nobody listens.
  const cancel = () => void reader?.cancel().catch(() => undefined);
  if (signal.aborted) return cancel();
  signal.addEventListener('abort', cancel);
  const named: Record<string, string | string[]> = Object.fromEntries(headers);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) named['set-cookie'] = cookies;
  outgoing.writeHead(status, named);
  const drained = waiting(outgoing);
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    if (signal.aborted) return;
    if (!outgoing.write(read.value)) await drained();
  }
  outgoing.end();
}

/** Waits until more can be written, or nothing any more. */
function waiting(outgoing: NodePageResponse): () => Promise<void> {
  let go: () => void = () => undefined;
  for (const event of ['drain', 'close']) outgoing.on(event, () => go());
  return () =>
    new Promise((resolve) => {
      go = resolve;
    });
}
