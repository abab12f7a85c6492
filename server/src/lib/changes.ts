import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Db, sql } from './db.ts';

/** What other processes are told about: caches to drop, jobs to fetch or to go on queueing again. */
export type Topic =
  | 'tokens'
  | 'clients'
  | 'host_keys'
  | 'people'
  | 'installs'
  | 'jobs'
  | 'resumptions';

const CHANNEL = 'plugboard';
const RECONNECT_MS = 500;
/** A connection whose other end is gone says nothing, as one on which nothing happens: it is asked so often. */
const PROBE_EVERY_MS = 5000;
/** Of a connection that is being closed, until its socket is cut. */
const GOODBYE_MS = 500;

/** Tells every process, this one included, once the surrounding transaction commits. */
export async function announce(db: Db, topic: Topic): Promise<void> {
  await db.query(sql`select pg_notify(${CHANNEL}, ${topic})`);
}

/** What this process hears of other processes, and of itself. */
export interface Changes {
  /**
   * Also called after a lost connection, when nobody knows what was missed. There is no way to unsubscribe: listeners live as long as the
   * process.
   */
  on(topic: Topic, listener: () => void): void;
  close(): Promise<void>;
}

interface Connection {
  client: pg.Client;
  /** Its end, whatever the other one does. */
  socket: Socket;
}

/**
 * Listens for {@link announce} on a connection of its own (LISTEN does not work through a transaction pooler). After a
 * lost connection every listener is called, since anything may have been missed; whoever listens also polls or bounds its age.
 *
 * @param probeEveryMs a connection that does not answer for as long is made anew.
 */
export async function listenForChanges(
  url: string,
  onError: (error: Error) => void,
  probeEveryMs = PROBE_EVERY_MS,
): Promise<Changes> {
  const listeners = new Map<Topic, Set<() => void>>();
  let current: Connection | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = (topic: Topic) => {
    for (const listener of listeners.get(topic) ?? []) listener();
  };

  async function connect(): Promise<void> {
    const next = openConnection(url, probeEveryMs);
    const { client, socket } = next;
    client.on('notification', ({ payload }) => tell(payload as Topic));
    client.on('error', onError);
    client.on('end', reconnectLater);
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      socket.destroy();
      throw error;
    }
    if (closed) socket.destroy();
    else current = next;
  }

  function reconnectLater(): void {
    if (closed || timer !== undefined) return;
    current = undefined;
    timer = setTimeout(reconnect, RECONNECT_MS);
  }

  async function reconnect(): Promise<void> {
    timer = undefined;
    if (closed) return;
    try {
      await connect();
      for (const topic of listeners.keys()) tell(topic);
    } catch (error) {
      onError(error as Error);
      reconnectLater();
    }
  }

  async function probe(): Promise<void> {
    if (current === undefined) return;
    const { client, socket } = current;
    try {
      await client.query('select 1');
    } catch (error) {
      onError(error as Error);
      socket.destroy();
    }
  }

  await connect().catch((error) => {
    closed = true;
    throw error;
  });
  const probing = setInterval(probe, probeEveryMs);
  return {
    on(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(probing);
      if (current !== undefined) await closeConnection(current);
    },
  };
}

function openConnection(connectionString: string, silentMs: number): Connection {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString,
    application_name: 'plugboard listen',
    stream: () => socket,
    keepAlive: true,
    connectionTimeoutMillis: silentMs,
    query_timeout: silentMs,
  });
  return { client, socket };
}

async function closeConnection({ client, socket }: Connection): Promise<void> {
  const cut = new AbortController();
  await Promise.race([
    client.end(),
    delay(GOODBYE_MS, undefined, { signal: cut.signal }).catch(() => undefined),
  ]);
  cut.abort();
  socket.destroy();
}
