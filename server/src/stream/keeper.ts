import { setTimeout as delay } from 'node:timers/promises';
import { announce, MAX_SILENCE_MS } from '../lib/changes.ts';
import type { Database } from '../lib/db.ts';
import { type KeptWatch, keepWatches } from './queries.ts';
import { type Watch, watchName } from './schema.ts';

/** How often watches are to be asked for again, and for how many minutes that may fail. */
export const KEEP_EVERY_MS = 60_000;
const KEEP_MINUTES = 3;

/** Keeps watches going for as long as somebody listens here. */
export interface WatchKeeper {
  /** From now on changes are written down; when this resolves, by every process. */
  begin(watch: Watch): Promise<void>;
  /** Asks again for these. Answers those that had ended in between: they have to be begun anew. */
  goOn(watches: Watch[]): Promise<Watch[]>;
  forget(watch: Watch): void;
}

/** By then every process has heard of a watch that is committed, or believes nothing any more. */
const HEARD_AFTER_MS = MAX_SILENCE_MS + 100;
/** One that is older was committed long ago, whoever began it. */
const OLD_MS = 30_000;

interface Kept {
  sinceMs: number;
  /** By `performance.now()`. */
  heardAt: number;
}

/** Keeps nothing yet. */
export function createWatchKeeper(db: Database): WatchKeeper {
  const kept = new Map<string, Kept>();
  const beginning = new Map<string, Promise<unknown>>();

  async function keep(watches: Watch[]): Promise<Watch[]> {
    const rows = await db.transaction(async (tx) => {
      const kept = await keepWatches(tx, watches, KEEP_MINUTES);
      await announce(tx, 'watches');
      return kept;
    });
    return rows.filter(remember);
  }

  /** Answers whether it is another than was known. */
  function remember({ since_ms, age_ms, ...watch }: KeptWatch): boolean {
    const name = watchName(watch);
    const before = kept.get(name);
    if (before?.sinceMs === since_ms) return false;
    const heardAt = performance.now() + (age_ms > OLD_MS ? 0 : HEARD_AFTER_MS);
    kept.set(name, { sinceMs: since_ms, heardAt });
    return before !== undefined;
  }

  function keepOnce(watch: Watch): Promise<unknown> {
    const name = watchName(watch);
    const underWay = beginning.get(name) ?? keep([watch]).finally(() => beginning.delete(name));
    beginning.set(name, underWay);
    return underWay;
  }

  return {
    async begin(watch) {
      const name = watchName(watch);
      if (!kept.has(name)) await keepOnce(watch);
      const left = (kept.get(name)?.heardAt ?? 0) - performance.now();
      if (left > 0) await delay(left, undefined, { ref: false });
    },
    goOn: async (watches) => (watches.length === 0 ? [] : keep(watches)),
    forget: (watch) => void kept.delete(watchName(watch)),
  };
}
