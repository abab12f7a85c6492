import type { SentJob } from './work-queries.ts';

/** What a step of a replay or backfill did. */
export interface ReplayStep {
  /** Jobs that were queued, and are ready. */
  queued: number;
  /** A slice was read, or jobs were dropped that there is room in the place of: there is more to be done at once. */
  isMore: boolean;
  /** It is over with this. */
  isOver: boolean;
}

/** How many of them came to a verdict, and how many did not. */
export function counted(sent: SentJob[]): { done: number; failed: number } {
  const done = sent.filter(({ is_done }) => is_done).length;
  return { done, failed: sent.length - done };
}
