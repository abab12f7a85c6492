import { type ResumedSlice, resumeSome } from '../jobs/resume.ts';
import { withdrawSome } from '../jobs/withdraw.ts';
import type { Database } from '../lib/db.ts';
import { createOutages } from '../lib/outages.ts';
import { repeat } from '../lib/repeating.ts';
import type { Logger } from '../log.ts';

/** What {@link startResuming} needs. */
export interface ResumingDeps {
  db: Database;
  pollMs: number;
  /** Called when jobs may have become ready. */
  wake(): void;
  /** Hears of each slice, for the metrics. */
  resumed(slice: ResumedSlice): void;
  log: Logger;
}

/** Goes on queueing parked jobs again, and withdrawing those of uninstalled installs, until it is stopped. */
export interface Resuming {
  /** Something may be to be resumed, or withdrawn. */
  wake(): void;
  /** Waits for the slice under way; another process, or the next start, goes on. */
  stop(): Promise<void>;
}

/**
 * Queues parked jobs again slice by slice, as long as anything is being resumed, and withdraws those of uninstalled installs; looks for
 * both at each poll, and when it is woken.
 */
export function startResuming({ db, pollMs, wake, resumed, log }: ResumingDeps): Resuming {
  const outages = createOutages(log);
  let stopping = false;

  async function resumeAll(): Promise<void> {
    while (!stopping) {
      const slice = await resumeSome(db);
      if (slice === undefined) return;
      resumed(slice);
      wake();
      const { isOver, ...about } = slice;
      if (isOver) log.info(about, 'parked jobs are queued again');
    }
  }

  async function withdrawAll(): Promise<void> {
    while (!stopping && (await withdrawSome(db)));
  }

  // Each fails alone, and the next poll tries again.
  async function doAll(): Promise<void> {
    await withdrawAll().catch((error) => outages.met('withdrawing jobs failed', error));
    await resumeAll().catch((error) => outages.met('queueing parked jobs again failed', error));
  }

  const looks = repeat(pollMs, doAll);
  return {
    wake: looks.now,
    async stop() {
      stopping = true;
      await looks.stop();
    },
  };
}
