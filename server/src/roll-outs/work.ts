import { insertMoved } from '../installs/roll-out-queries.ts';
import type { Db } from '../lib/db.ts';
import type { MailSettings } from '../mail/outbox.ts';
import { findPluginToChange } from '../registry/find-plugin.ts';
import { selectNext } from './cohort-queries.ts';
import { finishForth } from './finish.ts';
import { moveInstalls } from './move-installs.ts';
import { lockRollOut, type RollOutRow } from './queries.ts';

/** Where a slice of installs begins, and how many it is. */
export interface Slice {
  after: number;
  limit: number;
}

/**
 * The roll-out, locked with its plugin, if it is still in that state; undefined once somebody has stopped it or turned it round, and while the plugin is
 * suspended, unless installs go back.
 */
export async function lockGoing(
  tx: Db,
  { id, plugin_id, state }: RollOutRow,
): Promise<RollOutRow | undefined> {
  const { suspended_at } = await findPluginToChange(tx, String(plugin_id));
  if (suspended_at !== null && state === 'running') return undefined;
  const row = await lockRollOut(tx, id);
  return row?.state === state ? row : undefined;
}

/**
 * Moves the next installs of a roll-out whose configs stay as they are. Answers where the next slice begins; undefined when there is nothing
 * more to do.
 */
export async function moveSlice(
  tx: Db,
  mail: MailSettings,
  given: RollOutRow,
  slice: Slice,
): Promise<number | undefined> {
  const rollOut = await lockGoing(tx, given);
  if (rollOut === undefined) return undefined;
  const { id, plugin_id, release, dry_run } = rollOut;
  const rows = await selectNext(tx, rollOut, 'forth', slice);
  const ids = rows.map((row) => row.id);
  if (rows.length === 0) return slice.after > 0 ? 0 : finishForth(tx, mail, rollOut);
  if (!dry_run) await moveInstalls(tx, plugin_id, ids, release);
  const moved = rows.map((row) => ({ install_id: row.id, release_before: row.release }));
  await insertMoved(tx, id, moved);
  return ids.at(-1);
}

/** Finishes a roll-out of which nothing is left to move. Answers as {@link moveSlice} does. */
export async function finishGoing(
  tx: Db,
  mail: MailSettings,
  given: RollOutRow,
): Promise<number | undefined> {
  const rollOut = await lockGoing(tx, given);
  return rollOut && finishForth(tx, mail, rollOut);
}
