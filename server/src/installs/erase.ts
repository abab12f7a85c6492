import { BY_ITSELF } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { deleteTokensOfInstalls } from '../auth/token-queries.ts';
import { deleteJobsOfInstalls, eraseReplies } from '../jobs/erase.ts';
import { announce } from '../lib/changes.ts';
import type { Database, Db } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { deleteStorageOfInstalls, eraseInstallStorage } from '../storage/maintenance.ts';
import { deleteAppSettings } from './app-settings-queries.ts';
import { deleteRevisions } from './config-queries.ts';
import {
  deleteInstallRows,
  forgetErased,
  lockDueInstall,
  lockStraggler,
  markErased,
  rememberErased,
} from './erase-queries.ts';
import { deleteNotifications } from './notification-queries.ts';
import { deleteRehearsedOfInstall } from './rehearsed-queries.ts';
import { deleteOutcomes } from './roll-out-queries.ts';
import { deleteScopeUses } from './scope-use-queries.ts';
import { deleteRouteCalls } from './setup/call-queries.ts';
import { deleteSteps } from './setup/queries.ts';

/** Erases what a locked, uninstalled install has left: config, revisions, storage, tokens, notifications, what was answered in its set-up, and its jobs' replies. */
export async function eraseInstall(tx: Db, id: number): Promise<void> {
  await eraseKept(tx, id);
  await markErased(tx, id);
  await rememberErased(tx, [id]);
}

async function eraseKept(tx: Db, id: number): Promise<void> {
  await eraseOwn(tx, id);
  await eraseReplies(tx, id);
}

/**
 * Erases what is an install's own, in tables besides its row: what a generation leaves nothing of to the next. Its jobs, which tell what
 * became of events, are dropped with their days, whatever becomes of the install. The install must be locked.
 */
export async function eraseOwn(tx: Db, id: number): Promise<void> {
  await eraseInstallStorage(tx, id);
  await deleteRevisions(tx, id);
  await deleteTokensOfInstalls(tx, [id]);
  await deleteNotifications(tx, id);
  await deleteAppSettings(tx, id);
  await deleteSteps(tx, id);
  await deleteRouteCalls(tx, id);
  await deleteScopeUses(tx, id);
  await deleteOutcomes(tx, id);
  await deleteRehearsedOfInstall(tx, id);
}

/** Removes installs that are locked and uninstalled, with everything that carries their ids. */
export async function deleteInstalls(tx: Db, installIds: number[]): Promise<void> {
  // First, as it waits for an eraser of stragglers, which may hold what the others lock.
  await rememberErased(tx, installIds);
  await deleteJobsOfInstalls(tx, installIds);
  await deleteStorageOfInstalls(tx, installIds);
  await deleteTokensOfInstalls(tx, installIds);
  await deleteInstallRows(tx, installIds);
}

/**
 * Erases installs whose grace period is over, each in a transaction of its own. Several processes may do so at once.
 *
 * @param most at most so many; the rest waits for the next call.
 * @returns how many were erased.
 */
export async function eraseDueInstalls(db: Database, most = 100): Promise<number> {
  return repeat(db, eraseOneDue, most);
}

/**
 * Erases once more what came too late for the erasure: a storage pipeline is let in by a cache that can be a second old and takes no lock
 * on its install (for every pipeline that would be a write more), and a reply may be on its way. Nobody can read what it leaves meanwhile.
 *
 * @returns how many installs were looked after.
 */
export async function eraseStragglers(db: Database, most = 100): Promise<number> {
  return repeat(db, eraseOneStraggler, most);
}

async function repeat(
  db: Database,
  eraseOne: (tx: Db) => Promise<boolean>,
  most: number,
): Promise<number> {
  let erased = 0;
  while (erased < most && (await runAgainOnDeadlock(db, eraseOne))) erased++;
  return erased;
}

async function eraseOneDue(tx: Db): Promise<boolean> {
  const due = await lockDueInstall(tx);
  if (due === undefined) return false;
  const { id, space_id: spaceId } = due;
  await eraseInstall(tx, id);
  await announce(tx, 'installs', id);
  await record(tx, BY_ITSELF, { action: 'install.erased', target: id, spaceId });
  return true;
}

async function eraseOneStraggler(tx: Db): Promise<boolean> {
  const id = await lockStraggler(tx);
  if (id === undefined) return false;
  await eraseKept(tx, id);
  await forgetErased(tx, id);
  return true;
}
