import type { Bench } from './bench.ts';

/** Stops the server and PostgreSQL when we are stopped: they are processes that would outlive us. */
export function stopOnSignals(bench: Bench): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => bench.close().finally(() => process.exit(1)));
  }
}
