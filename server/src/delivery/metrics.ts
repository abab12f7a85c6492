import { Counter, Histogram, type Registry } from 'prom-client';
import type { Outcome } from './outcome.ts';

/** `plugboard_attempts_total`, `plugboard_attempt_seconds` and `plugboard_resumed_jobs_total`, of this process. */
export interface DeliveryMetrics {
  /** An attempt is over. It took `milliseconds`, preparing and judging included. */
  attempted(outcome: Outcome, milliseconds: number): void;
  /** Parked jobs were queued again. */
  resumed(slice: { resumed: number }): void;
}

/** Makes the counters; once for a registry, which refuses a name that it has. */
export function createDeliveryMetrics(registry: Registry): DeliveryMetrics {
  const attempts = new Counter({
    name: 'plugboard_attempts_total',
    help: 'Requests made for jobs, by where they ended and what became of the job',
    labelNames: ['stage', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'plugboard_attempt_seconds',
    help: 'Duration of requests made for jobs',
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 5, 15],
    registers: [registry],
  });
  const resumed = new Counter({
    name: 'plugboard_resumed_jobs_total',
    help: 'Parked jobs that workers queued again, beyond the first hundred of each endpoint, install or plugin',
    registers: [registry],
  });
  return {
    resumed: (slice) => resumed.inc(slice.resumed),
    attempted({ record, status }, milliseconds) {
      attempts.inc({ stage: record?.stage ?? 'none', status });
      duration.observe(milliseconds / 1000);
    },
  };
}
