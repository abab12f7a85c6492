import { putOnRelease } from '../installs/release-queries.ts';
import { countOutcomes } from '../installs/roll-out-queries.ts';
import type { Db } from '../lib/db.ts';
import { type MailSettings, mailPermissions, mailRelease } from '../mail/outbox.ts';
import { findPlugin } from '../registry/find-plugin.ts';
import { insertNotice } from '../registry/notice-queries.ts';
import { publish } from '../registry/publish.ts';
import { findRelease } from '../registry/review.ts';
import { selectLeftBehind, selectNext, selectPinned } from './cohort-queries.ts';
import { followDevelopment } from './follow-development.ts';
import { lockAgainstInstalls, type RollOutRow, updateRollOut } from './queries.ts';

const AT_ONCE = 1000;
const ONE = { after: 0, limit: 1 };
/** There may be more to do. */
const AGAIN = 0;

/**
 * What follows once all of a cohort have come: at a hundred per cent the release becomes the plugin's current one, and installs need none of
 * their own any more, some of them at a time. The plugin must be locked. Answers 0 while there may be more to do.
 */
export async function finishForth(
  tx: Db,
  mail: MailSettings,
  rollOut: RollOutRow,
): Promise<number | undefined> {
  const { id, plugin_id, release, from_release, percent, dry_run } = rollOut;
  // There may be more than was seen before it was locked.
  if ((await selectNext(tx, rollOut, 'forth', ONE)).length > 0) return AGAIN;
  if (dry_run) return end(tx, mail, rollOut, 'done');
  if (percent < 100) {
    await updateRollOut(tx, id, { state: 'waiting', percent, isOver: false });
    return undefined;
  }
  const { current_release } = await findPlugin(tx, String(plugin_id));
  if (current_release === release)
    return (await unpin(tx, rollOut, release)) ? AGAIN : end(tx, mail, rollOut, 'done');
  await lockAgainstInstalls(tx, plugin_id);
  if ((await selectNext(tx, rollOut, 'forth', ONE)).length > 0) return AGAIN;
  const target = await findRelease(tx, plugin_id, release);
  if (target.manifest.migration_url !== null) {
    // Those that can be restored stay where their config belongs, some of them at a time.
    const left = await selectLeftBehind(tx, plugin_id, AT_ONCE);
    if (left.length > 0) {
      await putOnRelease(tx, plugin_id, left, from_release);
      return AGAIN;
    }
  }
  await publish(tx, plugin_id, target);
  await followDevelopment(tx, plugin_id);
  await mailPermissions(tx, mail, plugin_id);
  return AGAIN;
}

/** The same once nobody is on the release any more. */
export async function finishBack(
  tx: Db,
  mail: MailSettings,
  rollOut: RollOutRow,
): Promise<number | undefined> {
  const { plugin_id, release, from_release } = rollOut;
  const { current_release } = await findPlugin(tx, String(plugin_id));
  if (current_release === release) {
    await lockAgainstInstalls(tx, plugin_id);
    if ((await selectNext(tx, rollOut, 'back', ONE)).length > 0) return AGAIN;
    await publish(tx, plugin_id, await findRelease(tx, plugin_id, from_release));
    await followDevelopment(tx, plugin_id);
    return AGAIN;
  }
  return (await unpin(tx, rollOut, from_release)) ? AGAIN : end(tx, mail, rollOut, 'rolled_back');
}

/** Installs whose own release is the current one follow it again. */
async function unpin(tx: Db, { plugin_id }: RollOutRow, release: number): Promise<boolean> {
  const pinned = await selectPinned(tx, plugin_id, { exactly: release }, AT_ONCE);
  if (pinned.length > 0) await putOnRelease(tx, plugin_id, pinned, null);
  return pinned.length > 0;
}

async function end(
  tx: Db,
  mail: MailSettings,
  rollOut: RollOutRow,
  state: 'done' | 'rolled_back',
): Promise<undefined> {
  const { id, percent, dry_run } = rollOut;
  await updateRollOut(tx, id, { state, percent, isOver: true });
  if (!dry_run) await tellDevelopers(tx, mail, rollOut, state);
}

async function tellDevelopers(
  tx: Db,
  mail: MailSettings,
  rollOut: RollOutRow,
  state: 'done' | 'rolled_back',
): Promise<void> {
  const { plugin_id: pluginId, release } = rollOut;
  const { kind, message } = await newsOf(tx, rollOut, state);
  await insertNotice(tx, pluginId, kind, message);
  await mailRelease(tx, mail, kind, { pluginId, release });
}

async function newsOf(
  tx: Db,
  { id, release, from_release }: RollOutRow,
  state: 'done' | 'rolled_back',
) {
  if (state === 'rolled_back') {
    const message = `Release ${release} was rolled back: all installs are on release ${from_release}`;
    return { kind: 'rolled_back', message } as const;
  }
  const failed = (await countOutcomes(tx, id)).find((one) => one.state === 'failed')?.installs ?? 0;
  if (failed === 0)
    return { kind: 'roll_out_done', message: `Everybody is on release ${release}` } as const;
  const message = `Everybody is on release ${release} but for ${failed} ${failed === 1 ? 'install' : 'installs'}, of which the config could not be migrated`;
  return { kind: 'roll_out_failed_installs', message } as const;
}
