import { releaseBackfilled, releaseHeld, unmakeUnsent } from '../jobs/backfill.ts';
import { type TakenOut, takeOutStopped } from '../jobs/backfill-stopped.ts';
import type { Database, Db } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import {
  type BackfilledInstall,
  endBackfill,
  noteReleased,
  selectBackfilledInstall,
  selectLeftOver,
  selectReleasable,
} from './backfill-queries.ts';
import { readSlice } from './reading.ts';
import { forgetSeen } from './reading-queries.ts';
import { type Counted, counted, type ReplayStep } from './step.ts';
import { noteProgress, type RunningReplay, takeSent } from './work-queries.ts';

/** Rows of the queue that are changed in one transaction. */
const AT_ONCE = 1000;

/**
 * Takes a backfill one step further: counts what was sent, reads the next slice of events until all are read, takes out what cannot be sent, and
 * lets be sent what there is room for. It ends with its install, and waits while that is not active.
 */
export async function stepBackfill(
  tx: Db,
  backfill: RunningReplay,
  share: number,
): Promise<ReplayStep> {
  const { id } = backfill;
  const install = await selectBackfilledInstall(tx, backfill.install_id);
  const sent = counted(await takeSent(tx, id));
  if (install?.generation !== backfill.generation || install?.status === 'uninstalled') {
    await noteProgress(tx, { ...backfill, is_read: false }, sent);
    await endBackfill(tx, id);
    return { queued: 0, isMore: false, isOver: true };
  }
  if (install.status !== 'active') await forgetSeen(tx, id);
  const isOn = install.status === 'active' && !install.plugin_suspended;
  return isOn
    ? goOn(tx, backfill, { install, sent, share })
    : { queued: 0, isMore: false, isOver: await noteSent(tx, backfill, sent) };
}

const noteSent = async (tx: Db, backfill: RunningReplay, sent: Counted): Promise<boolean> =>
  sent.done + sent.failed > 0 && (await noteProgress(tx, backfill, sent));

async function goOn(
  tx: Db,
  backfill: RunningReplay,
  { install, sent, share }: { install: BackfilledInstall; sent: Counted; share: number },
): Promise<ReplayStep> {
  const { id } = backfill;
  // Before all is read nobody knows what is the last of it, which is set aside first.
  const { taken, unblocked, isMore } = backfill.is_read
    ? await takeOutStopped(tx, id, install.id, AT_ONCE)
    : NOTHING_TAKEN;
  const read = backfill.is_read ? backfill : await readSlice(tx, backfill, install);
  const released = await releaseBackfilled(tx, await selectReleasable(tx, backfill, share));
  const { ready, withdrawn } = released;
  await noteReleased(tx, id, ready);
  const failed = sent.failed + taken + withdrawn;
  const isChanged = read !== backfill || sent.done + failed > 0;
  const mayBeOver = read.is_read && ready.length === 0;
  const isOver =
    (isChanged || mayBeOver) && (await noteProgress(tx, read, { done: sent.done, failed }));
  const isFurther = read.after_id !== backfill.after_id || read.is_read !== backfill.is_read;
  return {
    queued: ready.length + unblocked + released.unblocked,
    isMore: !isOver && (isMore || isFurther || withdrawn > 0),
    isOver,
  };
}

const NOTHING_TAKEN: TakenOut = { taken: 0, unblocked: 0, isMore: false };

/** What there was to be cleared up. */
export interface Cleared {
  /** Jobs may have become ready. */
  isReady: boolean;
  /** There is more to be done at once. */
  isMore: boolean;
}

/**
 * Clears up behind backfills: lets lanes go on that were held while one was read, and unmakes what was not sent of those that were ended, of each
 * of them a slice. What fails of one is thrown when all others had their turn, as the next backfills of their installs wait for that.
 */
export async function clearUp(db: Database): Promise<Cleared> {
  const cleared: Cleared = { isReady: false, isMore: false };
  const failures: unknown[] = [];
  const attempt = async (work: () => Promise<number>): Promise<number> => {
    const some = await work().catch((error) => {
      failures.push(error);
      return 0;
    });
    if (some > 0) cleared.isReady = true;
    return some;
  };
  await attempt(() => untilFewer(db, (tx) => releaseHeld(tx, AT_ONCE)));
  for (const id of await selectLeftOver(db)) {
    const unmade = await attempt(() =>
      runAgainOnDeadlock(db, (tx) => unmakeUnsent(tx, id, AT_ONCE)),
    );
    if (unmade === AT_ONCE) cleared.isMore = true;
  }
  if (failures.length > 0) throw failures[0];
  return cleared;
}

async function untilFewer(db: Database, work: (tx: Db) => Promise<number>): Promise<number> {
  for (let all = 0; ; ) {
    const some = await runAgainOnDeadlock(db, work);
    all += some;
    if (some < AT_ONCE) return all;
  }
}
