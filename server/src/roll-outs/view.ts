import { countOutcomes } from '../installs/roll-out-queries.ts';
import type { Db } from '../lib/db.ts';
import { countNext } from './cohort-queries.ts';
import type { RollOutRow } from './queries.ts';
import type { ShownRollOut } from './schema.ts';

/** A roll-out as it is shown. What has still to come is counted while it is not over. */
export async function rollOutView(db: Db, row: RollOutRow): Promise<ShownRollOut> {
  const outcomes = new Map<string, number>(
    (await countOutcomes(db, row.id)).map(({ state, installs }) => [state, installs]),
  );
  const of = (state: string): number => outcomes.get(state) ?? 0;
  const moved = of('moved');
  const settled = {
    failed: of('failed'),
    rolled_back: of('rolled_back'),
    kept_config: of('kept_config'),
  };
  const direction = row.state === 'rolling_back' ? 'back' : 'forth';
  const waiting = row.finished_at === null ? await countNext(db, row, direction) : 0;
  const { failed, rolled_back, kept_config } = settled;
  const installs = direction === 'forth' ? moved + waiting : Math.max(moved, waiting);
  return {
    id: row.id,
    release: row.release,
    from_release: row.from_release,
    percent: row.percent,
    dry_run: row.dry_run,
    state: row.state,
    counts: { installs: installs + failed + rolled_back + kept_config, moved, ...settled, waiting },
    started_by: row.started_by,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
