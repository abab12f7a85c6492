import { backfillSlice, heardNames, hearingOf } from '../events/backfill.ts';
import type { Db } from '../lib/db.ts';
import { firstIdOf } from '../lib/ids.ts';
import { type BackfilledInstall, hasLeftOver, keepToBackfill } from './backfill-queries.ts';
import { untoldBy } from './backfills.ts';
import { beginReading, noteFound, selectFound } from './reading-queries.ts';
import { MOST_REPLAYED } from './schema.ts';
import type { RunningReplay } from './work-queries.ts';

/** How far a backfill has come with reading. */
export type ReadSoFar = Pick<RunningReplay, 'id' | 'after_id' | 'is_read'>;

/**
 * Reads the next slice of the past for an active install; nothing as long as it cannot begin, nor while anything is left of one that was ended
 * before, whose jobs are unmade by then. A million jobs are the most: what is newer than their events is left to a backfill that is asked for later.
 */
export async function readSlice(
  tx: Db,
  backfill: RunningReplay,
  install: BackfilledInstall,
): Promise<ReadSoFar> {
  const { id } = backfill;
  const until = backfill.until ?? (await beginReading(tx, id));
  if (until === null) return backfill;
  // Once it has begun no other one of the install can be ended.
  if (backfill.after_id === null && (await hasLeftOver(tx, install))) return backfill;
  if (!(await keepToBackfill(tx, install))) return backfill;
  const hearing = await hearingOf(tx, install.id);
  const untold = untoldBy(install, backfill, hearing === undefined ? [] : heardNames(hearing));
  if (hearing === undefined || untold.names.length === 0) return { ...backfill, is_read: true };
  const after = backfill.after_id ?? firstIdOf(new Date(0));
  const room = MOST_REPLAYED - (await selectFound(tx, id));
  const slice = await backfillSlice(tx, id, hearing, { ...untold, until, after, room });
  await noteFound(tx, id, slice.queued);
  return { id, after_id: slice.after, is_read: slice.isLast };
}
