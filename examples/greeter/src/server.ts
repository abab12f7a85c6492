import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findPage } from './badge.ts';
import type { Config } from './config.ts';
import { type Delivery, readDelivery } from './delivery.ts';
import { type Context, type Handler, handlers } from './handlers.ts';
import { type Reply, replyOnce } from './once.ts';
import type { Plugboard } from './plugboard.ts';
import { type Route, readParams, routes } from './setup.ts';
import { findSignatureProblem } from './signature.ts';

const BODY_LIMIT = 1024 * 1024;

/** A greeter that listens. */
export interface Greeter {
  /** Where it is reached, without a trailing slash. */
  url: string;
  /** Refuses new connections and resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/**
 * Starts the greeter's HTTP server.
 *
 * @param options.now the clock, in milliseconds since 1970
 * @param options.log gets one line for each delivery
 * @throws the listener's error, such as `EADDRINUSE`
 */
export async function startGreeter(options: {
  config: Config;
  plugboard: Plugboard;
  now?: () => number;
  log?: (line: string) => void;
}): Promise<Greeter> {
  const { config, plugboard, now = Date.now, log = console.log } = options;
  const context: Context = { plugboard, publicUrl: '', clientSecret: config.clientSecret };
  const handleOnce = replyOnce();

  /** The body of a request that Plugboard signed, or what is wrong with it. */
  async function readSigned(request: IncomingMessage): Promise<Buffer | Reply> {
    const body = await readBody(request);
    if (!body) return { status: 413, message: `The body is over ${BODY_LIMIT} bytes` };
    const problem = findSignatureProblem(request.headers, body, config.clientSecret, now());
    return problem ? { status: 401, message: problem } : body;
  }

  async function deliver(request: IncomingMessage, handle: Handler): Promise<Reply> {
    const body = await readSigned(request);
    if ('message' in body) return body;

    let delivery: Delivery;
    try {
      delivery = readDelivery(body);
    } catch (error) {
      return { status: 400, message: `Not a delivery: ${describe(error)}` };
    }
    return handleOnce(`${request.headers['webhook-id']}`, () => handle(delivery, context));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0] ?? '/';
    const route = routes.get(path);
    const handle = handlers.get(path);
    if (!handle && !route) return answerPage(request, response, path);
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return sendJson(response, { status: 405, message: 'Send a POST' });
    }
    if (!handle) return answerRoute(request, response, route as Route);
    const reply = await deliver(request, handle).catch((error): Reply => {
      log(`${path}: ${describe(error)}`);
      return { status: 502, message: 'Plugboard did not do what the greeter asked of it' };
    });
    // No messages here: they hold people's names.
    log(`${path} ${request.headers['webhook-id'] ?? '(no webhook-id)'}: ${reply.status}`);
    sendJson(response, reply);
  }

  async function answerRoute(
    request: IncomingMessage,
    response: ServerResponse,
    route: Route,
  ): Promise<void> {
    const body = await readSigned(request);
    if ('message' in body) return sendJson(response, body);
    let params: ReturnType<typeof readParams>;
    try {
      params = readParams(body);
    } catch (error) {
      const message = `Not a call of a route: ${describe(error)}`;
      return sendJson(response, { status: 400, message });
    }
    const reply = route(params);
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply.body));
  }

  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  context.publicUrl = config.publicUrl ?? url;
  return {
    url,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

function answerPage(request: IncomingMessage, response: ServerResponse, path: string): void {
  const page = findPage(path);
  if (!page) {
    sendJson(response, { status: 404, message: 'There is nothing here' });
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    sendJson(response, { status: 405, message: 'Send a GET' });
  } else {
    response.writeHead(200, {
      'content-type': page.contentType,
      'content-security-policy': "default-src 'none'; img-src 'self'",
      'x-content-type-options': 'nosniff',
    });
    response.end(page.body);
  }
}

function sendJson(response: ServerResponse, { status, message }: Reply): void {
  // After a body that was not read to its end, the connection is of no more use.
  if (status === 413) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message }));
}

/** The raw bytes, which are what was signed; `undefined` when there are too many. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
