import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the host got it. */
export interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The host's own API: a real HTTP server, below a path of its origin. */
export interface Host {
  base: string;
  asked: Asked[];
  answer: (response: ServerResponse, asked: Asked) => void;
  close(): Promise<void>;
}

/** The answer of a host that has everything. */
export const inData: Host['answer'] = (response) => {
  response.setHeader('content-type', 'application/vnd.api+json');
  response.end('{"data":{"type":"flows","id":"1","attributes":{"n":1.0}}}');
};

export async function startHost(): Promise<Host> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const asked = { method, url, headers, body: Buffer.concat(chunks) };
    host.asked.push(asked);
    host.answer(response, asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host: Host = {
    base: `http://127.0.0.1:${port}/inner`,
    asked: [],
    answer: inData,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return host;
}
