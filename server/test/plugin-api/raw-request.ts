import { connect } from 'node:net';
import type { TestServer } from '../support/server.ts';

export interface RawAnswer {
  status: number;
  /** The head and the body, as they came. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the body is
  body: any;
}

/**
 * Writes to a socket and reads one answer, for what no HTTP client would send. The request may never end: `parts` are written as
 * long as the server does not answer.
 */
export function rawRequest(
  server: TestServer,
  head: string[],
  parts: Iterable<string | Buffer> = [],
): Promise<RawAnswer & { bytesSent: number }> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    const finish = () => {
      socket.destroy();
      resolve({ ...parseAnswer(text), bytesSent: socket.bytesWritten });
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isWhole(text)) finish();
    });
    socket.on('end', finish);
    socket.on('error', (error) => (text === '' ? reject(error) : finish()));
    socket.write(`${[...head, 'Host: plugboard.test'].join('\r\n')}\r\n\r\n`);
    const iterator = parts[Symbol.iterator]();
    const writeOn = () => {
      const { value, done } = iterator.next();
      if (done || socket.destroyed) return;
      socket.write(value, () => setImmediate(writeOn));
    };
    writeOn();
  });
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(text)?.[1];
  return end >= 0 && text.length >= end + 4 + Number(length ?? 0);
}

function parseAnswer(text: string): RawAnswer {
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  return { status: Number(text.split(' ', 2)[1]), text, body: parsed };
}
