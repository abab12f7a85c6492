import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it was passed on, which can be sent again. */
export interface Passed {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** What the other side answered. */
export interface Reply {
  status: number;
  headers: Headers;
  body: string;
}

/** Stands before a server, sees what is sent to it, and can get in the way. */
export interface Relay {
  url: string;
  /** Where it passes things on to. */
  target: string;
  /** What was passed on so far, in order. */
  passed: Passed[];
  /** What becomes of a request; undefined loses the reply. By default it is passed on, once. */
  treat: (pass: () => Promise<Reply>) => Promise<Reply | undefined>;
  close(): Promise<void>;
}

const BETWEEN_TWO = ['connection', 'keep-alive', 'host', 'content-length', 'transfer-encoding'];

/** A relay on a port of its own. */
export async function startRelay(target = ''): Promise<Relay> {
  const server = createServer(async (request, response) => {
    const passed = await read(request);
    const reply = await relay.treat(() => {
      relay.passed.push(passed);
      return send(relay.target, passed);
    });
    if (reply === undefined) return response.destroy();
    const type = reply.headers.get('content-type') ?? 'text/plain';
    response.writeHead(reply.status, { 'content-type': type }).end(reply.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const relay: Relay = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target,
    passed: [],
    treat: (pass) => pass(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return relay;
}

/** Sends what was passed on once more, or something like it. */
export async function send(target: string, { path, headers, body }: Passed): Promise<Reply> {
  const answer = await fetch(target + path, { method: 'POST', headers, body });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

async function read(request: IncomingMessage): Promise<Passed> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).filter(([name]) => !BETWEEN_TWO.includes(name));
  return {
    path: request.url ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks),
  };
}
