import type { Database } from '../lib/db.ts';
import { createOutages } from '../lib/outages.ts';
import { repeat } from '../lib/repeating.ts';
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
  return repeat(EVERY_MS, () =>
    chainEntries(db).catch((error) => outages.met('the audit log cannot be chained', error)),
  );
}
