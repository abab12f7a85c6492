import { LEASE_MARGIN_MS } from '../config.ts';
import { claimJobs } from '../jobs/claim.ts';
import { moveDueJobs } from '../jobs/due.ts';
import type { Database } from '../lib/db.ts';
import { createOutages } from '../lib/outages.ts';
import { DatabaseUnavailable } from '../lib/unavailable.ts';
import type { Logger } from '../log.ts';
import { type AttemptDeps, attemptJob } from './attempt.ts';
import { createEndpointQueue, type EndpointQueue, type HeldJob } from './endpoint-queue.ts';
import type { DeliveryMetrics } from './metrics.ts';
import { type Outcome, outcomeWithoutSending, released } from './outcome.ts';
import type { Settle } from './settler.ts';
import { tryInTime } from './try-in-time.ts';

/** How much a worker takes on, and for how long; `config.ts` sees to it that a lease outlasts an attempt. */
export interface WorkerOptions {
  leaseSeconds: number;
  attemptTimeoutMs: number;
  /** Most requests to one endpoint at a time, in this process. */
  endpointConcurrency: number;
  pollMs: number;
}

/** What {@link startWorker} needs, beside what each attempt does. */
export interface WorkerDeps extends AttemptDeps {
  db: Database;
  settle: Settle;
  options: WorkerOptions;
  metrics: DeliveryMetrics;
  log: Logger;
}

/** Claims and delivers until it is stopped. */
export interface Worker {
  /** Jobs may have become ready. */
  wake(): void;
  /** Milliseconds since it last reached its queue: it looks for what is due, and claims, at each poll. */
  ageMs(): number;
  /** Claims no more, lets requests under way end and records them, gives back what was not started. */
  stop(): Promise<void>;
}

/** Jobs leased in one statement. */
const CLAIM_AT_MOST = 500;
/** Jobs held by one process, under way and waiting, over all endpoints. */
const HOLD_AT_MOST = 4000;

/**
 * Claims jobs and delivers them until stopped. One claim is in flight at a time; a slot is free again as soon as the reply is in, not
 * when it is recorded.
 */
export function startWorker(deps: WorkerDeps): Worker {
  const { db, settle, options, log } = deps;
  const outages = createOutages(log);
  const endpoints = new Map<number, EndpointQueue>();
  const running = new Set<Promise<void>>();
  let held = 0;
  let stopping = false;
  // Set when all is given back that can be: what cannot be recorded is not waited for any more.
  const stopped = new AbortController();
  let woken = true;
  let polledAt = performance.now();
  let claimedAt = polledAt;
  let sleeper: (() => void) | undefined;

  function wake(): void {
    woken = true;
    sleeper?.();
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      await sleepUntilWoken();
      if (stopping) return;
      woken = false;
      try {
        if ((await claim()) >= CLAIM_AT_MOST) woken = true;
        claimedAt = performance.now();
      } catch (error) {
        // The database is away, or shutting down: the next poll tries again.
        outages.met('claiming jobs failed', error as Error);
      }
    }
  }

  function sleepUntilWoken(): Promise<void> {
    if (woken && held < HOLD_AT_MOST) return Promise.resolve();
    return new Promise((resolve) => {
      sleeper = () => {
        if (held >= HOLD_AT_MOST && !stopping) return;
        sleeper = undefined;
        resolve();
      };
    });
  }

  async function claim(): Promise<number> {
    const rooms = Array.from(endpoints.values(), (endpoint) => endpoint.room());
    const leasedAt = performance.now();
    const most = Math.min(CLAIM_AT_MOST, HOLD_AT_MOST - held);
    const { leaseSeconds, endpointConcurrency: defaultRoom } = options;
    const jobs = await claimJobs(db, { rooms, defaultRoom, most, leaseSeconds });
    const leaseEnds = leasedAt + leaseSeconds * 1000;
    for (const job of jobs) accept({ job, leaseEnds });
    return jobs.length;
  }

  function accept(added: HeldJob): void {
    held++;
    const unsent = outcomeWithoutSending(added.job);
    if (unsent !== undefined) {
      track(finish(unsent, added));
      return;
    }
    const endpoint = endpointOf(added.job.endpoint_id);
    endpoint.add(added);
    pump(endpoint);
  }

  function endpointOf(id: number): EndpointQueue {
    const known = endpoints.get(id);
    if (known !== undefined) return known;
    const endpoint = createEndpointQueue(id, options.endpointConcurrency);
    endpoints.set(id, endpoint);
    return endpoint;
  }

  function pump(endpoint: EndpointQueue): void {
    for (let next = endpoint.start(); next !== undefined; next = endpoint.start()) {
      track(run(endpoint, next));
    }
  }

  async function run(endpoint: EndpointQueue, next: HeldJob): Promise<void> {
    const outcome = await deliver(endpoint, next);
    endpoint.finished();
    if (!stopping) pump(endpoint);
    if (endpoint.hungry()) wake();
    await finish(outcome, next);
  }

  async function deliver(endpoint: EndpointQueue, { job, leaseEnds }: HeldJob): Promise<Outcome> {
    // It waited here for so long that another worker may soon get it: better to give it back than to send it twice.
    const sentAt = performance.now();
    if (sentAt > leaseEnds - options.attemptTimeoutMs - LEASE_MARGIN_MS) return released(job);
    const outcome = await attemptJob(deps, job, { leaseEnds, stopping: stopped.signal });
    if (outcome.endpoint === undefined) return outcome;
    if (outcome.endpoint === 'struggled') endpoint.pace.struggled();
    else if (outcome.endpoint !== 'failed') endpoint.pace.succeeded();
    deps.metrics.attempted(outcome, performance.now() - sentAt);
    logAttempt(log, outcome);
    return outcome;
  }

  async function finish(outcome: Outcome, { leaseEnds }: HeldJob): Promise<void> {
    try {
      const limits = { leaseEnds, stopping: stopped.signal };
      if ((await tryInTime(() => settle(outcome), limits)) > 0) wake();
    } finally {
      held--;
      if (held < HOLD_AT_MOST) sleeper?.();
    }
  }

  // What fails here was not recorded: when the lease ends the attempt is lost, and the job goes through its schedule.
  function track(work: Promise<void>): void {
    const tracked = work.catch((error) => {
      if (error instanceof DatabaseUnavailable) outages.met('attempts were not recorded', error);
      else log.error({ err: error }, 'an attempt failed');
    });
    running.add(tracked);
    tracked.finally(() => running.delete(tracked));
  }

  async function poll(): Promise<void> {
    try {
      await moveDueJobs(db, deps.rules.schedule, ({ job_id }, error) =>
        log.error({ err: error, job: job_id }, 'a due job could not be moved, and waits'),
      );
      polledAt = performance.now();
      dropIdleEndpoints();
    } catch (error) {
      outages.met('looking for due jobs failed', error as Error);
    }
    wake();
  }

  function dropIdleEndpoints(): void {
    for (const [id, endpoint] of endpoints) {
      if (endpoint.idle() && endpoint.pace.limit() >= options.endpointConcurrency)
        endpoints.delete(id);
    }
  }

  // One at a time: polls that a slow database holds up must not pile up behind each other.
  let polling: Promise<void> | undefined;
  const timer = setInterval(() => {
    polling ??= poll().finally(() => {
      polling = undefined;
    });
  }, options.pollMs);
  const looping = loop();

  return {
    wake,
    ageMs() {
      // Where it holds all that it can, it claims nothing, and need not.
      const reachedAt = held >= HOLD_AT_MOST ? polledAt : Math.min(polledAt, claimedAt);
      return performance.now() - reachedAt;
    },
    async stop() {
      stopping = true;
      clearInterval(timer);
      sleeper?.();
      await looping;
      await polling;
      for (const endpoint of endpoints.values()) {
        for (const left of endpoint.drain()) track(finish(released(left.job), left));
      }
      stopped.abort();
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function logAttempt(log: Logger, { job, next, status, record }: Outcome): void {
  const level = next === 'scheduled' || status === 'failed' ? 'warn' : 'info';
  log[level](
    {
      job: job.job_id,
      plugin: job.plugin_id,
      install: job.install_id,
      event: job.event_name,
      attempt: job.attempt,
      stage: record?.stage,
      status_code: record?.status_code,
      error: record?.error,
      duration_ms: record?.duration_ms,
      next,
      status,
    },
    'attempt',
  );
}
