import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import type { Reader } from '../reach.ts';
import {
  countRunningBy,
  insertReplay,
  lockBeginning,
  type NewReplayRow,
  type ReplayRow,
  type ReplayTarget,
  selectRunningOf,
} from './queries.ts';
import { MOST_RUNNING } from './schema.ts';

/**
 * Stores a replay or backfill that may begin. Counting of what it is takes its time, and nobody is kept waiting through it: what was so before it
 * is asked again after it.
 *
 * @throws Failure as {@link refuseMore}.
 */
export async function insertAlone(tx: Db, row: NewReplayRow): Promise<ReplayRow> {
  if (row.created_by !== null) await lockBeginning(tx, row.created_by);
  await refuseMore(tx, row.created_by, row);
  const replay = await insertReplay(tx, row);
  if (replay !== undefined) return replay;
  await refuseMore(tx, row.created_by, row);
  throw new Failure('wrong_state', `Another ${row.kind} of the same ran until now; ask again`);
}

/** @throws Failure `wrong_state` where one of the same kind and target runs; `too_many_requests` where as many run as a person may have. */
export async function refuseMore(
  tx: Db,
  reader: Reader,
  of: ReplayTarget & Pick<ReplayRow, 'kind'>,
): Promise<void> {
  const running = await selectRunningOf(tx, of);
  if (running !== undefined) {
    const name = of.kind === 'replay' ? 'Replay' : 'Backfill';
    throw new Failure(
      'wrong_state',
      `${name} ${running} of the same runs; wait until it is done, or cancel it`,
    );
  }
  if (reader !== null && (await countRunningBy(tx, reader)) >= MOST_RUNNING) {
    throw new Failure(
      'too_many_requests',
      `${MOST_RUNNING} replays and backfills that you began run, which is the most; wait until one is done, or cancel one`,
      { retryAfter: 60 },
    );
  }
}
