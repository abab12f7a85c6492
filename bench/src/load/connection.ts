import { connect } from 'node:net';

/** Where to connect, what to send, and who hears of answers. */
export interface ConnectionOptions {
  host: string;
  port: number;
  /** The bytes to send next; `undefined` ends the connection. */
  next(): Buffer | undefined;
  /** An answer is complete, so long after its request was sent. */
  answered(milliseconds: number): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** One connection that sends a request, waits for its answer, and sends the next. Resolves when there are no more. */
export function openConnection({ host, port, next, answered }: ConnectionOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let received: Buffer | undefined;
    let sentAt = 0;

    const send = () => {
      const request = next();
      if (request === undefined) {
        socket.destroy();
        resolve();
        return;
      }
      sentAt = performance.now();
      socket.write(request);
    };

    socket.on('connect', send);
    socket.on('data', (chunk) => {
      received = received === undefined ? chunk : Buffer.concat([received, chunk]);
      if (!isComplete(received)) return;
      const answer = received;
      received = undefined;
      // `HTTP/1.1 200`: the ninth byte is the class of the status.
      if (answer[9] !== 0x32) {
        socket.destroy();
        reject(new Error(`The server answered:\n${answer.toString()}`));
        return;
      }
      answered(performance.now() - sentAt);
      send();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed the connection')));
  });
}

function isComplete(bytes: Buffer): boolean {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, headEnd));
  if (length === null) return bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
  return bytes.length >= headEnd + HEAD_END.length + Number(length[1]);
}
