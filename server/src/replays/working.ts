import { setImmediate } from 'node:timers/promises';
import type { Database } from '../lib/db.ts';
import { createOutages } from '../lib/outages.ts';
import type { Logger } from '../log.ts';
import { clearUp } from './backfill-work.ts';
import { selectWorkable } from './queries.ts';
import { beginOverdue } from './reading-queries.ts';
import { workOnReplay } from './work.ts';

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

/**
 * Takes every replay and backfill that can go on a step further, one after the other; looks for them at each poll, and when it is woken. What
 * fails of one is no matter of the others.
 */
export function startReplaying(deps: ReplayingDeps): Replaying {
  const { db, pollMs, endpointConcurrency, wake, log } = deps;
  const share = Math.max(1, Math.floor(endpointConcurrency / 4));
  const outages = createOutages(log);
  let isWoken = false;
  let mayBeToClear = true;
  let servedLast = 0;
  let stopping = false;
  let running: Promise<void> | undefined;

  async function clear(): Promise<void> {
    if (!mayBeToClear) return;
    mayBeToClear = false;
    for (const about of await beginOverdue(db))
      log.warn(
        about,
        'a backfill begins to read while a transaction goes on that is older: what that tells may be missed',
      );
    const { isReady, isMore } = await clearUp(db);
    if (isReady) wake();
    if (!isMore) return;
    mayBeToClear = true;
    isWoken = true;
  }

  async function workOn(id: number): Promise<void> {
    const { queued, isMore, isOver } = await workOnReplay(db, id, share);
    if (queued > 0) {
      servedLast = id;
      wake();
    }
    if (isMore || isOver) {
      isWoken = true;
      mayBeToClear = true;
    }
    if (isOver) log.info({ replay: id }, 'a replay or backfill is over');
  }

  async function workOnAll(): Promise<void> {
    await clear().catch((error) => outages.met('clearing up behind backfills failed', error));
    for (const id of inTurn(await selectWorkable(db), servedLast)) {
      if (stopping) return;
      await workOn(id).catch((error) =>
        outages.met('a step of a replay or backfill failed', error, { replay: id }),
      );
    }
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

// The one behind the one that was served last is first: what is free is for all of them in turn, whatever wakes us how often.
const inTurn = (ids: number[], servedLast: number): number[] => [
  ...ids.filter((id) => id > servedLast),
  ...ids.filter((id) => id <= servedLast),
];
