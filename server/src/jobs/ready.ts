import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import type { LocalWorker } from './local-worker.ts';

/** Others hear of jobs at most so often: a notification wakes every process, and takes a lock of the whole instance to commit. */
const PAUSE_MS = 20;

/** Tells of jobs that became ready, once they are committed: the worker of this process at once, the others by a notification. */
export interface ReadyNotice {
  (): void;
  /** Whether a notification is our own, of which the worker knows. */
  isOwn(from: string | undefined): boolean;
}

/** Never within a transaction, as many of them would wait for each other's commit. Who misses it polls. */
export function createReadyNotice(db: Db, worker: Pick<LocalWorker, 'wake'>): ReadyNotice {
  const own = randomUUID();
  let isTelling = false;
  let isMore = false;

  async function tell(): Promise<void> {
    do {
      isMore = false;
      await announce(db, 'jobs', own).catch(() => undefined);
      await delay(PAUSE_MS, undefined, { ref: false });
    } while (isMore);
    isTelling = false;
  }

  function notice(): void {
    worker.wake();
    isMore = true;
    if (isTelling) return;
    isTelling = true;
    tell();
  }
  return Object.assign(notice, { isOwn: (from: string | undefined) => from === own });
}
