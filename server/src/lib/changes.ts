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

/**
 * Listens for {@link announce} on a connection of its own (LISTEN does not work through a transaction pooler). After a
 * lost connection every listener is called, since anything may have been missed; whoever listens also polls or bounds its age.
 */
export async function listenForChanges(
  url: string,
  onError: (error: Error) => void,
): Promise<Changes> {
  const listeners = new Map<Topic, Set<() => void>>();
  let client: pg.Client | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = (topic: Topic) => {
    for (const listener of listeners.get(topic) ?? []) listener();
  };

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'plugboard listen',
      keepAlive: true,
    });
    next.on('notification', ({ payload }) => tell(payload as Topic));
    next.on('error', onError);
    next.on('end', reconnectLater);
    await next.connect();
    await next.query(`listen ${CHANNEL}`);
    client = next;
  }

  function reconnectLater(): void {
    if (closed || timer !== undefined) return;
    client = undefined;
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

  await connect();
  return {
    on(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
