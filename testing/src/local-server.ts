import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Awake } from './awake.ts';
import { type Reply, type SentRequest, textsOf } from './target.ts';

/** A server in this process, which keeps it from ending only while something is on its way. */
export interface LocalServer {
  /** `http://127.0.0.1:port`. */
  baseUrl: string;
  close(): Promise<void>;
}

/**
 * Listens on a free port of 127.0.0.1.
 *
 * @param answer may answer undefined: then the connection breaks, as where it rejects.
 */
export async function startLocalServer(
  awake: Awake,
  answer: (request: SentRequest) => Promise<Reply | undefined>,
): Promise<LocalServer> {
  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    awake.stay();
    const reply = await answer(await read(incoming));
    awake.stay();
    if (reply === undefined) incoming.socket.destroy();
    else response.writeHead(reply.status, reply.headers).end(reply.body);
  }
  const server = createServer((incoming, response) => {
    respond(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  server.unref().on('connection', (socket) => socket.unref());
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    close() {
      closed ??= new Promise((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function read(incoming: IncomingMessage): Promise<SentRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: textsOf(incoming.headers),
    body: Buffer.concat(chunks),
  };
}
