import { recordPluginUpdated } from '../events/lifecycle.ts';
import { putOnRelease } from '../installs/release-queries.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { findPluginToChange } from '../registry/find-plugin.ts';
import { announceMoved } from '../registry/publish.ts';
import { resumeJobsOfMoved, storeEndpoints } from '../registry/release-endpoints.ts';
import { findRelease } from '../registry/review.ts';

/**
 * Puts installs of a plugin on a published release of their own, or on its current one again, and tells the plugin of each. What is queued
 * for them goes to the workers of that release, and so does what was set aside since a worker was disabled that is called for them no
 * more. Answers those that were not there already.
 *
 * @param installIds 1,000 at most, as each is told in the same transaction.
 * @param release null for the current one.
 * @throws Failure `plugin_not_found`, `release_not_found`; `wrong_state` for a release that is not published.
 */
export async function moveInstalls(
  tx: Db,
  pluginId: number,
  installIds: readonly number[],
  release: number | null,
): Promise<number[]> {
  const { current_release } = await findPluginToChange(tx, String(pluginId));
  const target = await findRelease(tx, pluginId, release ?? current_release ?? undefined);
  if (target.state !== 'published') {
    throw new Failure(
      'wrong_state',
      `Release ${target.number} is "${target.state}"; publish it first`,
    );
  }
  await storeEndpoints(tx, pluginId, target);
  const moved = await putOnRelease(tx, pluginId, installIds, release);
  if (moved.length === 0) return [];
  await resumeJobsOfMoved(tx, pluginId, target.number);
  await recordPluginUpdated(tx, pluginId, target.number, moved);
  await announceMoved(tx, pluginId);
  return moved;
}
