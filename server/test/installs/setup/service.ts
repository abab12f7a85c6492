import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to a token endpoint, as it came. */
export interface TokenRequest {
  method: string;
  headers: Record<string, string>;
  form: URLSearchParams;
}

/** A service that plugins connect to: its token endpoint. */
export interface TokenService {
  url: string;
  requests: TokenRequest[];
  /** What it answers from now on. */
  answer: { status: number; body: string };
  close(): Promise<void>;
}

export async function startTokenService(): Promise<TokenService> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    service.requests.push({
      method: request.method ?? '',
      headers: request.headers as Record<string, string>,
      form: new URLSearchParams(Buffer.concat(chunks).toString()),
    });
    response.writeHead(service.answer.status).end(service.answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const service: TokenService = {
    url: `http://127.0.0.1:${port}/token`,
    requests: [],
    answer: { status: 200, body: '{"access_token": "t", "expires_in": 3600.50}' },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
