import { recordPluginUpdated } from '../events/lifecycle.ts';
import { agreeInDevelopment } from '../installs/development-queries.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { resumeJobsOfMoved } from '../registry/release-endpoints.ts';

/**
 * Has the development installs of a plugin go with what its developers work on: what that asks for is agreed to, and the plugin is told. To be
 * called after whatever may have changed it, in the same transaction; the plugin must be locked.
 */
export async function followDevelopment(tx: Db, pluginId: number): Promise<void> {
  const following = await agreeInDevelopment(tx, pluginId);
  const [first] = following;
  if (first === undefined) return;
  const ids = following.map(({ id }) => id);
  await resumeJobsOfMoved(tx, pluginId, first.release);
  await recordPluginUpdated(tx, pluginId, first.release, ids);
  for (const id of ids) await announce(tx, 'installs', id);
}
