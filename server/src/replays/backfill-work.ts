import { backfillSlice, heardNames, hearingOf } from '../events/backfill.ts';
import { releaseBackfilled, releaseHeld, unmakeUnsent } from '../jobs/backfill.ts';
import type { Database, Db } from '../lib/db.ts';
import { firstIdOf } from '../lib/ids.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import type { BackfilledInstall } from './backfill-queries.ts';
import {
  beginReading,
  endBackfill,
  noteReleased,
  selectBackfilledInstall,
  selectLeftOver,
  selectReleasable,
} from './backfill-queries.ts';
import { unheardBy } from './backfills.ts';
import { counted, type ReplayStep } from './step.ts';
import { noteProgress, type RunningReplay, takeSent } from './work-queries.ts';

/** Rows of the queue that are changed in one transaction. */
const AT_ONCE = 1000;

/**
 * Takes a backfill one step further: counts what was sent, reads the next slice of events until all are read, and lets be sent what there is room
 * for. It ends with its install, and waits while that is not active.
 */
export async function stepBackfill(
  tx: Db,
  backfill: RunningReplay,
  share: number,
): Promise<ReplayStep> {
  const { id } = backfill;
  const install = await selectBackfilledInstall(tx, backfill.install_id);
  const { done, failed } = counted(await takeSent(tx, id));
  if (install?.generation !== backfill.generation || install?.status === 'uninstalled') {
    await noteProgress(tx, { ...backfill, is_read: false }, { done, failed });
    await endBackfill(tx, id);
    return { queued: 0, isMore: false, isOver: true };
  }
  const isOn = install.status === 'active' && !install.plugin_suspended;
  const read = isOn && !backfill.is_read ? await readSlice(tx, backfill, install) : backfill;
  const chosen = isOn ? await selectReleasable(tx, id, share) : [];
  const { ready, withdrawn } = await releaseBackfilled(tx, chosen);
  await noteReleased(tx, id, ready);
  const isChanged = read !== backfill || done + failed + withdrawn > 0;
  const mayBeOver = read.is_read && ready.length === 0;
  const isOver =
    (isChanged || mayBeOver) &&
    (await noteProgress(tx, read, { done, failed: failed + withdrawn }));
  const isMore = !isOver && (read.after_id !== backfill.after_id || withdrawn > 0);
  return { queued: ready.length, isMore, isOver };
}

async function readSlice(
  tx: Db,
  backfill: RunningReplay,
  install: BackfilledInstall,
): Promise<Pick<RunningReplay, 'id' | 'after_id' | 'is_read'>> {
  const { id } = backfill;
  const until = backfill.until ?? (await beginReading(tx, id));
  if (until === null) return backfill;
  const hearing = await hearingOf(tx, install.id);
  if (hearing === undefined) return { ...backfill, is_read: true };
  const unheard = unheardBy(install, backfill, heardNames(hearing));
  const from = backfill.after_id ?? firstIdOf(new Date(0));
  const slice = await backfillSlice(tx, id, hearing, { ...unheard, until, after: from });
  return { id, after_id: slice.after, is_read: slice.isLast };
}

/**
 * Clears up behind backfills: unmakes what was not sent of those that were ended, and lets lanes go on that were held while one was read. Answers
 * whether jobs may have become ready.
 */
export async function clearUp(db: Database): Promise<boolean> {
  for (const id of await selectLeftOver(db))
    await untilFewer(db, (tx) => unmakeUnsent(tx, id, AT_ONCE));
  return (await untilFewer(db, (tx) => releaseHeld(tx, AT_ONCE))) > 0;
}

async function untilFewer(db: Database, work: (tx: Db) => Promise<number>): Promise<number> {
  for (let all = 0; ; ) {
    const some = await runAgainOnDeadlock(db, work);
    all += some;
    if (some < AT_ONCE) return all;
  }
}
