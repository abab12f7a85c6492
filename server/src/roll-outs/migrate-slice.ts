import { runAgainOnDeadlock } from '../lib/run-again.ts';
import type { MailSettings } from '../mail/outbox.ts';
import { type CohortRow, selectNext } from './cohort-queries.ts';
import { type MigrationDeps, migrateInstall } from './migrate-install.ts';
import type { RollOutRow } from './queries.ts';
import { finishGoing, type Slice } from './work.ts';

/** Calls of one plugin that are under way at a time. */
const AT_A_TIME = 4;

/** Moves the next installs of a roll-out, with what the plugin makes of the config of each. Answers as `moveSlice` does. */
export async function migrateSlice(
  deps: MigrationDeps & { mail: MailSettings },
  rollOut: RollOutRow,
  url: string,
  slice: Slice,
): Promise<number | undefined> {
  const rows = await selectNext(deps.db, rollOut, 'forth', slice);
  if (rows.length === 0) {
    if (slice.after > 0) return 0;
    return runAgainOnDeadlock(deps.db, (tx) => finishGoing(tx, deps.mail, rollOut));
  }
  const waiting = rows.values();
  const lanes = Array.from({ length: AT_A_TIME }, () => migrateEach(deps, rollOut, url, waiting));
  // All of them have ended before the slice is tried again.
  for (const lane of await Promise.allSettled(lanes))
    if (lane.status === 'rejected') throw lane.reason;
  return rows.at(-1)?.id;
}

async function migrateEach(
  deps: MigrationDeps,
  rollOut: RollOutRow,
  url: string,
  waiting: Iterable<CohortRow>,
): Promise<void> {
  for (const install of waiting) {
    if (deps.signal.aborted) return;
    await migrateInstall(deps, rollOut, url, install);
  }
}
