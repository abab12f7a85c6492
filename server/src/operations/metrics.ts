import { setTimeout as delay } from 'node:timers/promises';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { selectOverdueSeconds, selectQueueState } from '../jobs/queries.ts';
import { countResumptions } from '../jobs/resume.ts';
import type { Database } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';

/** Metrics of one process. Nothing is asked of the database when they are asked for: anybody may, as often as they like. */
export function createMetrics(db: Database): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'plugboard_' });
  addPool(registry, db);
  return registry;
}

function addPool(registry: Registry, db: Database): void {
  new Gauge({
    name: 'plugboard_database_connections',
    help: 'Connections of the pool, and callers waiting for one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { total, idle, waiting } = db.stats();
      this.set({ state: 'busy' }, total - idle);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
}

const SAMPLE_EVERY_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;
/** A count of a million jobs takes 0.2 s, and 0.8 s on a busy machine: every five seconds that would be a sixth of a core, from each process. */
const PAUSES_A_COUNT = 20;

/** Milliseconds from one count of the queue to the next, by those that it took. */
export const pauseAfterCount = (tookMs: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(SAMPLE_EVERY_MS, tookMs * PAUSES_A_COUNT));

/** Samples the queue until it is stopped. */
export interface QueueSampling {
  /** Waits for the sample under way. */
  stop(): Promise<void>;
}

/** Whoever asks for metrics does so again within a minute or so. */
const ASKED_WITHIN_MS = 120_000;

/**
 * Counts the queue every five seconds, or less often where that takes long ({@link pauseAfterCount}), as long as somebody asks for metrics. The
 * first to ask after a while hears of no queue, or of the one of then.
 *
 * @param db not the pool of those who serve, who would wait for it.
 */
export function sampleQueue(registry: Registry, db: Database): QueueSampling {
  const oldest = new Gauge({
    name: 'plugboard_queue_oldest_seconds',
    help: 'How long the first lease or wait of the queue is overdue; 0 when none is',
    registers: [registry],
  });
  const resumptions = new Gauge({
    name: 'plugboard_resumptions',
    help: 'Endpoints, installs and plugins whose parked jobs are being queued again, and how many of those jobs were so far',
    labelNames: ['count'],
    registers: [registry],
  });
  const jobs = new Gauge({
    name: 'plugboard_queue_jobs',
    help: 'Jobs in the queue, by state',
    labelNames: ['state'],
    registers: [registry],
  });
  let sampledAt = performance.now();
  let askedAt = sampledAt;
  new Gauge({
    name: 'plugboard_queue_sample_age_seconds',
    help: 'How old the metrics of the queue are',
    registers: [registry],
    collect() {
      askedAt = performance.now();
      sampling ??= sampleWhileAsked();
      this.set((askedAt - sampledAt) / 1000);
    },
  });

  async function sample(): Promise<void> {
    const overdue = await selectOverdueSeconds(db);
    const states = await selectQueueState(db);
    const { under_way, resumed } = await countResumptions(db);
    oldest.set(Math.max(0, overdue ?? 0));
    jobs.reset();
    for (const state of states) jobs.set({ state: state.state }, state.jobs);
    resumptions.set({ count: 'under_way' }, under_way);
    resumptions.set({ count: 'jobs_resumed' }, resumed);
    sampledAt = performance.now();
  }

  const stopped = new AbortController();
  let sampling: Promise<void> | undefined;
  async function sampleWhileAsked(): Promise<void> {
    while (!stopped.signal.aborted && performance.now() - askedAt < ASKED_WITHIN_MS) {
      const startedAt = performance.now();
      // What fails shows in the age of the sample, and in readiness.
      const isCounted = await sample().then(
        () => true,
        () => false,
      );
      const pause = isCounted ? pauseAfterCount(performance.now() - startedAt) : SAMPLE_EVERY_MS;
      await delay(pause, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
    sampling = undefined;
  }
  return {
    async stop() {
      stopped.abort();
      await sampling;
    },
  };
}

/** Counts and times every request by its route. */
export function measureRequests(app: App, registry: Registry): void {
  const duration = new Histogram({
    name: 'plugboard_request_seconds',
    help: 'Duration of requests, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    duration.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    done();
  });
}
