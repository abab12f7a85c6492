import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from './wait-for.ts';

/** A request as a plugin's worker got it. */
export interface ReceivedRequest {
  path: string;
  headers: Record<string, string>;
  /** As sent. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the body is
  body: any;
}

/** What the worker answers: a status, a reply, or whatever it does with the response itself. */
export type Answer =
  | number
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | ((request: ReceivedRequest, response: ServerResponse) => unknown);

export interface Receiver {
  url: string;
  /** Everything received so far, in order. */
  requests: ReceivedRequest[];
  /** Decides the answers from now on: one for all, or by path. */
  answer: (request: ReceivedRequest) => Answer;
  /** Waits for the nth request (from 1) and answers it. */
  nth(n: number): Promise<ReceivedRequest>;
  close(): Promise<void>;
}

/** A plugin's worker: a real HTTP server that does as the test says. It knows nothing of the server's code. */
export async function startReceiver(answer: Answer = 200): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const received = await read(request);
    receiver.requests.push(received);
    await respond(receiver.answer(received), received, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    answer: () => answer,
    async nth(n) {
      await waitFor(() => receiver.requests.length >= n, { describe: `request ${n}` });
      return receiver.requests[n - 1] as ReceivedRequest;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

async function read(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return {
    path: request.url ?? '',
    headers: request.headers as Record<string, string>,
    text,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

async function respond(
  answer: Answer,
  request: ReceivedRequest,
  response: ServerResponse,
): Promise<void> {
  if (typeof answer === 'function') return void (await answer(request, response));
  const {
    status,
    headers = {},
    body = undefined,
  } = typeof answer === 'number' ? { status: answer } : answer;
  response.writeHead(status, headers);
  response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
}

/** `X-Envoy-Signature` as its documentation says. */
export const envoySignature = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');
