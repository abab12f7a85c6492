import { announce } from '../lib/changes.ts';
import type { Database } from '../lib/db.ts';
import { deleteVanishedEndpoints, MOST_LOOKED_AT, selectWithVanished } from './endpoint-queries.ts';
import { lockPlugin } from './queries.ts';

/** Plugins that are looked at in one round. */
const PLUGINS_AT_ONCE = 20;

/** Maintenance has more time than who publishes. */
const MOST_OF_MAINTENANCE = 10 * MOST_LOOKED_AT;

/**
 * Removes endpoints that no release uses any more, where jobs waited for them when that ended or that could not be seen within a request, once nothing
 * waits for them.
 */
export async function removeVanishedEndpoints(db: Database): Promise<void> {
  for (const { plugin_id } of await selectWithVanished(db, PLUGINS_AT_ONCE)) {
    await db.transaction(async (tx) => {
      await lockPlugin(tx, { id: plugin_id, slug: null });
      const removed = await deleteVanishedEndpoints(tx, plugin_id, MOST_OF_MAINTENANCE);
      if (removed > 0) await announce(tx, 'installs');
    });
  }
}
