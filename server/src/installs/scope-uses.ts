import { databaseNow } from '../lib/clock.ts';
import { createCounts } from '../lib/counts.ts';
import type { Database } from '../lib/db.ts';
import type { Logger } from '../log.ts';
import { addScopeUses, type ScopeUse } from './scope-use-queries.ts';

/** Counts how often plugins use the scopes that their installs were granted. */
export interface ScopeUses {
  /** Only remembers: whoever asks for something waits for nothing. */
  count(installId: number, scope: string): void;
  /** Writes what was counted, and nothing after that; waits no longer for that than two seconds. */
  stop(): Promise<void>;
}

const WRITE_EVERY_MS = 60_000;

/** Writes once a minute what was counted, in one statement. */
export function createScopeUses(
  db: Database,
  log: Pick<Logger, 'warn'>,
  everyMs = WRITE_EVERY_MS,
): ScopeUses {
  const counts = createCounts<ScopeUse>({
    keyOf: ({ install_id, scope }) => `${install_id} ${scope}`,
    merge(known, { uses, last_at }) {
      known.uses += uses;
      if (last_at > known.last_at) known.last_at = last_at;
    },
    write: (uses) => addScopeUses(db, uses),
    failed: (err) =>
      log.warn({ err }, 'uses of scopes could not be written; they are kept until the next time'),
    everyMs,
  });
  return {
    count: (install_id, scope) =>
      counts.add({ install_id, scope, uses: 1, last_at: new Date(databaseNow()).toISOString() }),
    stop: counts.stop,
  };
}
