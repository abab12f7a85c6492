import { setImmediate } from 'node:timers/promises';
import type { Database } from '../lib/db.ts';
import { createOutages } from '../lib/outages.ts';
import type { Logger } from '../log.ts';
import { clearUp } from './backfill-work.ts';
import { workOnReplay } from './work.ts';
import { selectRunning } from './work-queries.ts';

/** What {@link startReplaying} needs. */
export interface ReplayingDeps {
  db: Database;
  pollMs: number;
  /** Most requests to an endpoint at a time, of which replays get a quarter. */
  endpointConcurrency: number;
  /** Called when jobs became ready. */
  wake(): void;
  log: Logger;
}

/** Goes on with replays and backfills until it is stopped. */
export interface Replaying {
  /** One may have begun, or ended. */
  wake(): void;
  /** A job of one was sent. */
  sent(): void;
  /** Waits for the step under way; another process, or the next start, goes on. */
  stop(): Promise<void>;
}

/** Takes every replay and backfill that runs step by step; looks for them at each poll, and when it is woken. */
export function startReplaying(deps: ReplayingDeps): Replaying {
  const { db, pollMs, endpointConcurrency, wake, log } = deps;
  const share = Math.max(1, Math.floor(endpointConcurrency / 4));
  const outages = createOutages(log);
  let isWoken = false;
  let mayBeToClear = true;
  let stopping = false;
  let running: Promise<void> | undefined;

  async function workOnAll(): Promise<void> {
    for (const id of await selectRunning(db)) {
      if (stopping) return;
      const { queued, isMore, isOver } = await workOnReplay(db, id, share);
      if (queued > 0) wake();
      if (isMore) isWoken = true;
      mayBeToClear ||= isMore || isOver;
      if (isOver) log.info({ replay: id }, 'a replay or backfill is over');
    }
    if (!mayBeToClear) return;
    mayBeToClear = false;
    if (await clearUp(db)) wake();
  }

  async function work(): Promise<void> {
    while (isWoken && !stopping) {
      // Jobs that are recorded together wake us one by one.
      await setImmediate();
      isWoken = false;
      await workOnAll().catch((error) => outages.met('replaying jobs failed', error));
    }
  }

  function look(): void {
    isWoken = true;
    running ??= work().finally(() => {
      running = undefined;
      if (isWoken && !stopping) look();
    });
  }

  function lookAtAll(): void {
    mayBeToClear = true;
    look();
  }

  const timer = setInterval(lookAtAll, pollMs);
  return {
    wake: lookAtAll,
    sent: look,
    async stop() {
      stopping = true;
      clearInterval(timer);
      await running;
    },
  };
}
