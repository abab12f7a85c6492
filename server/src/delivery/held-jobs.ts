import { setMaxListeners } from 'node:events';
import { LEASE_MARGIN_MS } from '../config.ts';
import type { Claim, EndpointRoom } from '../jobs/claim.ts';
import type { Lease } from '../jobs/enqueue.ts';
import type { Offer } from '../jobs/local-worker.ts';
import type { Database } from '../lib/db.ts';
import type { Logger } from '../log.ts';
import { type AttemptDeps, attemptJob } from './attempt.ts';
import { logAttempt } from './attempt-log.ts';
import type { AttemptCounts } from './counting.ts';
import { createEndpointQueue, type EndpointQueue, type HeldJob } from './endpoint-queue.ts';
import type { DeliveryMetrics } from './metrics.ts';
import { type Outcome, outcomeWithoutSending, released } from './outcome.ts';
import type { Settle } from './settler.ts';
import { tryInTime } from './try-in-time.ts';

/** Jobs held by one process, under way and waiting, over all endpoints. */
const HOLD_AT_MOST = 4000;

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
  /** What its claims are made in the name of. */
  id: number;
  db: Database;
  settle: Settle;
  options: WorkerOptions;
  metrics: DeliveryMetrics;
  counts: AttemptCounts;
  /** Hears that what a replay had queued was recorded. */
  replayed(): void;
  log: Logger;
}

/** The jobs that are leased to this process, each until it is settled. */
export interface HeldJobs {
  /** How many more may be claimed. */
  room(): number;
  rooms(): EndpointRoom[];
  /** Takes what a claim brought that was made with these rooms, then. */
  claimed(claim: Claim, rooms: EndpointRoom[], leasedAt: number): void;
  /** Room for jobs that are being queued; undefined when there is none. */
  offer(lease: Lease): Offer | undefined;
  dropIdleEndpoints(): void;
  /** Starts no more, gives back what was not started, and waits for the rest to be recorded. */
  stop(): Promise<void>;
}

/** What {@link createHeldJobs} needs. */
export interface HeldJobsDeps extends WorkerDeps {
  /** The queue may have jobs for which there is room again. */
  hungry(): void;
  /** Hears of work that failed altogether. */
  failed(error: unknown): void;
}

/**
 * Delivers what it holds: a slot is free again as soon as the reply is in, not when it is recorded.
 */
export function createHeldJobs(deps: HeldJobsDeps): HeldJobs {
  const { settle, options, log, hungry } = deps;
  const endpoints = new Map<number, EndpointQueue>();
  const running = new Set<Promise<void>>();
  let held = 0;
  let stopping = false;
  // Set when all is given back that can be: what cannot be recorded is not waited for any more.
  const stopped = new AbortController();
  // As many wait for it as jobs are held while the database is away.
  setMaxListeners(0, stopped.signal);

  const limitsOf = (leaseEnds: number) => ({ leaseEnds, stopping: stopped.signal });
  const leaseEnds = (leasedAt: number) => leasedAt + options.leaseSeconds * 1000;

  function accept(added: HeldJob): void {
    held++;
    const unsent = stopping ? released(added.job) : outcomeWithoutSending(added.job);
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
    if (endpoint.hungry()) hungry();
    await finish(outcome, next);
  }

  async function deliver(endpoint: EndpointQueue, { job, leaseEnds }: HeldJob): Promise<Outcome> {
    // It waited here for so long that another worker may soon get it: better to give it back than to send it twice.
    const sentAt = performance.now();
    if (sentAt > leaseEnds - options.attemptTimeoutMs - LEASE_MARGIN_MS) return released(job);
    const outcome = await attemptJob(deps, job, limitsOf(leaseEnds));
    if (outcome.endpoint === undefined) return outcome;
    if (outcome.endpoint === 'struggled') endpoint.pace.struggled();
    else if (outcome.endpoint !== 'failed') endpoint.pace.succeeded();
    const milliseconds = performance.now() - sentAt;
    deps.metrics.attempted(outcome, milliseconds);
    deps.counts.count(outcome, milliseconds);
    logAttempt(log, outcome);
    return outcome;
  }

  async function finish(outcome: Outcome, { job, leaseEnds }: HeldJob): Promise<void> {
    try {
      if ((await tryInTime(() => settle(outcome), limitsOf(leaseEnds))) > 0) hungry();
    } finally {
      if (job.replay_id !== null) deps.replayed();
      if (held-- === HOLD_AT_MOST) hungry();
    }
  }

  // What fails here was not recorded: when the lease ends the attempt is lost, and the job goes through its schedule.
  function track(work: Promise<void>): void {
    const tracked = work.catch(deps.failed);
    running.add(tracked);
    tracked.finally(() => running.delete(tracked));
  }

  return {
    room: () => HOLD_AT_MOST - held,
    rooms: () => Array.from(endpoints.values(), (endpoint) => endpoint.room()),
    claimed({ jobs, filled }, rooms, leasedAt) {
      // Of those that had no room it is known no better than before.
      for (const { endpoint_id, room } of rooms)
        if (room > 0) endpointOf(endpoint_id).knowMore(false);
      for (const id of filled) endpointOf(id).knowMore(true);
      for (const job of jobs) accept({ job, leaseEnds: leaseEnds(leasedAt) });
    },
    offer(lease) {
      if (stopping || held >= HOLD_AT_MOST) return undefined;
      const ends = leaseEnds(performance.now());
      const accepted: number[] = [];
      let close = () => {};
      track(
        new Promise((resolve) => {
          close = resolve;
        }),
      );
      return {
        lease,
        accepts(endpointId) {
          if (held + accepted.length >= HOLD_AT_MOST) return false;
          if (!endpointOf(endpointId).reserve()) return false;
          accepted.push(endpointId);
          return true;
        },
        take(jobs) {
          for (const endpointId of accepted) endpointOf(endpointId).free();
          for (const job of jobs) accept({ job, leaseEnds: ends });
          close();
        },
      };
    },
    dropIdleEndpoints() {
      for (const [id, endpoint] of endpoints) {
        if (endpoint.idle() && endpoint.pace.limit() >= options.endpointConcurrency)
          endpoints.delete(id);
      }
    },
    async stop() {
      stopping = true;
      for (const endpoint of endpoints.values()) {
        for (const left of endpoint.drain()) track(finish(released(left.job), left));
      }
      stopped.abort();
      while (running.size > 0) await Promise.all(running);
    },
  };
}
