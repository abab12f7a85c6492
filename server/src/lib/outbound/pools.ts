import { Client, type Dispatcher, Pool } from 'undici';
import { Attempt } from './attempt.ts';
import type { Connection, Connector } from './connect.ts';

/** The connections to one origin. */
export interface OriginPool {
  readonly pool: Pool;
  /** Attempts under way; only a pool without any may be closed. */
  active: number;
  /** `performance.now()` of the latest attempt's start. */
  lastUsed: number;
}

export interface Pools {
  /** The pool of an origin, with one more attempt counted until {@link Pools.release}. */
  acquire(origin: string, now: number): OriginPool;
  release(entry: OriginPool): void;
  /** Resolves when no attempt is under way any more. */
  idle(): Promise<void>;
  destroy(): Promise<void>;
}

export interface PoolsOptions {
  connector: Connector;
  connectionsPerOrigin: number;
  /** Most origins with open connections; the one unused for longest gives way. */
  maxOrigins: number;
}

// Idle sockets: shorter than the 5 s after which Node's and uvicorn's servers close theirs, since a request that meets a
// closing socket is a failed attempt. A receiver may announce longer, up to 10 s.
const keepAliveMs = 4_000;
const keepAliveMaxMs = 10_000;

// Busy sockets: a socket stays on the address that was checked when it opened, so its age bounds how late a change in the
// DNS is followed. A new connection a minute costs nothing beside the requests it carries.
const maxSocketAgeMs = 60_000;

const maxHeaderBytes = 16_384;

const sweepMs = 30_000;

/** A client that tells every attempt which connection it rides on, and lets old connections go. */
class PinnedClient extends Client {
  private readonly connection: Connection;

  constructor(origin: URL, options: object, connector: Connector) {
    const connection: Connection = { address: '', openedAt: 0 };
    super(origin, {
      ...options,
      connect: (destination, callback) => connector.connect(connection, destination, callback),
    });
    this.connection = connection;
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    if (options instanceof Attempt) {
      const { openedAt } = this.connection;
      options.connection = this.connection;
      options.reset = openedAt !== 0 && options.startedAt - openedAt > maxSocketAgeMs;
    }
    return super.dispatch(options, handler);
  }
}

/** Keeps one pool of connections per origin, at most so many, and closes those that fall out of use. */
export function createPools(options: PoolsOptions): Pools {
  const entries = new Map<string, OriginPool>();
  let active = 0;
  let onIdle: (() => void) | undefined;
  const sweeping = setInterval(sweep, sweepMs).unref();

  function open(origin: string): OriginPool {
    if (entries.size >= options.maxOrigins) closeLeastRecent();
    const pool = new Pool(origin, {
      connections: options.connectionsPerOrigin,
      factory: (url, clientOptions) => new PinnedClient(url, clientOptions, options.connector),
      pipelining: 1,
      maxHeaderSize: maxHeaderBytes,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMaxMs,
      // undici's own time-outs each cover a phase and start anew with every byte; the attempt's deadline covers it all.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const entry = { pool, active: 0, lastUsed: 0 };
    entries.set(origin, entry);
    return entry;
  }

  // A scan, but only when an origin is new and the table full; keeping an order would cost every attempt.
  function closeLeastRecent(): void {
    let oldest: [string, OriginPool] | undefined;
    for (const candidate of entries) {
      const [, entry] = candidate;
      if (entry.active > 0) continue;
      if (oldest === undefined || entry.lastUsed < oldest[1].lastUsed) oldest = candidate;
    }
    if (oldest !== undefined) close(...oldest);
  }

  function sweep(): void {
    const before = performance.now() - sweepMs;
    for (const [origin, entry] of entries) {
      if (entry.active === 0 && entry.lastUsed < before) close(origin, entry);
    }
  }

  function close(origin: string, entry: OriginPool): void {
    entries.delete(origin);
    entry.pool.close(() => undefined);
  }

  return {
    acquire(origin, now) {
      const entry = entries.get(origin) ?? open(origin);
      entry.active += 1;
      entry.lastUsed = now;
      active += 1;
      return entry;
    },
    release(entry) {
      entry.active -= 1;
      active -= 1;
      if (active === 0) onIdle?.();
    },
    idle: () =>
      new Promise((resolve) => {
        if (active === 0) resolve();
        else onIdle = resolve;
      }),
    async destroy() {
      clearInterval(sweeping);
      await Promise.all([...entries.values()].map((entry) => entry.pool.destroy()));
      entries.clear();
    },
  };
}
