import { setTimeout as delay } from 'node:timers/promises';
import { databaseNow } from '../lib/clock.ts';
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
const MOST_STOPPING_MS = 2000;
/** Some 150 bytes each. While the database is away, what is used for the first time beyond them is not counted. */
const MAX_COUNTED = 100_000;

/** Writes once a minute what was counted, in one statement. What fails is written the next time; a process that is killed loses its last minute. */
export function createScopeUses(
  db: Database,
  log: Pick<Logger, 'warn'>,
  everyMs = WRITE_EVERY_MS,
): ScopeUses {
  let counted = new Map<string, ScopeUse>();
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    if (counted.size === 0) return;
    const uses = counted;
    counted = new Map();
    try {
      await addScopeUses(db, [...uses.values()]);
    } catch (err) {
      log.warn({ err }, 'uses of scopes could not be written; they are kept until the next time');
      for (const use of uses.values()) add(use);
    }
  }

  function add({ install_id, scope, uses, last_at }: ScopeUse): void {
    const key = `${install_id} ${scope}`;
    const known = counted.get(key);
    if (known !== undefined) {
      known.uses += uses;
      if (last_at > known.last_at) known.last_at = last_at;
    } else if (counted.size < MAX_COUNTED) {
      counted.set(key, { install_id, scope, uses, last_at });
    }
  }

  const timer = setInterval(() => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
  }, everyMs).unref();
  return {
    count: (install_id, scope) =>
      add({ install_id, scope, uses: 1, last_at: new Date(databaseNow()).toISOString() }),
    async stop() {
      clearInterval(timer);
      const written = Promise.resolve(writing).then(write);
      // A database that is silent keeps nobody from ending.
      await Promise.race([written, delay(MOST_STOPPING_MS, undefined, { ref: false })]);
    },
  };
}
