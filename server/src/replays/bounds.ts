import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { personBehind, type Reader } from '../reach.ts';
import {
  countRunningBy,
  insertReplay,
  type NewReplayRow,
  type ReplayRow,
  type ReplayTarget,
  selectRunningOf,
  tryBeginning,
} from './queries.ts';
import { MOST_RUNNING } from './schema.ts';

/**
 * To be called before anything that takes its time: whoever asks again meanwhile is told so, and nobody waits.
 *
 * @throws Failure `wrong_state` where one of the same kind and target runs; `too_many_requests` where as many run as a person may have, or they
 * are beginning another one.
 */
export async function enterBounds(
  tx: Db,
  reader: Reader,
  of: ReplayTarget & Pick<ReplayRow, 'kind'>,
): Promise<void> {
  const person = personBehind(reader);
  if (person !== null && !(await tryBeginning(tx, person))) {
    throw new Failure(
      'too_many_requests',
      'You are beginning another replay or backfill at this moment; ask again when that has been answered',
      { retryAfter: 1 },
    );
  }
  await refuseSecond(tx, of);
  if (!(await mayBeginMore(tx, reader))) {
    throw new Failure(
      'too_many_requests',
      `${MOST_RUNNING} replays and backfills that you began run, or found nothing to run within the last minute, which is the most; wait until one is done, or cancel one`,
      { retryAfter: 60 },
    );
  }
}

/** Whether fewer run (or were over at once, a moment ago) of those that a person began than they may have. The host and operators may have any number. */
export async function mayBeginMore(db: Db, reader: Reader): Promise<boolean> {
  const person = personBehind(reader);
  return person === null || (await countRunningBy(db, person)) < MOST_RUNNING;
}

/**
 * Stores a replay or backfill that may begin, by {@link enterBounds}.
 *
 * @throws Failure `wrong_state` where somebody else began one of the same kind and target meanwhile.
 */
export async function insertAlone(tx: Db, row: NewReplayRow): Promise<ReplayRow> {
  const replay = await insertReplay(tx, row);
  if (replay !== undefined) return replay;
  await refuseSecond(tx, row);
  throw new Failure('wrong_state', `Another ${row.kind} of the same ran until now; ask again`);
}

async function refuseSecond(tx: Db, of: ReplayTarget & Pick<ReplayRow, 'kind'>): Promise<void> {
  const running = await selectRunningOf(tx, of);
  if (running === undefined) return;
  const name = of.kind === 'replay' ? 'Replay' : 'Backfill';
  throw new Failure(
    'wrong_state',
    `${name} ${running} of the same runs; wait until it is done, or cancel it`,
  );
}
