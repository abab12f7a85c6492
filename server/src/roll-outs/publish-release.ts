import { putOnRelease } from '../installs/release-queries.ts';
import type { Db } from '../lib/db.ts';
import { findPlugin } from '../registry/find-plugin.ts';
import { type PublishRelease, publish } from '../registry/publish.ts';
import { hasInstalls, selectPinned } from './cohort-queries.ts';
import { selectGoing } from './queries.ts';
import { goesOn, rollOut } from './roll-outs.ts';

const AT_ONCE = 1000;

/**
 * How a release that was just published comes to everybody: at once, also to installs that have an older one of their own. Where its config has
 * to be migrated it is rolled out to all of them, since the plugin has to be asked about each.
 *
 * @param startedBy who published it; null for the host's backend.
 * @throws Failure `wrong_state` while another release is rolled out; as {@link publish}.
 */
export const publishing =
  (startedBy: number | null): PublishRelease =>
  async (tx, pluginId, release) => {
    const going = await selectGoing(tx, pluginId, false);
    if (going !== undefined) throw goesOn(going);
    const { number, manifest } = release;
    const { current_release } = await findPlugin(tx, String(pluginId));
    const isMigrated = manifest.migration_url !== null && current_release !== null;
    if (isMigrated && (await hasInstalls(tx, pluginId))) {
      await rollOut(tx, { pluginId, number, startedBy }, { percent: 100 });
      return;
    }
    await unpin(tx, pluginId, number);
    await publish(tx, pluginId, release);
  };

async function unpin(tx: Db, pluginId: number, number: number): Promise<void> {
  for (;;) {
    const pinned = await selectPinned(tx, pluginId, { below: number }, AT_ONCE);
    if (pinned.length === 0) return;
    await putOnRelease(tx, pluginId, pinned, null);
  }
}
