import { setTimeout as delay } from 'node:timers/promises';
import type { EmbeddedLogger } from './logger.ts';
import { describeExit, type Exit, type Postmaster } from './types.ts';

/** Told when PostgreSQL ends on its own, and when it serves again. */
export interface SupervisionEvents {
  onExit?(exit: Exit): void;
  onRestart?(pid: number): void;
}

/** Keeps a PostgreSQL running until it is stopped. */
export interface Supervisor {
  /** Process id of the PostgreSQL that runs, or of the last one that did. */
  pid(): number;
  /** Ends the supervision and PostgreSQL with it. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
// Who ran this long before the crash is started again at once.
const STEADY_MS = 30_000;

/**
 * Starts PostgreSQL again whenever it ends on its own, with growing pauses (0.05 s to 5 s) while it keeps failing.
 *
 * @param start must clear up what the dead one left, and rejects when its signal fires.
 */
export function supervise(
  first: Postmaster,
  start: (signal: AbortSignal) => Promise<Postmaster>,
  logger: EmbeddedLogger,
  events: SupervisionEvents = {},
): Supervisor {
  const stopping = new AbortController();
  let current = first;
  const loop = watch();

  async function watch(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      const since = performance.now();
      const exit = await current.exited;
      if (stopping.signal.aborted) return;
      logger.error(
        { exit: describeExit(exit) },
        'PostgreSQL ended unexpectedly; starting it again',
      );
      events.onExit?.(exit);
      if (performance.now() - since > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      pauseMs = await restart(pauseMs);
    }
  }

  /** Returns the pause to make should the new one end as well. */
  async function restart(firstPauseMs: number): Promise<number> {
    let pauseMs = firstPauseMs;
    while (!stopping.signal.aborted) {
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      try {
        current = await start(stopping.signal);
        logger.info({ pid: current.pid }, 'PostgreSQL serves again');
        events.onRestart?.(current.pid);
        break;
      } catch (error) {
        if (!stopping.signal.aborted) logger.error({ err: error }, 'PostgreSQL did not start');
      }
    }
    return pauseMs;
  }

  return {
    pid: () => current.pid,
    async stop() {
      stopping.abort();
      await current.stop();
      await loop;
      // A start that had just succeeded when we aborted.
      await current.stop();
    },
  };
}
