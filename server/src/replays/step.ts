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

/** Jobs that were sent, or cannot be: how many came to a verdict, and how many did not. */
export interface Counted {
  done: number;
  failed: number;
}

/** How many of them came to a verdict, and how many did not. */
export function counted(sent: SentJob[]): Counted {
  const done = sent.filter(({ is_done }) => is_done).length;
  return { done, failed: sent.length - done };
}
