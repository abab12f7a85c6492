import { announce } from '../lib/changes.ts';
import type { Database, Db } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import {
  deleteNotifications,
  deleteRevisions,
  deleteStorageItems,
  deleteTokens,
  eraseReplies,
  lockDueInstall,
  markErased,
} from './erase-queries.ts';

/** Erases what a locked, uninstalled install has left: config, revisions, storage, tokens, notifications, and its jobs' replies. */
export async function eraseInstall(tx: Db, id: number): Promise<void> {
  await deleteStorageItems(tx, id);
  await deleteRevisions(tx, id);
  await deleteTokens(tx, id);
  await deleteNotifications(tx, id);
  await eraseReplies(tx, id);
  await markErased(tx, id);
}

/**
 * Erases installs whose grace period is over, each in a transaction of its own. Several processes may do so at once.
 *
 * @param most at most so many; the rest waits for the next call.
 * @returns how many were erased.
 */
export async function eraseDueInstalls(db: Database, most = 100): Promise<number> {
  let erased = 0;
  while (erased < most && (await runAgainOnDeadlock(db, eraseOneDue))) erased++;
  return erased;
}

async function eraseOneDue(tx: Db): Promise<boolean> {
  const id = await lockDueInstall(tx);
  if (id === undefined) return false;
  await eraseInstall(tx, id);
  await announce(tx, 'installs');
  return true;
}
