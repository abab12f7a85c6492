import type { Attempt } from './attempt.ts';
import type { Connector } from './connect.ts';
import { createPinnedClient, type PinnedClient, retires } from './pinned-client.ts';

/** The connections to one origin. */
interface OriginPool {
  readonly origin: string;
  readonly clients: PinnedClient[];
  /** The clients without an attempt. The last one in is the first out, so that connections a smaller load leaves idle close. */
  readonly free: PinnedClient[];
  /** Attempts that found no free client, in order. Those that ended meanwhile are passed over when their turn comes. */
  readonly waiting: Attempt[];
  /** Attempts that have not ended; only a pool without any may be closed. */
  active: number;
  /** `performance.now()` of the latest attempt's start. */
  lastUsed: number;
}

/**
 * Where the attempts get their connections. undici has a Pool too, but in that a client stays busy for a turn of the event
 * loop after its reply, so that a caller who sends again at once gets a second connection; it loses sight of clients whose
 * connection failed, and cannot drop what waits in vain. This one knows exactly when an attempt ends.
 */
export interface Pools {
  /** Sends the attempt on a free connection, a new one, or the next that becomes free. */
  start(attempt: Attempt): void;
  /** Must be called once for every attempt that was started, when it ends. */
  end(attempt: Attempt): void;
  /** Resolves when no attempt is under way any more. */
  idle(): Promise<void>;
  destroy(): Promise<void>;
}

/** Who opens connections, and how many are kept. */
export interface PoolsOptions {
  connector: Connector;
  connectionsPerOrigin: number;
  /** Most origins with open connections; the one unused for longest gives way. */
  maxOrigins: number;
}

const sweepMs = 30_000;

/** Keeps one pool of connections per origin, at most so many, and closes those that fall out of use. */
export function createPools(options: PoolsOptions): Pools {
  const pools = new Map<string, OriginPool>();
  let active = 0;
  let onIdle: (() => void) | undefined;
  const sweeping = setInterval(sweep, sweepMs).unref();

  function open(origin: string): OriginPool {
    if (pools.size >= options.maxOrigins) closeLeastRecent();
    const pool: OriginPool = { origin, clients: [], free: [], waiting: [], active: 0, lastUsed: 0 };
    pools.set(origin, pool);
    return pool;
  }

  function openClient(pool: OriginPool): PinnedClient | undefined {
    if (pool.clients.length >= options.connectionsPerOrigin) return undefined;
    const client = createPinnedClient(pool.origin, options.connector);
    pool.clients.push(client);
    return client;
  }

  // A scan, but only when an origin is new and the table full; keeping an order would cost every attempt.
  function closeLeastRecent(): void {
    let oldest: OriginPool | undefined;
    for (const pool of pools.values()) {
      if (pool.active > 0) continue;
      if (oldest === undefined || pool.lastUsed < oldest.lastUsed) oldest = pool;
    }
    if (oldest !== undefined) close(oldest);
  }

  function sweep(): void {
    const before = performance.now() - sweepMs;
    for (const pool of pools.values()) {
      if (pool.active === 0 && pool.lastUsed < before) close(pool);
    }
  }

  function close(pool: OriginPool): Promise<unknown> {
    pools.delete(pool.origin);
    return Promise.all(pool.clients.map(({ client }) => client.destroy()));
  }

  function run(attempt: Attempt, client: PinnedClient): void {
    attempt.pinned = client;
    attempt.reset = retires(client.connection, attempt.startedAt);
    client.client.dispatch(attempt, attempt);
  }

  function passOn(pool: OriginPool, client: PinnedClient): void {
    for (;;) {
      const next = pool.waiting.shift();
      if (next === undefined) break;
      if (next.hasEnded) continue;
      run(next, client);
      return;
    }
    pool.free.push(client);
  }

  return {
    start(attempt) {
      const pool = pools.get(attempt.origin) ?? open(attempt.origin);
      pool.active += 1;
      pool.lastUsed = attempt.startedAt;
      active += 1;
      const client = pool.free.pop() ?? openClient(pool);
      if (client === undefined) pool.waiting.push(attempt);
      else run(attempt, client);
    },
    end({ origin, pinned }) {
      const pool = pools.get(origin) as OriginPool;
      pool.active -= 1;
      active -= 1;
      // undici may be in the middle of failing this client's requests and must not find a new one among them.
      if (pinned !== undefined) queueMicrotask(() => passOn(pool, pinned));
      if (active === 0) onIdle?.();
    },
    idle: () =>
      new Promise((resolve) => {
        if (active === 0) resolve();
        else onIdle = resolve;
      }),
    async destroy() {
      clearInterval(sweeping);
      await Promise.all([...pools.values()].map(close));
    },
  };
}
