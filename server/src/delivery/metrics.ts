import { Counter, Histogram, type Registry } from 'prom-client';
import type { Outcome } from './outcome.ts';

/** `plugboard_attempts_total`, `plugboard_attempt_seconds` and `plugboard_resumed_jobs_total`, of this process. */
export interface DeliveryMetrics {
  /** An attempt is over. It took `milliseconds`, preparing and judging included. */
  attempted(outcome: Outcome, milliseconds: number): void;
  /** Parked jobs were queued again. */
  resumed(slice: { resumed: number }): void;
}

interface Attempted {
  stage: string;
  status: string;
  seconds: number;
}

const COUNT_AT_ONCE = 500;

/** Makes the counters; once for a registry, which refuses a name that it has. */
export function createDeliveryMetrics(registry: Registry): DeliveryMetrics {
  // prom-client hashes labels and looks buckets up by name at each call. Between two requests that took 3 µs a job; many in a row take 1.
  const uncounted: Attempted[] = [];
  function collect(): void {
    for (const { stage, status, seconds } of uncounted.splice(0)) {
      attempts.inc({ stage, status });
      duration.observe(seconds);
    }
  }

  const attempts = new Counter({
    name: 'plugboard_attempts_total',
    help: 'Requests made for jobs, by where they ended and what became of the job',
    labelNames: ['stage', 'status'],
    registers: [registry],
    collect,
  });
  const duration = new Histogram({
    name: 'plugboard_attempt_seconds',
    help: 'Duration of requests made for jobs',
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 5, 15],
    registers: [registry],
    collect,
  });
  const resumed = new Counter({
    name: 'plugboard_resumed_jobs_total',
    help: 'Parked jobs that workers queued again, beyond the first hundred of each endpoint, install or plugin',
    registers: [registry],
  });
  return {
    resumed: (slice) => resumed.inc(slice.resumed),
    attempted({ record, status }, milliseconds) {
      uncounted.push({ stage: record?.stage ?? 'none', status, seconds: milliseconds / 1000 });
      if (uncounted.length >= COUNT_AT_ONCE) collect();
    },
  };
}
