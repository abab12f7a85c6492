import { createBatcher } from '../lib/batch.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { type Database, type Db, sql, whenUnavailable } from '../lib/db.ts';

/** Tells, from a cache, which plugins the host has stopped. */
export interface Suspensions {
  /** At once, where it is known that it is not. */
  isSuspended(pluginId: number): boolean | Promise<boolean>;
}

const MAX_CACHED = 10_000;

/**
 * Knows it for as long as it hears of changes. A claim says it too, but jobs can wait here for as long as their
 * lease, and replies take as long as a plugin likes. In the statement that settles a job it would cost every job a join.
 *
 * That a plugin is suspended is never believed without asking: one that was resumed a moment ago would have its jobs set aside again.
 */
export function createSuspensions(db: Database, changes: Changes): Suspensions {
  const find = createBatcher<number, boolean>({
    ...whenUnavailable,
    async run(pluginIds) {
      const suspended = new Set((await selectSuspended(db, pluginIds)).map(({ id }) => id));
      return pluginIds.map((id) => suspended.has(id));
    },
  });
  const cache = createCache<boolean>({
    maxSize: MAX_CACHED,
    changes,
    topics: { clients: 'key' },
    load: (pluginId) => find(Number(pluginId)),
  });
  async function ask(key: string): Promise<boolean> {
    return (await cache.get(key)) === true && (await cache.reload(key)) === true;
  }
  return {
    isSuspended(pluginId) {
      const key = String(pluginId);
      return cache.peek(key) === false ? false : ask(key);
    },
  };
}

function selectSuspended(db: Db, pluginIds: number[]): Promise<{ id: number }[]> {
  return db.query(sql`
    select id from plugins where id = any(${pluginIds}) and suspended_at is not null`);
}
