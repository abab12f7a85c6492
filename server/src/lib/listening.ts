import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Of LISTEN and NOTIFY. */
export const CHANNEL = 'plugboard';

/** Of a connection that is being closed, until its socket is cut. */
const GOODBYE_MS = 500;

/** A connection that is kept for as long as the process. */
export interface Listening {
  client: pg.Client;
  /** Its end, whatever the other one does. */
  socket: Socket;
}

/**
 * Not connected yet.
 *
 * @param silentMs for as long an answer is waited for.
 */
export function openConnection(
  connectionString: string,
  silentMs: number,
  onError: (error: Error) => void,
): Listening {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString,
    application_name: 'plugboard listen',
    stream: () => socket,
    keepAlive: true,
    connectionTimeoutMillis: silentMs,
    query_timeout: silentMs,
  });
  client.on('error', onError);
  return { client, socket };
}

/** Says goodbye, and then cuts it. */
export async function closeConnection({ client, socket }: Listening): Promise<void> {
  const cut = new AbortController();
  await Promise.race([
    client.end(),
    delay(GOODBYE_MS, undefined, { signal: cut.signal }).catch(() => undefined),
  ]);
  cut.abort();
  socket.destroy();
}
