import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { entryOf } from '../entry-of.ts';
import { Failure, type FailureCode, failures } from '../failures.ts';
import type { App } from './app.ts';

/** What bounds a listener and its connections. */
export interface ListenerLimits {
  /** For a request to arrive, headers and body. */
  requestSeconds: number;
  maxConnections: number;
}

// Longer than load balancers keep theirs (60 s is usual), or they would send requests into connections that are being closed.
const KEEP_ALIVE_MS = 72_000;
// Nothing sent and nothing read: whoever does not read an answer holds it no longer. No request of ours takes as long.
const SILENCE_MS = 120_000;
// How late a request that is overdue is noticed, at most.
const CHECK_EVERY_MS = 1000;
// How often a listener that closes looks for connections at rest.
const SWEEP_MS = 100;
// For the answer to a request that did not arrive, whoever writes it.
const ANSWER_WITHIN_MS = 1000;

/** The last request of each connection, by the reply to it. */
type LastReplies = WeakMap<Socket, FastifyReply>;

/**
 * Fastify's options for a listener that nobody can hold: Node looks every second for requests that are overdue. (By Fastify's own defaults
 * a body may take for ever.) {@link boundConnections} does the rest.
 */
export function listenerOptions({ requestSeconds }: ListenerLimits) {
  const requestTimeout = requestSeconds * 1000;
  const lastReplies: LastReplies = new WeakMap();
  return {
    lastReplies,
    options: {
      http: {
        requestTimeout,
        headersTimeout: requestTimeout,
        connectionsCheckingInterval: CHECK_EVERY_MS,
      },
      requestTimeout,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionTimeout: SILENCE_MS,
      // Fastify then waits for requests in flight, and tells clients to open no more.
      forceCloseConnections: 'idle' as const,
      return503OnClosing: false,
      clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) =>
        answerClientError(error, socket, lastReplies.get(socket)),
    },
  };
}

/** Keeps the number of connections below the limit. */
export function boundConnections(
  app: App,
  { maxConnections }: ListenerLimits,
  lastReplies: LastReplies,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    lastReplies.set(request.raw.socket, reply);
    done();
  });
  const open = new Set<Socket>();
  closeWhatRests(app, open, lastReplies);
  app.server.on('connection', (socket: Socket) => {
    if (open.size >= maxConnections) {
      const waiting = longestWaiting(open, lastReplies);
      if (waiting === undefined) {
        socket.destroy();
        return;
      }
      // Not once it has closed: the next newcomer would choose it again.
      open.delete(waiting);
      waiting.destroy();
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
}

// Fastify closes what Node calls idle as it begins to close. A connection on which nothing was ever sent is not that to Node, and an answer that
// had begun, such as a stream, has not said that it is the last: both would be waited for as long as a server may take to stop.
function closeWhatRests(app: App, open: ReadonlySet<Socket>, lastReplies: LastReplies): void {
  app.addHook('preClose', (done) => {
    const sweep = setInterval(() => {
      for (const socket of open) {
        const reply = lastReplies.get(socket);
        const rests = reply === undefined ? socket.bytesRead === 0 : reply.raw.writableFinished;
        if (rests) socket.destroySoon();
      }
    }, SWEEP_MS);
    sweep.unref();
    app.server.once('close', () => clearInterval(sweep));
    done();
  });
}

/**
 * The oldest connection on which a request is still to come or to end; if there is none, the oldest that is kept alive; none when all
 * are at work. Those that only hold connections hold each other's, and a health check is always heard.
 */
function longestWaiting(open: Set<Socket>, lastReplies: LastReplies): Socket | undefined {
  let idle: Socket | undefined;
  for (const socket of open) {
    const reply = lastReplies.get(socket);
    if (reply === undefined || !reply.request.raw.complete) return socket;
    if (reply.raw.writableFinished) idle ??= socket;
  }
  return idle;
}

type Refusal = [code: FailureCode, message: string];

const REFUSALS: Record<string, Refusal> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    'request_timeout',
    'The request did not arrive in time; send it again, faster',
  ],
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers may have at most 16 KiB'],
};
const MALFORMED: Refusal = ['bad_request', 'The request is not valid HTTP/1.1'];

/** Answers what Node refuses: in the shape of the surface where the headers are in, and as problem details where it is not known yet. */
function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  reply: FastifyReply | undefined,
): void {
  if (socket.destroyed || error.code === 'ECONNRESET') return;
  const [code, message] = entryOf(REFUSALS, error.code) ?? MALFORMED;
  const failure = new Failure(code, message);
  const raw = reply?.request.raw;
  if (reply !== undefined && raw !== undefined && !raw.complete) {
    // Whoever reads the body hears of it as of an error of the body, and has the surface answer.
    if (reply.raw.headersSent || raw.listenerCount('error') === 0) return void socket.destroy();
    reply.raw.once('finish', () => socket.destroySoon());
    destroyLater(socket);
    reply.header('connection', 'close');
    raw.emit('error', failure);
    return;
  }
  if (socket.writable) socket.write(rawAnswer(failure));
  socket.destroySoon();
  destroyLater(socket);
}

// Not by the socket's own time-out, which a byte now and then puts off.
function destroyLater(socket: Socket): void {
  setTimeout(() => socket.destroy(), ANSWER_WITHIN_MS).unref();
}

function rawAnswer({ code, status, message }: Failure): string {
  const { title } = failures[code];
  const reason = STATUS_CODES[status];
  const body = JSON.stringify({ type: 'about:blank', status, code, title, detail: message });
  return [
    `HTTP/1.1 ${status} ${reason}`,
    'connection: close',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

/**
 * Closes a listener: no connection is accepted any more, requests under way end, and whatever is left after `graceMs` is cut, whoever
 * holds it open. (Node stops looking for overdue requests when a server closes.)
 */
export async function closeWithin(app: App, graceMs: number): Promise<void> {
  const closed = app.close();
  const timer = new AbortController();
  const cut = delay(graceMs, undefined, { signal: timer.signal }).then(
    () => (app.server as Server).closeAllConnections(),
    () => undefined,
  );
  await closed;
  timer.abort();
  await cut;
}
