import type { ReplayRow } from './queries.ts';

/** How far a replay or backfill has come, as callers see it. */
export const progressOf = ({ done, failed, created_at, finished_at }: ReplayRow) => ({
  done,
  failed,
  created_at: created_at.toISOString(),
  finished_at: finished_at?.toISOString() ?? null,
});
