import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { selectPublishedBefore } from '../manifest/queries.ts';
import { findPluginToChange } from '../registry/find-plugin.ts';
import { findRelease } from '../registry/review.ts';
import {
  insertRollOut,
  type RollOutRow,
  selectGoing,
  selectNewestOf,
  updateRollOut,
} from './queries.ts';
import { type ChangedRollOut, goesOn, type RollOutPlace, wrongState } from './roll-outs.ts';

/**
 * Has every install that is on a release go to the one before, with its config of then where nobody has changed it since. Workers do it.
 *
 * @throws Failure `plugin_not_found`, `release_not_found`; `wrong_state` for a release that nobody is on by a roll-out and that is not the
 * current one, for the first one, and while another one is rolled out.
 */
export async function rollBack(tx: Db, place: RollOutPlace): Promise<ChangedRollOut> {
  const { pluginId } = place;
  const { current_release } = await findPluginToChange(tx, String(pluginId));
  const { number } = await findRelease(tx, pluginId, place.number);
  const going = await selectGoing(tx, pluginId, false);
  if (going !== undefined && going.release !== number) throw goesOn(going);
  if (going?.state === 'rolling_back') return { rollOut: going, isNew: false };
  const before = going ?? (await rolledOut(tx, place, number, current_release));
  const { percent } = before;
  await updateRollOut(tx, before.id, { state: 'rolling_back', percent, isOver: false });
  await announce(tx, 'releases', pluginId);
  return { rollOut: { ...before, state: 'rolling_back', finished_at: null }, isNew: true };
}

async function rolledOut(
  tx: Db,
  { pluginId, startedBy }: RollOutPlace,
  number: number,
  current: number | null,
): Promise<RollOutRow> {
  if (number !== current)
    throw wrongState(`Release ${number} is not what installs are on: nothing is to be rolled back`);
  const last = await selectNewestOf(tx, pluginId, number);
  if (last?.state === 'done') return last;
  // Everybody came to it at once.
  const before = await selectPublishedBefore(tx, pluginId, number);
  if (before === undefined)
    throw wrongState(`Release ${number} is the first one: there is none to go back to`);
  return insertRollOut(tx, {
    plugin_id: pluginId,
    release: number,
    from_release: before.number,
    percent: 100,
    dry_run: false,
    state: 'rolling_back',
    started_by: startedBy,
  });
}
