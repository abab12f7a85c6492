import {
  selectHeldBackOfDay,
  selectUnsentOfDay,
  unmakeUnsentOfDay,
  type WaitingLine,
} from '../jobs/queued-of-day.ts';
import { announce } from '../lib/changes.ts';
import type { Database, Db } from '../lib/db.ts';
import type { DayOfIds } from '../lib/partitions.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { endBackfill } from './backfill-queries.ts';
import { noteUnsent, selectReadOf } from './queries.ts';
import { lockReplaying } from './work-queries.ts';

/** Rows of the queue that are changed in one transaction. */
const AT_ONCE = 1000;

/**
 * Has no backfill keep a day that is past retention: what it has not sent of it has failed, and one that is still being read, and has jobs of that
 * day held back for as long, ends. Those jobs go on when workers have seen that.
 */
export async function letGoOfDay(db: Database, day: DayOfIds): Promise<void> {
  // Not with the lock, for which all replays wait: mostly there is nothing, and to see that takes its time.
  const holdingBack = await selectHeldBackOfDay(db, day);
  if (holdingBack.length > 0) await runAgainOnDeadlock(db, (tx) => endReading(tx, holdingBack));
  for (const line of await selectUnsentOfDay(db, day)) {
    let unmade: number;
    do {
      unmade = await runAgainOnDeadlock(db, (tx) => failUnsent(tx, line, day));
    } while (unmade === AT_ONCE);
  }
}

async function endReading(tx: Db, installIds: number[]): Promise<void> {
  await lockReplaying(tx);
  const ids = await selectReadOf(tx, installIds);
  for (const id of ids) await endBackfill(tx, id);
  if (ids.length > 0) await announce(tx, 'resumptions');
}

async function failUnsent(tx: Db, line: WaitingLine, day: DayOfIds): Promise<number> {
  await lockReplaying(tx);
  const unsent = await unmakeUnsentOfDay(tx, line, day, AT_ONCE);
  await noteUnsent(tx, unsent);
  return unsent.length;
}
