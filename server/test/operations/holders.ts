import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Somebody who holds a connection open. */
export interface Holder {
  socket: Socket;
  /** All that the server answered, once it has closed the connection. */
  closed: Promise<string>;
}

/** How a connection is held: by nothing, or by a byte now and then. */
export type Manner = 'silent' | 'trickling';

const BYTE_EVERY_MS = 100;

/** Connects, writes the beginning of a request, and never ends it. */
export async function hold(url: string, beginning: string, manner: Manner): Promise<Holder> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  let timer: NodeJS.Timeout | undefined;
  const closed = once(socket, 'close').then(() => {
    clearInterval(timer);
    return text;
  });
  await Promise.race([once(socket, 'connect'), closed]);
  socket.write(beginning);
  // Only now: a byte before the beginning would make it another one.
  timer = setInterval(() => {
    if (manner === 'trickling' && !socket.destroyed) socket.write('1');
  }, BYTE_EVERY_MS);
  return { socket, closed };
}

/** The head of a request, whose body is said to be long. */
export function headOf(line: string, headers: Record<string, string> = {}): string {
  const given = { host: 'plugboard.test', 'content-length': '4000', ...headers };
  const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}`);
  return `${line} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

const FORM = 'application/x-www-form-urlencoded';

/** Every way to hold a connection that asks for no credential. */
export const BEGINNINGS: readonly string[] = [
  '',
  'GET /healthz HT',
  'GET /healthz HTTP/1.1\r\nhost: plugboard.test\r\nx-slow: ',
  // Kept alive: answered, and then nothing.
  'GET /healthz HTTP/1.1\r\nhost: plugboard.test\r\n\r\n',
  headOf('POST /sign-in', { 'content-type': FORM }),
  headOf('POST /oauth/token', { 'content-type': FORM }),
  headOf('POST /platform/v1/spaces', { 'content-type': 'application/json' }),
  headOf('POST /nowhere', { 'content-type': 'application/json' }),
];

/** Holds many connections, in all ways in turn. */
export async function holdMany(url: string, count: number): Promise<Holder[]> {
  const holders: Holder[] = [];
  for (let n = 0; n < count; n++) {
    const beginning = BEGINNINGS[n % BEGINNINGS.length] as string;
    const manner = Math.floor(n / BEGINNINGS.length) % 2 === 0 ? 'silent' : 'trickling';
    holders.push(await hold(url, beginning, manner));
  }
  return holders;
}

/** Lets all of them go. */
export function letGo(holders: Holder[]): void {
  for (const { socket } of holders) socket.destroy();
}
