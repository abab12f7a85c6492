import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a call on its way to Plugboard. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  /** It is carried out, and its answer is lost. */
  | 'lose-answer'
  /** Nothing of it arrives. */
  | 'lose-call'
  /** It is never answered. */
  | 'hang';

/** A way to Plugboard on which calls can be seen, and can go wrong. */
export interface Way {
  url: string;
  /** Method and path of each call, in order. */
  calls: string[];
  /** Sockets that were opened. */
  connections: number;
  /** What happens to the next calls, one each; undefined lets one through. */
  next: (Fault | undefined)[];
  /** Which calls faults are for; others pass. By default all but log-ins. */
  isMeant: (path: string) => boolean;
  close(): Promise<void>;
}

/** A proxy before a server. */
export async function startWay(target: string): Promise<Way> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    way.calls.push(`${request.method} ${path}`);
    pass(target, way.isMeant(path) ? way.next.shift() : undefined, request, response);
  });
  server.on('connection', () => {
    way.connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const way: Way = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    connections: 0,
    next: [],
    isMeant: (path) => !path.startsWith('/a/auth/'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return way;
}

function pass(
  target: string,
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault === 'hang') return;
  if (fault === 'lose-call') {
    request.socket.destroy();
    return;
  }
  if (typeof fault === 'object') {
    request.resume();
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(JSON.stringify(fault.body ?? {}));
    return;
  }
  const { method, headers, url = '/' } = request;
  const onward = send(target + url, { method, headers }, (answer) => {
    if (fault === 'lose-answer') {
      answer.resume().on('end', () => request.socket.destroy());
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => request.socket.destroy());
  request.pipe(onward);
}
