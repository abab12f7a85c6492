import { queueForReplay } from '../jobs/replay.ts';
import { announce } from '../lib/changes.ts';
import type { Database, Db } from '../lib/db.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { type Matching, stageMatching } from './matching-queries.ts';
import {
  countWaiting,
  forgetJobs,
  lockReplaying,
  lockRunning,
  type NowQueued,
  noteProgress,
  noteQueued,
  type RunningReplay,
  type SentJob,
  selectFitting,
  takeSent,
  takeUnsubscribed,
} from './work-queries.ts';

/** Jobs that are read in one transaction. */
export const SLICE = 1000;
/** Most that are read and not queued yet, so that endpoints that are fast need not wait for those that are slow. */
const MOST_WAITING = 10 * SLICE;

/** What {@link workOnReplay} did. */
export interface ReplayStep {
  /** Jobs that were queued. */
  queued: number;
  /** A slice was read, or jobs were dropped that there is room in the place of: there is more to be done at once. */
  isMore: boolean;
  /** It is over with this. */
  isOver: boolean;
}

const NOTHING_DONE: ReplayStep = { queued: 0, isMore: false, isOver: false };

/**
 * Takes a replay one step further: counts what was sent, queues what there is room for, and reads the next slice when nothing of the last
 * one can be queued. All in one transaction; any process may go on where another one stopped.
 *
 * @param share how many jobs of replays an endpoint may have in the queue or under way at a time.
 */
export function workOnReplay(db: Database, id: number, share: number): Promise<ReplayStep> {
  return runAgainOnDeadlock(db, async (tx) => {
    await lockReplaying(tx);
    const replay = await lockRunning(tx, id);
    if (replay === undefined) return NOTHING_DONE;
    const sent = counted(await takeSent(tx, id));
    const { queued, undeliverable, dropped } = await queueFitting(tx, replay, share);
    const isStaging =
      queued === 0 && !replay.is_read && (await countWaiting(tx, id, MOST_WAITING)) < MOST_WAITING;
    const next = isStaging ? await stageSlice(tx, replay) : replay;
    const lost = isStaging ? await takeUnsubscribed(tx, id) : 0;
    const failed = sent.failed + undeliverable + lost;
    const isOver = await noteProgress(tx, next, { done: sent.done, failed });
    if (queued > 0) await announce(tx, 'jobs');
    return { queued, isMore: (isStaging || dropped > 0) && !isOver, isOver };
  });
}

/** How many of them came to a verdict, and how many did not. */
export function counted(sent: SentJob[]): { done: number; failed: number } {
  const done = sent.filter(({ is_done }) => is_done).length;
  return { done, failed: sent.length - done };
}

async function queueFitting(
  tx: Db,
  { id, include_settled }: RunningReplay,
  share: number,
): Promise<{ queued: number; dropped: number; undeliverable: number }> {
  const queued: NowQueued[] = [];
  const dropped: string[] = [];
  let undeliverable = 0;
  for (const { job_id, status, parked_reason } of await selectFitting(tx, id, share)) {
    const was = { status, parked_reason, includeSettled: include_settled };
    const became = await queueForReplay(tx, id, job_id, was);
    if (typeof became === 'object') queued.push({ job_id, ...became });
    else dropped.push(job_id);
    if (became === 'undeliverable') undeliverable++;
  }
  await noteQueued(tx, id, queued);
  await forgetJobs(tx, id, dropped);
  return { queued: queued.length, dropped: dropped.length, undeliverable };
}

async function stageSlice(
  tx: Db,
  replay: RunningReplay,
): Promise<Pick<RunningReplay, 'id' | 'after_job' | 'is_read'>> {
  const { id, after_job } = replay;
  const staged = await stageMatching(tx, id, matchingOf(replay), { after: after_job, most: SLICE });
  // As texts UUIDs have the order that they have in PostgreSQL.
  const last = staged.reduce((max, { job_id }) => (job_id > max ? job_id : max), after_job ?? '');
  return { id, after_job: last === '' ? null : last, is_read: staged.length < SLICE };
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
    until,
  };
}
