import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { type Caller, readerOf } from '../auth/principals.ts';
import { insertStagedJobs } from '../installs/rehearsed-queries.ts';
import { announce } from '../lib/changes.ts';
import { databaseNow } from '../lib/clock.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { newId } from '../lib/ids.ts';
import type { ReleaseRow } from '../manifest/queries.ts';
import { personBehind, type Reader } from '../reach.ts';
import type { PluginRow } from '../registry/queries.ts';
import {
  cancelRunningRehearsal,
  countLately,
  insertRehearsal,
  isRun,
  type RehearsalRow,
  selectRehearsal,
  selectRunningRehearsal,
} from './queries.ts';
import { MOST_INSTALLS, MOST_REHEARSED, type NewRehearsal } from './schema.ts';
import {
  type RehearsedTime,
  selectInstallsWithJobs,
  selectPastJobs,
  selectRehearsable,
} from './staging-queries.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Each reads up to 100 installs, and keeps up to 1,000 rows. */
const MOST_AN_HOUR = 30;

/**
 * Begins to tell a release of what happened: workers do it. What it is told of, and what came of that, is as of now.
 *
 * @throws Failure `invalid` for installs that may not be told, and times that are none; `wrong_state` for a plugin that is suspended, a
 * release that was rejected or replaced, and while another rehearsal of the plugin runs; `too_many_requests`.
 */
export async function beginRehearsal(
  tx: Db,
  caller: Caller,
  { plugin, release }: { plugin: PluginRow; release: ReleaseRow },
  asked: NewRehearsal,
  doing: Doing,
): Promise<RehearsalRow> {
  if (plugin.suspended_at !== null) throw new Failure('wrong_state', 'The plugin is suspended');
  await refuseForgone(tx, plugin, release);
  await refuseMore(tx, plugin.id);
  const time = timeOf(asked);
  const installIds = await installsOf(tx, plugin.id, release, asked, time);
  const names = release.manifest.events.map(({ name }) => name);
  const now = plugin.manifest.events.map(({ name }) => name);
  const past = await selectPastJobs(tx, installIds, [...new Set([...names, ...now])], {
    ...time,
    limit: asked.limit ?? MOST_REHEARSED,
  });
  const createdBy = personBehind(readerOf(caller));
  const about = { pluginId: plugin.id, release: release.number, ...time, createdBy };
  const id = await insertRehearsal(tx, about);
  if (id === undefined)
    throw new Failure(
      'wrong_state',
      'Another rehearsal of the plugin runs: end it, or wait for it',
    );
  const staged = past.map((job, index) => ({
    ...job,
    rehearsal_id: id,
    number: index + 1,
    job_id: newId(),
  }));
  await insertStagedJobs(tx, staged);
  await announce(tx, 'rehearsals');
  await record(tx, doing, { action: 'rehearsal.created', target: [plugin.id, id] });
  return findRehearsal(tx, readerOf(caller), id);
}

// What was replaced may have been so for a reason: its workers are not to be told of what happens again.
async function refuseForgone(tx: Db, plugin: PluginRow, { number, state }: ReleaseRow) {
  if (state === 'rejected') throw new Failure('wrong_state', `Release ${number} was rejected`);
  if (state !== 'published' || number >= (plugin.current_release ?? 0)) return;
  if (await isRun(tx, plugin.id, number)) return;
  throw new Failure('wrong_state', `Release ${number} was replaced, and nobody runs it`);
}

async function refuseMore(tx: Db, pluginId: number): Promise<void> {
  if ((await countLately(tx, pluginId)) < MOST_AN_HOUR) return;
  const text = `A plugin has at most ${MOST_AN_HOUR} rehearsals an hour; try again later`;
  throw new Failure('too_many_requests', text, { retryAfter: 600 });
}

function timeOf({ since, until }: NewRehearsal): RehearsedTime {
  const end = until === undefined ? databaseNow() : Date.parse(until);
  const begin = since === undefined ? end - DAY_MS : Date.parse(since);
  if (Number.isNaN(end)) throw invalid('/until', 'must be a time');
  if (!(begin < end)) throw invalid('/since', 'must be earlier than until');
  return { since: new Date(begin), until: new Date(end) };
}

async function installsOf(
  tx: Db,
  pluginId: number,
  { state, number }: ReleaseRow,
  { install_ids: given }: NewRehearsal,
  time: RehearsedTime,
): Promise<number[]> {
  const isPublished = state === 'published';
  const wanted = given ?? (await selectInstallsWithJobs(tx, pluginId, time, MOST_INSTALLS));
  const allowed = new Set(await selectRehearsable(tx, pluginId, wanted, isPublished));
  if (given === undefined) return [...allowed];
  const wrong = given.findIndex((id) => !allowed.has(id));
  if (wrong >= 0) {
    throw invalid(
      `/install_ids/${wrong}`,
      isPublished
        ? 'must be an install of the plugin'
        : `must be a development install of the plugin: release ${number} is not approved`,
    );
  }
  return given;
}

/** @throws Failure `rehearsal_not_found`, also for one of a plugin that the reader has no part in. */
export async function findRehearsal(db: Db, reader: Reader, id: number): Promise<RehearsalRow> {
  const row = await selectRehearsal(db, reader, id);
  if (row === undefined) throw noRehearsal(id);
  return row;
}

/** A Failure `rehearsal_not_found` that names the id. */
export const noRehearsal = (id: number | string): Failure =>
  new Failure('rehearsal_not_found', `There is no rehearsal ${id}`);

/** Ends one; what was found out stays. @throws Failure `wrong_state` for one that is done. */
export async function cancelRehearsal(
  tx: Db,
  reader: Reader,
  { id, plugin_id, state }: RehearsalRow,
  doing: Doing,
): Promise<RehearsalRow> {
  if (state === 'done') throw new Failure('wrong_state', 'The rehearsal is done');
  if (await cancelRunningRehearsal(tx, id))
    await record(tx, doing, { action: 'rehearsal.cancelled', target: [plugin_id, id] });
  return findRehearsal(tx, reader, id);
}

/** Ends the one of a plugin that runs, where nobody asked for that; what was found out stays. The plugin must be locked, or none may be begun. */
export async function endRehearsal(tx: Db, pluginId: number, reason: string): Promise<void> {
  const id = await selectRunningRehearsal(tx, pluginId);
  if (id !== undefined) await cancelRunningRehearsal(tx, id, reason);
}
