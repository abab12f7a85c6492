import { type ConfigLimits, rollBackConfig } from '../installs/config.ts';
import { insertWentBack, selectWaysBack, type WayBackRow } from '../installs/roll-out-queries.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import type { MailSettings } from '../mail/outbox.ts';
import { selectNext } from './cohort-queries.ts';
import { finishBack } from './finish.ts';
import { moveInstalls } from './move-installs.ts';
import type { RollOutRow } from './queries.ts';
import { lockGoing, type Slice } from './work.ts';

/** What it takes to write configs. */
export interface ConfigWriting {
  vault: Vault;
  limits: ConfigLimits;
  mail: MailSettings;
}

/** Moves the next installs back. Answers as `moveSlice` does. */
export async function moveBackSlice(
  tx: Db,
  writing: ConfigWriting,
  given: RollOutRow,
  slice: Slice,
): Promise<number | undefined> {
  const rollOut = await lockGoing(tx, given);
  if (rollOut === undefined) return undefined;
  const { id, plugin_id, from_release } = rollOut;
  const rows = await selectNext(tx, rollOut, 'back', slice);
  const ids = rows.map((row) => row.id);
  if (rows.length === 0) return slice.after > 0 ? 0 : finishBack(tx, writing.mail, rollOut);
  const ways = new Map((await selectWaysBack(tx, id, ids)).map((way) => [way.install_id, way]));
  for (const [release, some] of byTarget(ids, ways, from_release))
    await moveInstalls(tx, plugin_id, some, release);
  // Read once more: each is locked by now.
  const restored = await restoreConfigs(tx, writing, plugin_id, await selectWaysBack(tx, id, ids));
  await insertWentBack(tx, id, restored, 'rolled_back');
  const kept = ids.filter((install) => !restored.includes(install));
  await insertWentBack(tx, id, kept, 'kept_config');
  return ids.at(-1);
}

function byTarget(
  ids: number[],
  ways: ReadonlyMap<number, WayBackRow>,
  fromRelease: number,
): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const id of ids) {
    const release = ways.get(id)?.release_before ?? fromRelease;
    groups.set(release, [...(groups.get(release) ?? []), id]);
  }
  return groups;
}

/** Answers those that have their config of before. */
async function restoreConfigs(
  tx: Db,
  writing: ConfigWriting,
  pluginId: number,
  ways: WayBackRow[],
): Promise<number[]> {
  const restored: number[] = [];
  for (const way of ways) {
    if (await restoreConfig(tx, writing, pluginId, way)) restored.push(way.install_id);
  }
  return restored;
}

async function restoreConfig(
  tx: Db,
  writing: ConfigWriting,
  pluginId: number,
  way: WayBackRow,
): Promise<boolean> {
  const { install_id: installId, revision_before, is_unchanged, is_migrated, can_restore } = way;
  if (!is_unchanged || revision_before === null) return false;
  if (!is_migrated) return true;
  if (!can_restore) return false;
  const change = { ...writing, installId, pluginId };
  return (await rollBackConfig(tx, change, revision_before)) !== undefined;
}
