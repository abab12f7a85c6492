import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { unqueueUnsent } from '../jobs/replay.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { onlyForAdmins, onlyForAdminsAndDevelopers, personBehind, type Reader } from '../reach.ts';
import { enterBounds, insertAlone } from './bounds.ts';
import { countMatching, isCountable } from './matching-queries.ts';
import { progressOf } from './progress.ts';
import {
  type ReplayReach,
  type ReplayRow,
  type ReplayTarget,
  selectReplay,
  selectReplayReach,
  selectRunningOf,
} from './queries.ts';
import { type NewReplay, type Replay, VERDICTS } from './schema.ts';
import { counted } from './step.ts';
import {
  cancelRunning,
  lockReplaying,
  lockRunning,
  noteProgress,
  takeSent,
} from './work-queries.ts';

/** Jobs that are looked at before the answer, to say how many fit: 0.9 s. */
const MOST_COUNTED = 200_000;

/**
 * Begins to run jobs again: workers do it, at a pace that leaves room for others.
 *
 * @throws Failure `invalid` with a pointer into the filter; `space_not_found`, `install_not_found` or `plugin_not_found` for what the reader
 * may not know of; `forbidden` for a member who is no admin, and for a viewer of the plugin; `wrong_state` where one of the same target runs; `too_many_requests` where as
 * many run as a person may have.
 */
export async function beginReplay(
  tx: Db,
  reader: Reader,
  asked: NewReplay,
  doing: Doing,
): Promise<ReplayRow> {
  const { filter, include_settled = false } = asked;
  const of = targetOf(filter);
  const { may_revive, in_space: spaceId } = await enterTarget(tx, reader, of);
  checkFilter(asked);
  if (!may_revive) refuseWithdrawn(asked);
  await enterBounds(tx, reader, { kind: 'replay', ...of });
  const { space_id, install_id, plugin_id, ...rest } = filter;
  const until = rest.until;
  const matching = { of, filter: rest, includeSettled: include_settled, until };
  const total = (await isCountable(tx, matching, MOST_COUNTED))
    ? await countMatching(tx, matching, MOST_COUNTED)
    : null;
  const row = { ...of, kind: 'replay', generation: null, filter: JSON.stringify(filter) } as const;
  const progress = { include_settled, until, total, created_by: personBehind(reader) };
  const replay = await insertAlone(tx, { ...row, ...progress });
  if (total !== 0) await announce(tx, 'resumptions');
  await record(tx, doing, { action: 'replay.created', target: replay.id, spaceId });
  return replay;
}

function targetOf({ space_id, install_id, plugin_id }: NewReplay['filter']): ReplayTarget {
  const given = [space_id, install_id, plugin_id].filter((id) => id !== undefined);
  if (given.length !== 1)
    throw invalid('/filter', 'must name one of space_id, install_id and plugin_id');
  return {
    space_id: space_id ?? null,
    install_id: install_id ?? null,
    plugin_id: plugin_id ?? null,
  };
}

function refuseWithdrawn({ filter }: NewReplay): void {
  const withdrawn = filter.status.indexOf('cancelled');
  if (withdrawn >= 0) {
    throw invalid(
      `/filter/status/${withdrawn}`,
      'What was withdrawn is run again only by admins of the space, for the space or an install in it',
    );
  }
}

async function enterTarget(tx: Db, reader: Reader, of: ReplayTarget): Promise<ReplayReach> {
  const reach = await selectReplayReach(tx, reader, of);
  if (!reach?.may_know) throw noTarget(of);
  if (!reach.may_replay) throw mayOnlyLook(of);
  return reach;
}

const mayOnlyLook = ({ space_id }: ReplayTarget): Failure =>
  space_id === null ? onlyForAdminsAndDevelopers() : onlyForAdmins();

function noTarget({ space_id, install_id, plugin_id }: ReplayTarget): Failure {
  if (space_id !== null) return new Failure('space_not_found', `There is no space ${space_id}`);
  if (install_id !== null)
    return new Failure('install_not_found', `There is no install ${install_id}`);
  return new Failure('plugin_not_found', `There is no plugin ${plugin_id}`);
}

function checkFilter({ filter, include_settled }: NewReplay): void {
  const { status, since, until } = filter;
  const settled = status.findIndex((word) => VERDICTS.includes(word));
  if (settled >= 0 && include_settled !== true) {
    throw invalid(
      `/filter/status/${settled}`,
      `"${status[settled]}" is a verdict of the plugin: such jobs are sent again with include_settled`,
    );
  }
  if (Date.parse(until) <= Date.parse(since))
    throw invalid('/filter/until', 'must be later than since');
}

/** @throws Failure `replay_not_found`, also for one that the reader may not see. */
export async function findReplay(db: Db, reader: Reader, id: number): Promise<ReplayRow> {
  const row = await selectReplay(db, reader, id);
  if (row === undefined) throw noReplay(id);
  return row;
}

/** A Failure `replay_not_found` that names the id. */
export const noReplay = (id: number | string): Failure =>
  new Failure('replay_not_found', `There is no replay ${id}`);

/**
 * Ends a replay. What of it is in the queue and was not sent yet is taken out, and stands as before; what is under way goes on.
 *
 * @throws Failure `replay_not_found`; `forbidden` for a viewer of the plugin; `wrong_state` for one that is done.
 */
export async function cancelReplay(
  tx: Db,
  reader: Reader,
  id: number,
  doing: Doing,
): Promise<ReplayRow> {
  await lockReplaying(tx);
  const replay = await findReplay(tx, reader, id);
  const reach = await selectReplayReach(tx, reader, replay);
  if (!reach?.may_replay) throw mayOnlyLook(replay);
  if (replay.state === 'done') throw new Failure('wrong_state', 'The replay is done');
  if (await endReplay(tx, id)) {
    await record(tx, doing, { action: 'replay.cancelled', target: id, spaceId: reach.in_space });
  }
  return findReplay(tx, reader, id);
}

async function endReplay(tx: Db, id: number): Promise<boolean> {
  const running = await lockRunning(tx, id);
  if (running === undefined) return false;
  await noteProgress(tx, running, counted(await takeSent(tx, id)));
  await unqueueUnsent(tx, id, await cancelRunning(tx, id));
  return true;
}

/** Ends the replay of all of a plugin's jobs that runs, as {@link cancelReplay} does, if there is one. */
export async function endReplayOfPlugin(tx: Db, pluginId: number): Promise<void> {
  await lockReplaying(tx);
  const of = { kind: 'replay', space_id: null, install_id: null, plugin_id: pluginId } as const;
  const running = await selectRunningOf(tx, of);
  if (running !== undefined) await endReplay(tx, running);
}

/** As callers see it. */
export const replayView = (row: ReplayRow): Replay => ({
  id: row.id,
  filter: JSON.parse(row.filter),
  include_settled: row.include_settled,
  state: row.state,
  total: row.total,
  ...progressOf(row),
});
