import { createBatcher } from '../lib/batch.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { type Database, whenUnavailable } from '../lib/db.ts';
import { selectLiveInstalls } from './queries.ts';

/** Answers, from a cache of bounded age, whether an install is a plugin's own and live. */
export interface InstallAccess {
  isLive(pluginId: number, installId: number): Promise<boolean>;
}

const MAX_CACHED = 100_000;

/** Knows 100,000 installs for 0.9 s at most. Those that are looked for at the same time share a statement. */
export function createInstallAccess(db: Database, changes: Changes): InstallAccess {
  const find = createBatcher<number, number | undefined>({
    ...whenUnavailable,
    async run(installIds) {
      const rows = await selectLiveInstalls(db, installIds);
      const owners = new Map(rows.map((row) => [row.id, row.plugin_id]));
      return installIds.map((id) => owners.get(id));
    },
  });
  const owners = createCache<number>({
    maxSize: MAX_CACHED,
    load: (installId) => find(Number(installId)),
  });
  changes.on('installs', owners.clear);
  return {
    async isLive(pluginId, installId) {
      return (await owners.get(String(installId))) === pluginId;
    },
  };
}
