import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { selectOverdueSeconds, selectQueueState } from '../jobs/queries.ts';
import type { Database } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';

/** Metrics of one process; what is read from the database is read when they are asked for. */
export function createMetrics(db: Database): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'plugboard_' });
  addPool(registry, db);
  addQueue(registry, db);
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

function addQueue(registry: Registry, db: Database): void {
  new Gauge({
    name: 'plugboard_queue_oldest_seconds',
    help: 'How long the first lease or wait of the queue is overdue; 0 when none is',
    registers: [registry],
    async collect() {
      this.set(Math.max(0, (await selectOverdueSeconds(db)) ?? 0));
    },
  });
  new Gauge({
    name: 'plugboard_queue_jobs',
    help: 'Jobs in the queue, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { state, jobs } of await selectQueueState(db)) this.set({ state }, jobs);
    },
  });
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
