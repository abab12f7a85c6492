import { Client } from 'undici';
import type { Connection, Connector } from './connect.ts';

/** An undici client, which keeps one connection, and what is known of that connection. */
export interface PinnedClient {
  client: Client;
  connection: Connection;
}

// Idle sockets: shorter than the 5 s after which Node's and uvicorn's servers close theirs, since a request that meets a
// closing socket is a failed attempt. A receiver may announce longer, up to 10 s.
const keepAliveMs = 4_000;
const keepAliveMaxMs = 10_000;

// Busy sockets: a socket stays on the address that was checked when it opened, so its age bounds how late a change in the
// DNS is followed. A new connection a minute costs nothing beside the requests it carries.
const maxSocketAgeMs = 60_000;

const maxHeaderBytes = 16_384;

/** Makes a client whose every connection, also after the first was lost, is opened by the connector. */
export function createPinnedClient(origin: string, connector: Connector): PinnedClient {
  const connection: Connection = { socket: undefined, address: '', openedAt: 0 };
  const client = new Client(origin, {
    connect: (destination, callback) => connector.connect(connection, destination, callback),
    pipelining: 1,
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMaxMs,
    // undici's own time-outs each cover a phase and start anew with every byte; the attempt's deadline covers it all.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { client, connection };
}

/** Whether the attempt that starts at this `performance.now()` is to be the connection's last; says so once. */
export function retires(connection: Connection, now: number): boolean {
  if (connection.openedAt === 0 || now - connection.openedAt <= maxSocketAgeMs) return false;
  connection.openedAt = 0;
  return true;
}
