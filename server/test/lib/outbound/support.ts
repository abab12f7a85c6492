import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import {
  createOutbound,
  type Outbound,
  OutboundError,
  type OutboundOptions,
} from '../../../src/lib/outbound/client.ts';

/** An outbound client that may call loopback, closed when the test ends. */
export function developmentOutbound(options: Partial<OutboundOptions> = {}): Outbound {
  const outbound = createOutbound({ allowPrivateNetwork: true, ...options });
  onTestFinished(() => outbound.close());
  return outbound;
}

/** The failure of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<OutboundError> {
  const outcome = await call.catch((error: unknown) => error);
  if (outcome instanceof OutboundError) return outcome;
  throw new Error('Expected the call to fail with an OutboundError', { cause: outcome });
}

/** The parts of a failure that callers decide by. */
export async function stageAndCode(call: Promise<unknown>): Promise<string> {
  const { stage, code } = await failureOf(call);
  return `${stage}: ${code}`;
}

/** A TCP listener on loopback whose connections the test handles itself. */
export interface Receiver {
  port: number;
  url: string;
  /** Connections accepted so far, in order. */
  sockets: Socket[];
  /**
   * Connections accepted, after those still on their way: connects once itself (uncounted), and the kernel hands out
   * connections in order.
   */
  connections(): Promise<number>;
  close(): void;
}

export async function listen(
  onConnection: (socket: Socket) => void = () => undefined,
  host = '127.0.0.1',
): Promise<Receiver> {
  const sockets: Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let probes = 0;
  return {
    port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/hook`,
    sockets,
    async connections() {
      const accepted = once(server, 'connection');
      const probe = net.connect(port, host);
      // The event of an earlier connection may come first; the probe's own is recognised by its port.
      await once(probe, 'connect');
      const { localPort } = probe;
      let [socket] = (await accepted) as [Socket];
      while (socket.remotePort !== localPort)
        [socket] = (await once(server, 'connection')) as [Socket];
      probe.destroy();
      probes += 1;
      return sockets.length - probes;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A {@link listen} for one test. */
export async function receiver(onConnection?: (socket: Socket) => void): Promise<Receiver> {
  const listener = await listen(onConnection);
  onTestFinished(() => listener.close());
  return listener;
}

/** Calls back with every whole request on the connection: its head and body as text. */
export function onRequest(socket: Socket, handle: (request: string, socket: Socket) => void): void {
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    for (let request = takeRequest(); request !== undefined; request = takeRequest()) {
      handle(request, socket);
    }
  });
  function takeRequest(): string | undefined {
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const length = Number(/content-length: (\d+)/i.exec(received.slice(0, headEnd))?.[1] ?? 0);
    const end = headEnd + 4 + length;
    if (received.length < end) return undefined;
    const request = received.slice(0, end);
    received = received.slice(end);
    return request;
  }
}

/** A receiver that answers every request with these bytes, and remembers the requests. */
export async function replying(reply: string): Promise<Receiver & { requests: string[] }> {
  const requests: string[] = [];
  const listener = await receiver((socket) =>
    onRequest(socket, (request) => {
      requests.push(request);
      socket.write(reply, 'latin1');
    }),
  );
  return { ...listener, requests };
}

export const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** A small POST to a URL. */
export function post(url: string): {
  url: string;
  method: string;
  headers: { 'content-type': string };
  body: string;
} {
  return { url, method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
}
