import { countOutcomes, insertNamed, retryFailed } from '../installs/roll-out-queries.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import type { ReleaseRow } from '../manifest/queries.ts';
import { findPluginToChange } from '../registry/find-plugin.ts';
import { findRelease } from '../registry/review.ts';
import { selectUnreachable } from './cohort-queries.ts';
import {
  insertRollOut,
  type RollOutRow,
  selectGoing,
  selectNewestOf,
  selectRollOut,
  updateRollOut,
} from './queries.ts';
import type { NewRollOut } from './schema.ts';

/** Which release of which plugin, and who asks; null for the host's backend. */
export interface RollOutPlace {
  pluginId: number;
  number: number | undefined;
  startedBy: number | null;
}

/** A roll-out after something was done to it. */
export interface ChangedRollOut {
  rollOut: RollOutRow;
  /** False when it was so already. */
  isNew: boolean;
}

/**
 * Has a release come to some installs, or to more of them: what did not come before is tried again, also once it is the current one. Workers do it. A
 * dry run asks the plugin what it would make of their configs.
 *
 * @throws Failure `plugin_not_found`, `release_not_found`; `wrong_state` for a release that is not published, or no newer than the current one
 * unless some could not come to that, and while another one is rolled out; `invalid` for a per cent that is lower than before, and for what is no install of the plugin.
 */
export async function rollOut(
  tx: Db,
  place: RollOutPlace,
  asked: NewRollOut,
): Promise<ChangedRollOut> {
  const { pluginId, startedBy } = place;
  const { current_release } = await findPluginToChange(tx, String(pluginId));
  const release = await findRelease(tx, pluginId, place.number);
  const dryRun = asked.dry_run === true;
  const failed = dryRun ? undefined : await selectFailed(tx, release, pluginId, current_release);
  if (failed !== undefined) return goOn(tx, failed, release.number, asked);
  const from = checkNewer(release, current_release);
  await checkNamed(tx, pluginId, asked.install_ids ?? []);
  const going = await selectGoing(tx, pluginId, dryRun);
  if (going !== undefined) {
    if (dryRun) throw wrongState('A dry run goes on; stop it, or wait until it is done');
    return goOn(tx, going, release.number, asked);
  }
  const begun = await insertRollOut(tx, {
    plugin_id: pluginId,
    release: release.number,
    from_release: from,
    percent: percentOf(asked, dryRun),
    dry_run: dryRun,
    state: 'running',
    started_by: startedBy,
  });
  await nameInstalls(tx, begun, asked);
  return { rollOut: begun, isNew: true };
}

// Of the current release, the roll-out that left some behind, or that tries those again already.
async function selectFailed(
  tx: Db,
  { number }: ReleaseRow,
  pluginId: number,
  current: number | null,
): Promise<RollOutRow | undefined> {
  if (number !== current) return undefined;
  const going = await selectGoing(tx, pluginId, false);
  if (going !== undefined) return going;
  const last = await selectNewestOf(tx, pluginId, number);
  const outcomes = last?.state === 'done' ? await countOutcomes(tx, last.id) : [];
  return outcomes.some(({ state }) => state === 'failed') ? last : undefined;
}

function checkNewer({ number, state }: ReleaseRow, current: number | null): number {
  if (state !== 'published')
    throw wrongState(`Release ${number} is "${state}"; only one that is approved is rolled out`);
  if (current === null || number <= current)
    throw wrongState(`Release ${number} is not newer than what everybody is on`);
  return current;
}

async function checkNamed(tx: Db, pluginId: number, installIds: number[]): Promise<void> {
  const [unknown] = await selectUnreachable(tx, pluginId, installIds);
  if (unknown !== undefined) {
    const pointer = `/install_ids/${installIds.indexOf(unknown)}`;
    throw invalid(pointer, 'must be an install of the plugin that is no development install');
  }
}

function percentOf({ percent, install_ids }: NewRollOut, dryRun: boolean): number {
  if (percent !== undefined) return percent;
  if (install_ids !== undefined) return 0;
  if (dryRun) return 100;
  throw invalid('/percent', 'must say how many of a hundred installs, unless install_ids does');
}

async function goOn(
  tx: Db,
  going: RollOutRow,
  release: number,
  asked: NewRollOut,
): Promise<ChangedRollOut> {
  refuseOther(going, release);
  const percent = asked.percent ?? going.percent;
  if (percent < going.percent)
    throw invalid('/percent', `must be ${going.percent} at least: a roll-out only grows`);
  const isSame = going.state === 'running' && percent === going.percent;
  await retryFailed(tx, going.id);
  await updateRollOut(tx, going.id, { state: 'running', percent, isOver: false });
  const rollOut = { ...going, state: 'running', percent } as const;
  await nameInstalls(tx, rollOut, asked);
  return { rollOut, isNew: !isSame || asked.install_ids !== undefined };
}

function refuseOther(going: RollOutRow, release: number): void {
  if (going.release !== release || going.state === 'rolling_back') throw goesOn(going);
}

/** What is told to who would change what installs run while a release is on its way. */
export const goesOn = ({ release, state }: RollOutRow): Failure =>
  wrongState(
    state === 'rolling_back'
      ? `Release ${release} is being rolled back; wait until that is over`
      : `Release ${release} is being rolled out; give it to everybody or roll it back first`,
  );

async function nameInstalls(tx: Db, { id, plugin_id }: RollOutRow, asked: NewRollOut) {
  if (asked.install_ids !== undefined) await insertNamed(tx, id, asked.install_ids);
  await announce(tx, 'releases', plugin_id);
}

/**
 * Has a roll-out move no more installs, until somebody rolls it out further or back. A dry run is over by that.
 *
 * @throws Failure `plugin_not_found`, `roll_out_not_found`; `wrong_state` for one that is over, or on its way back.
 */
export async function stopRollOut(tx: Db, pluginId: number, id: number): Promise<ChangedRollOut> {
  await findPluginToChange(tx, String(pluginId));
  const found = await findRollOut(tx, pluginId, id);
  if (found.state === 'stopped') return { rollOut: found, isNew: false };
  if (found.state !== 'running' && found.state !== 'waiting')
    throw wrongState(`The roll-out is "${found.state}"; only one that goes on can be stopped`);
  const { percent, dry_run: isOver } = found;
  await updateRollOut(tx, id, { state: 'stopped', percent, isOver });
  return { rollOut: await findRollOut(tx, pluginId, id), isNew: true };
}

/** @throws Failure `roll_out_not_found`. */
export async function findRollOut(
  db: Db,
  pluginId: number,
  id: number | undefined,
): Promise<RollOutRow> {
  const row = id === undefined ? undefined : await selectRollOut(db, pluginId, id);
  if (row === undefined)
    throw new Failure('roll_out_not_found', 'The plugin has no roll-out of this id');
  return row;
}

/** A Failure `wrong_state`. */
export const wrongState = (rule: string): Failure => new Failure('wrong_state', rule);
