import type { Database } from '../lib/db.ts';
import { createOutages } from '../lib/outages.ts';
import type { Logger } from '../log.ts';
import { chainEntries } from './chain.ts';

/** Puts entries into the chain until it is stopped. */
export interface Chaining {
  /** Waits for the slice under way. */
  stop(): Promise<void>;
}

const EVERY_MS = 1000;

/** Once a second. Every process that looks after the database may do so: only one of them finds the chain free. */
export function startChaining({ db, log }: { db: Database; log: Logger }): Chaining {
  const outages = createOutages(log);
  let running: Promise<void> | undefined;
  const run = () => {
    running ??= chainEntries(db)
      .catch((error) => outages.met('the audit log cannot be chained', error))
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(run, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
