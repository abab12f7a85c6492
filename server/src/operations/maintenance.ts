import { deleteExpiredSessions } from '../auth/session-queries.ts';
import { deleteExpiredSignInLinks } from '../auth/sign-in-link-queries.ts';
import { deleteExpiredTokens } from '../auth/token-queries.ts';
import type { Config } from '../config.ts';
import { eraseDueInstalls, eraseStragglers } from '../installs/erase.ts';
import { deleteOldNotifications } from '../installs/notification-queries.ts';
import { resumeStrandedJobs } from '../jobs/resume.ts';
import type { Database } from '../lib/db.ts';
import { deleteOldIdempotencyKeys } from '../lib/http/idempotency.ts';
import {
  dropOldPartitions,
  ensurePartitions,
  PARTITIONED,
  type PartitionedTable,
} from '../lib/partitions.ts';
import type { Logger } from '../log.ts';
import { deleteExpiredCodes } from '../oauth/code-queries.ts';
import { sweepExpired } from '../storage/maintenance.ts';
import { tryMaintenanceLock } from './queries.ts';

/** What a round of maintenance needs; `config` says how long things are kept. */
export interface MaintenanceDeps {
  db: Database;
  config: Config;
  log: Logger;
}

/** A round a minute, until it is stopped. */
export interface Maintenance {
  /** Waits for the round under way. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 60_000;
const ROWS_AT_ONCE = 5000;

/** What has to be done now and then: partitions made and dropped, and what is expired or to be erased removed. */
export function startMaintenance(deps: MaintenanceDeps): Maintenance {
  const { log } = deps;
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = running
      .then(() => maintain(deps))
      .catch((error) => log.error({ err: error }, 'maintenance failed'));
  };
  const timer = setInterval(run, INTERVAL_MS);
  run();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** One round. Any number of processes may call it; partitions are the work of one at a time. */
export async function maintain({ db, config, log }: MaintenanceDeps): Promise<void> {
  for (const table of PARTITIONED) await maintainPartitions({ db, config, log }, table);
  await untilFewer(() => deleteExpiredTokens(db, ROWS_AT_ONCE));
  await deleteExpiredSessions(db, ROWS_AT_ONCE);
  await deleteExpiredSignInLinks(db, ROWS_AT_ONCE);
  await untilFewer(() => deleteExpiredCodes(db, ROWS_AT_ONCE));
  await deleteOldIdempotencyKeys(db, ROWS_AT_ONCE);
  await sweepExpired(db);
  await deleteOldNotifications(db, config.retentionDays, ROWS_AT_ONCE);
  await eraseDueInstalls(db);
  await eraseStragglers(db);
  await resumeStrandedJobs(db);
}

async function maintainPartitions(
  { db, config, log }: MaintenanceDeps,
  table: PartitionedTable,
): Promise<void> {
  const dropped = await db.transaction(async (tx) => {
    if (!(await tryMaintenanceLock(tx))) return [];
    await ensurePartitions(tx, table, new Date());
    return dropOldPartitions(tx, table, new Date(), config.retentionDays);
  });
  if (dropped.length > 0) log.info({ dropped }, 'partitions past retention dropped');
}

// Plugins can make 1,000 tokens a second, 60,000 between two rounds: 5,000 a round would never catch up. Half a million at most, so that
// nothing else waits for long.
const MOST_TIMES = 100;

async function untilFewer(deleteSome: () => Promise<number>): Promise<void> {
  for (let times = 0; times < MOST_TIMES; times++) {
    if ((await deleteSome()) < ROWS_AT_ONCE) return;
  }
}
