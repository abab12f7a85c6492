import { setTimeout as delay } from 'node:timers/promises';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import type { LocalWorker } from './local-worker.ts';

/** Others hear of jobs at most so often: a notification wakes every process, and takes a lock of the whole instance to commit. */
const PAUSE_MS = 20;

/**
 * Makes the function that tells of jobs that became ready, once they are committed: the worker of this process at once, the others by a
 * notification. Never within a transaction, as many of them would wait for each other's commit. Who misses it polls.
 */
export function createReadyNotice(db: Db, worker: Pick<LocalWorker, 'wake'>): () => void {
  let isTelling = false;
  let isMore = false;

  async function tell(): Promise<void> {
    do {
      isMore = false;
      await announce(db, 'jobs').catch(() => undefined);
      await delay(PAUSE_MS, undefined, { ref: false });
    } while (isMore);
    isTelling = false;
  }

  return () => {
    worker.wake();
    isMore = true;
    if (isTelling) return;
    isTelling = true;
    tell();
  };
}
