import { createBatcher } from '../lib/batch.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { type Database, whenUnavailable } from '../lib/db.ts';
import { selectUsableInstalls, type UsableInstall } from './queries.ts';

/** Answers what a plugin may do with an install: a live one of its own, or one that it is taking leave of, which it may read. */
export interface InstallAccess {
  /** Undefined for any other install, whether there is one or not. */
  find(pluginId: number, installId: number): Promise<Pick<UsableInstall, 'only_read'> | undefined>;
}

const MAX_CACHED = 100_000;

/**
 * Knows 100,000 installs for as long as it hears of changes. Those that are looked for at the same time share a statement. One that may
 * only be read is looked for each time: that ends with its job, of whose end nobody is told. One of a plugin without a release is read
 * anew after 0.9 s: it ends also with what its developer does, and with who joins the space.
 */
export function createInstallAccess(db: Database, changes: Changes): InstallAccess {
  const load = createBatcher<number, UsableInstall | undefined>({
    ...whenUnavailable,
    async run(installIds) {
      const rows = await selectUsableInstalls(db, installIds);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return installIds.map((id) => byId.get(id));
    },
  });
  const cache = createCache<UsableInstall>({
    maxSize: MAX_CACHED,
    changes,
    topics: { installs: 'key' },
    isTold: ({ development }) => !development,
    load: (installId) => load(Number(installId)),
  });
  return {
    async find(pluginId, installId) {
      const key = String(installId);
      const known = await cache.get(key);
      const install = known?.only_read ? await cache.reload(key) : known;
      return install?.plugin_id === pluginId ? install : undefined;
    },
  };
}
