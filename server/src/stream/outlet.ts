import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { StreamText } from './wire.ts';

/** Unread, in bytes: who is further behind is dropped, and so is who has not read all of it for so long. */
const MOST_UNREAD = 1024 * 1024;
const UNREAD_MS = 10_000;
/** For what was sent before the end to be read. */
const END_WITHIN_MS = 1000;

/** The body of one listener's answer, as far as it was not read yet. */
export interface Outlet {
  body: Readable;
  /** Texts may be shared with other listeners. Cuts off who does not read. */
  send(text: StreamText): void;
  /** Lets what was sent arrive. */
  end(): void;
}

/**
 * An empty one.
 *
 * @param response to which the body is going to be piped.
 */
export function createOutlet(response: ServerResponse): Outlet {
  const body = new Readable({ read() {}, highWaterMark: 0 });
  let emptyAt = performance.now();

  function isBehind(): boolean {
    const now = performance.now();
    if (body.readableLength === 0) emptyAt = now;
    return body.readableLength > MOST_UNREAD || now - emptyAt > UNREAD_MS;
  }

  let isOver = false;
  return {
    body,
    send({ plain, chunk }) {
      if (isOver || body.destroyed) return;
      if (isBehind()) body.destroy();
      else if (body.readableLength > 0 || !writeBeside(response, chunk)) body.push(plain);
    },
    end() {
      if (isOver || body.destroyed) return;
      isOver = true;
      body.push(null);
      setTimeout(() => body.destroy(), END_WITHIN_MS).unref();
    },
  };
}

/**
 * Writes a chunk to the connection itself, once all that was written before has left, and answers whether it could: through the body and the
 * response the same text would be framed anew for each listener, in three parts.
 */
function writeBeside(response: ServerResponse, chunk: Buffer): boolean {
  const { socket, headersSent, chunkedEncoding, writableLength } = response;
  if (socket === null || !headersSent || !chunkedEncoding || writableLength > 0) return false;
  socket.write(chunk);
  return true;
}
