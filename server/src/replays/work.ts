import { queueForReplay } from '../jobs/replay.ts';
import type { Database, Db } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { stepBackfill } from './backfill-work.ts';
import { type Matching, selectMatchingReach, stageMatching } from './matching-queries.ts';
import { noteFound } from './reading-queries.ts';
import { MOST_REPLAYED } from './schema.ts';
import { counted, type ReplayStep } from './step.ts';
import {
  countWaiting,
  lockRunning,
  noteMoved,
  noteProgress,
  noteQueued,
  type RunningReplay,
  selectFitting,
  takeSent,
  takeUnsubscribed,
} from './work-queries.ts';

/** Jobs that are read in one transaction. */
export const SLICE = 1000;
/** Jobs of the target that are looked at for them, whether or not they fit: meanwhile all other replays and backfills wait. */
const LOOKED_AT = 5000;
/** Most that are read and not queued yet, so that endpoints that are fast need not wait for those that are slow. */
const MOST_WAITING = 10 * SLICE;

const NOTHING_DONE: ReplayStep = { queued: 0, isMore: false, isOver: false };

/**
 * Takes a replay or backfill one step further: counts what was sent, queues what there is room for, and reads the next slice when nothing of the
 * last one can be queued. All in one transaction; any process may go on where another one stopped.
 *
 * @param share how many jobs of replays an endpoint may have in the queue or under way at a time.
 */
export function workOnReplay(db: Database, id: number, share: number): Promise<ReplayStep> {
  return runAgainOnDeadlock(db, async (tx) => {
    const replay = await lockRunning(tx, id);
    if (replay === undefined) return NOTHING_DONE;
    return replay.kind === 'backfill'
      ? stepBackfill(tx, replay, share)
      : stepReplay(tx, replay, share);
  });
}

async function stepReplay(tx: Db, replay: RunningReplay, share: number): Promise<ReplayStep> {
  const { id } = replay;
  const sent = await takeSent(tx, id);
  const { done, failed } = counted(sent);
  const { queued, moved, undeliverable, dropped } = await queueFitting(tx, replay, share);
  const isStaging =
    queued === 0 && !replay.is_read && (await countWaiting(tx, id, MOST_WAITING)) < MOST_WAITING;
  const next = isStaging ? await stageSlice(tx, replay) : replay;
  const lost = isStaging ? await takeUnsubscribed(tx, id) : 0;
  const isChanged = isStaging || sent.length > 0 || dropped > 0;
  const isOver =
    isChanged && (await noteProgress(tx, next, { done, failed: failed + undeliverable + lost }));
  return { queued, isMore: (isStaging || moved > 0 || dropped > 0) && !isOver, isOver };
}

async function queueFitting(
  tx: Db,
  { id, include_settled }: RunningReplay,
  share: number,
): Promise<{ queued: number; moved: number; dropped: number; undeliverable: number }> {
  const fitting = await selectFitting(tx, id, share, SLICE);
  if (fitting.length === 0) return { queued: 0, moved: 0, dropped: 0, undeliverable: 0 };
  const { queued, moved, undeliverable } = await queueForReplay(tx, id, fitting, include_settled);
  if (moved.length > 0) await noteMoved(tx, id, moved);
  const keys = new Set([...queued, ...moved].map(({ job_id }) => job_id));
  const dropped = fitting.flatMap(({ job_id }) => (keys.has(job_id) ? [] : [job_id]));
  await noteQueued(tx, id, queued, dropped);
  return { queued: queued.length, moved: moved.length, dropped: dropped.length, undeliverable };
}

async function stageSlice(
  tx: Db,
  replay: RunningReplay,
): Promise<Pick<RunningReplay, 'id' | 'after_id' | 'is_read'>> {
  const { id, after_id: after, found } = replay;
  const matching = matchingOf(replay);
  const upTo = await selectMatchingReach(tx, matching, after, LOOKED_AT);
  const most = Math.min(SLICE, MOST_REPLAYED - found);
  const staged = await stageMatching(tx, id, matching, { after, upTo, most });
  await noteFound(tx, id, staged.length);
  const isCut = staged.length === most;
  // As texts UUIDs have the order that they have in PostgreSQL.
  const last = staged.reduce((max, { job_id }) => (job_id > max ? job_id : max), '');
  const isLast = upTo === null && !isCut;
  return {
    id,
    after_id: isCut ? last : (upTo ?? after),
    is_read: isLast || found + staged.length === MOST_REPLAYED,
  };
}

function matchingOf({
  space_id,
  install_id,
  plugin_id,
  filter,
  include_settled,
  until,
}: RunningReplay): Matching {
  return {
    of: { space_id, install_id, plugin_id },
    filter: JSON.parse(filter),
    includeSettled: include_settled,
    // Of a replay it is never null: not later than when it began.
    until: until as string,
  };
}
