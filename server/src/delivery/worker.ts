import { claimJobs } from '../jobs/claim.ts';
import { moveDueJobs } from '../jobs/due.ts';
import type { LocalWorker } from '../jobs/local-worker.ts';
import { refreshQueueStatistics } from '../jobs/statistics.ts';
import { createWorkerWatch, forgetWorker } from '../jobs/workers.ts';
import { createOutages } from '../lib/outages.ts';
import { DatabaseUnavailable } from '../lib/unavailable.ts';
import { createHeldJobs, type WorkerDeps } from './held-jobs.ts';

/** Claims and delivers until it is stopped. */
export interface Worker extends LocalWorker {
  /** Milliseconds since it last reached its queue: it looks for what is due, and claims, at each poll. */
  ageMs(): number;
  /** Looks for what is due at once, and not with the next poll. */
  lookForDue(): Promise<void>;
  /** Claims no more, lets requests under way end and records them, gives back what was not started. */
  stop(): Promise<void>;
}

/** Jobs leased in one statement. */
const CLAIM_AT_MOST = 500;

/** Until those are claimed again whose rows somebody else had: a transaction of a few statements. */
const MISSED_AFTER_MS = 10;

/**
 * Claims jobs and delivers them until stopped. One claim is in flight at a time, and there is none without a reason: somebody said that jobs
 * are ready, or the last one left some behind for which there is room by now.
 */
export function startWorker(deps: WorkerDeps): Worker {
  const { id, db, options, log } = deps;
  const outages = createOutages(log);
  const jobs = createHeldJobs({ ...deps, hungry: wake, failed });
  const watch = createWorkerWatch(db, id);
  const lease = { worker_id: id, seconds: options.leaseSeconds };
  let stopping = false;
  let woken = true;
  let polledAt = performance.now();
  let claimedAt = polledAt;
  let sleeper: (() => void) | undefined;

  function wake(): void {
    woken = true;
    sleeper?.();
  }

  function failed(error: unknown): void {
    if (error instanceof DatabaseUnavailable) outages.met('attempts were not recorded', error);
    else log.error({ err: error }, 'an attempt failed');
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      await sleepUntilWoken();
      if (stopping) return;
      woken = false;
      try {
        await claim();
        claimedAt = performance.now();
      } catch (error) {
        // The database is away, or shutting down: the next poll tries again.
        outages.met('claiming jobs failed', error as Error);
      }
    }
  }

  function sleepUntilWoken(): Promise<void> {
    if (woken && jobs.room() > 0) return Promise.resolve();
    return new Promise((resolve) => {
      sleeper = () => {
        if (jobs.room() <= 0 && !stopping) return;
        sleeper = undefined;
        resolve();
      };
    });
  }

  async function claim(): Promise<void> {
    const rooms = jobs.rooms();
    const leasedAt = performance.now();
    const most = Math.min(CLAIM_AT_MOST, jobs.room());
    const defaultRoom = options.endpointConcurrency;
    const claim = await claimJobs(db, { rooms, defaultRoom, most, lease });
    jobs.claimed(claim, rooms, leasedAt);
    if (claim.jobs.length >= most) woken = true;
    else if (claim.missed) setTimeout(wake, MISSED_AFTER_MS).unref();
  }

  async function poll(): Promise<void> {
    try {
      const ended = await watch();
      if (ended > 0) log.warn({ jobs: ended }, 'a worker is gone, and its jobs are tried again');
      await moveDueJobs(db, deps.rules.schedule, ({ job_id }, error) =>
        log.error({ err: error, job: job_id }, 'a due job could not be moved, and waits'),
      );
      await refreshQueueStatistics(db);
      polledAt = performance.now();
      jobs.dropIdleEndpoints();
    } catch (error) {
      outages.met('looking for due jobs failed', error as Error);
    }
    wake();
  }

  // One at a time: polls that a slow database holds up must not pile up behind each other.
  let polling: Promise<void> | undefined;
  function pollSoon(): Promise<void> {
    polling ??= poll().finally(() => {
      polling = undefined;
    });
    return polling;
  }
  const timer = setInterval(pollSoon, options.pollMs);
  pollSoon();
  const looping = loop();

  return {
    wake,
    offer: () => jobs.offer(lease),
    ageMs() {
      // Where it holds all that it can, it claims nothing, and need not.
      const reachedAt = jobs.room() <= 0 ? polledAt : Math.min(polledAt, claimedAt);
      return performance.now() - reachedAt;
    },
    async lookForDue() {
      // The one under way may have looked before.
      await polling;
      await pollSoon();
    },
    async stop() {
      stopping = true;
      clearInterval(timer);
      sleeper?.();
      await looping;
      await polling;
      await jobs.stop();
      // Others would see that it is gone.
      await forgetWorker(db, id).catch(() => undefined);
    },
  };
}
