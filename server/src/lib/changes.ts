import { randomUUID } from 'node:crypto';
import { type Database, type Db, sql } from './db.ts';
import { CHANNEL, closeConnection, type Listening, openConnection } from './listening.ts';

/** What other processes are told about: caches to drop, jobs to fetch or to go on queueing again, what plugins run, changes to stream and that somebody listens. */
export type Topic =
  | 'tokens'
  | 'clients'
  | 'host_keys'
  | 'people'
  | 'installs'
  | 'event_types'
  | 'jobs'
  | 'resumptions'
  | 'rehearsals'
  | 'releases'
  | 'stream'
  | 'watches';

/**
 * What was committed before a question was asked on the LISTEN connection has been heard of when the answer comes: nobody who is told that
 * their change is committed finds it ignored for longer than this, in milliseconds.
 */
export const MAX_SILENCE_MS = 900;
/** Two may be late before {@link MAX_SILENCE_MS} is over. */
const HEARTBEAT_MS = 300;
const HOLD = 'select pg_advisory_lock_shared(hashtext($1), ($2::bigint % 2147483647)::integer)';
const RECONNECT_MS = 500;
/** A connection whose other end is gone says nothing. */
const GIVE_UP_MS = 5000;
/** What a process tells itself, to see that notifications reach it. */
const GREETING = 'greeting';

/**
 * Tells every process, this one included, once the surrounding transaction commits.
 *
 * @param id of the only thing of this kind that changed; without it, all may have.
 */
export async function announce(db: Db, topic: Topic, id?: number | string): Promise<void> {
  const told = id === undefined ? topic : `${topic}:${id}`;
  await notify(db, told);
  db.tellCommitted?.(told);
}

async function notify(db: Db, told: string): Promise<void> {
  await db.query(sql`select pg_notify(${CHANNEL}, ${told})`);
}

/** Hears that something changed. `id` is of the only thing that did; undefined where any may have. */
export type Listener = (id: string | undefined) => void;

/** What this process hears of other processes, and of itself. */
export interface Changes {
  /**
   * Also called after a lost connection, when nobody knows what was missed. There is no way to unsubscribe: listeners live as long as the
   * process.
   */
  on(topic: Topic, listener: Listener): void;
  /** The same for what answers from memory: also called before this process answers whoever made the change by it. */
  onAtOnce(topic: Topic, listener: Listener): void;
  /** Of changes that are made by this pool listeners can hear at once. */
  follow(db: Database): void;
  /**
   * By `performance.now()`, until when everything that was committed has been heard of. In the far past while that is unknown. After it
   * was older than {@link MAX_SILENCE_MS}, the listeners of {@link Changes.onAtOnce} are called before it is a newer one.
   */
  heardUntil(): number;
  /**
   * Holds an advisory lock for as long as this process is connected, shared with whoever else asks for it: by it others see that it is there. It
   * is taken again with each new connection.
   */
  hold(name: string, id: number): Promise<void>;
  /** Calls every listener, as after a lost connection: for who changed the database and told nobody. */
  suspectAll(): void;
  close(): Promise<void>;
}

type Listeners = Map<Topic, Set<Listener>>;

/**
 * Listens for {@link announce} on a connection of its own (LISTEN does not work through a transaction pooler). After a
 * lost connection every listener is called, since anything may have been missed; whoever listens also polls or bounds its age.
 *
 * @param giveUpMs a connection that does not answer for as long is made anew.
 */
export async function listenForChanges(
  url: string,
  onError: (error: Error) => void,
  giveUpMs = GIVE_UP_MS,
): Promise<Changes> {
  const listeners: Listeners = new Map();
  const atOnce: Listeners = new Map();
  const locks: [name: string, id: number][] = [];
  let followed: Database | undefined;
  let current: Listening | undefined;
  let greeting = '';
  let isGreeted = false;
  let heardUntil = Number.NEGATIVE_INFINITY;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function hear(told: string): void {
    if (told === greeting) isGreeted = true;
    for (const set of [atOnce, listeners]) tell(set, told);
  }

  async function connect(): Promise<void> {
    const next = openConnection(url, giveUpMs, onError);
    greeting = `${GREETING}:${randomUUID()}`;
    const { client, socket } = next;
    client.on('notification', ({ payload = '' }) => hear(payload));
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
    for (const lock of locks) await takeLock(client, lock);
    greet();
  }

  async function takeLock(
    client: Listening['client'],
    lock: [name: string, id: number],
  ): Promise<void> {
    try {
      await client.query(HOLD, lock);
    } catch (error) {
      onError(error as Error);
    }
  }

  function reconnectLater(): void {
    if (closed || timer !== undefined) return;
    current = undefined;
    isGreeted = false;
    heardUntil = Number.NEGATIVE_INFINITY;
    timer = setTimeout(reconnect, RECONNECT_MS);
  }

  async function reconnect(): Promise<void> {
    timer = undefined;
    if (closed) return;
    try {
      await connect();
      for (const set of [atOnce, listeners]) tellAll(set);
    } catch (error) {
      onError(error as Error);
      reconnectLater();
    }
  }

  /**
   * PostgreSQL signals who listens before it answers the `commit` (15 to 18), and a backend with such a signal sends what it finds before it
   * is ready for the next question. So with the answer to a question comes whatever was committed, by its own answer, before the question was
   * sent; one `notify` a heartbeat would prove no more, and would lock the notifications of the whole instance. (A change can be seen
   * by others for the microseconds from its commit to the signal, when nobody has been told of it yet.)
   */
  async function beat({ client, socket }: Listening): Promise<void> {
    const askedAt = performance.now();
    try {
      const { rowCount } = await client.query('select pg_listening_channels()');
      if (rowCount === 0) throw new Error('PostgreSQL does not know any more that we listen');
      if (current?.client === client) confirm(askedAt);
    } catch (error) {
      if (closed) return;
      onError(error as Error);
      socket.destroy();
    }
  }

  function confirm(askedAt: number): void {
    // A transaction pooler lets us ask and listen on connections that come and go: what is heard there has holes.
    if (isGreeted) {
      if (performance.now() - heardUntil > MAX_SILENCE_MS) tellAll(atOnce);
      heardUntil = askedAt;
    } else greet();
  }

  function greet(): void {
    // What fails is tried again with the next heartbeat.
    if (followed !== undefined) notify(followed, greeting).catch(() => undefined);
  }

  let isAsking = false;
  async function heartbeat(): Promise<void> {
    if (current === undefined || isAsking) return;
    isAsking = true;
    await beat(current);
    isAsking = false;
  }

  await connect().catch((error) => {
    closed = true;
    throw error;
  });
  const hearts = setInterval(heartbeat, HEARTBEAT_MS);
  return {
    on: (topic, listener) => add(listeners, topic, listener),
    onAtOnce: (topic, listener) => add(atOnce, topic, listener),
    follow(db) {
      followed = db;
      db.onCommitted((told) => tell(atOnce, told));
      greet();
    },
    heardUntil: () => heardUntil,
    async hold(name, id) {
      locks.push([name, id]);
      if (current !== undefined) await takeLock(current.client, [name, id]);
    },
    suspectAll() {
      for (const set of [atOnce, listeners]) tellAll(set);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(hearts);
      if (current !== undefined) await closeConnection(current);
    },
  };
}

function add(to: Listeners, topic: Topic, listener: Listener): void {
  to.set(topic, (to.get(topic) ?? new Set()).add(listener));
}

function tell(to: Listeners, told: string): void {
  const colon = told.indexOf(':');
  const topic = colon < 0 ? told : told.slice(0, colon);
  const id = colon < 0 ? undefined : told.slice(colon + 1);
  for (const listener of to.get(topic as Topic) ?? []) listener(id);
}

function tellAll(to: Listeners): void {
  for (const topic of to.keys()) tell(to, topic);
}
