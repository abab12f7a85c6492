import { deleteExpiredEmbedVisits } from '../app-bridge/visit-queries.ts';
import { dropOldEntries } from '../audit/chain.ts';
import { deleteOldGuesses } from '../auth/guess-queries.ts';
import { deleteExpiredPasswordResets } from '../auth/password-reset-queries.ts';
import { deleteExpiredPortalLinks } from '../auth/portal-link-queries.ts';
import { deleteExpiredPortalSessions } from '../auth/portal-session-queries.ts';
import { deleteExpiredPortalTokens } from '../auth/portal-token-queries.ts';
import { deleteExpiredSessions } from '../auth/session-queries.ts';
import { deleteExpiredSignInLinks } from '../auth/sign-in-link-queries.ts';
import { deleteExpiredTokens } from '../auth/token-queries.ts';
import type { Config } from '../config.ts';
import { deleteOldDeliveryCounts } from '../delivery/stats-queries.ts';
import { eraseDueInstalls, eraseStragglers } from '../installs/erase.ts';
import { deleteOldNotifications } from '../installs/notification-queries.ts';
import { resealConfigs } from '../installs/reseal.ts';
import { deleteOldScopeUses } from '../installs/scope-use-queries.ts';
import { deleteOldRouteCalls } from '../installs/setup/call-queries.ts';
import { deleteExpiredWindows } from '../installs/setup/window-queries.ts';
import { resumeStrandedJobs } from '../jobs/stranded.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import { deleteOldIdempotencyKeys } from '../lib/http/idempotency.ts';
import { PARTITIONED } from '../lib/partitions.ts';
import { repeat } from '../lib/repeating.ts';
import type { Logger } from '../log.ts';
import { deleteOldMails } from '../mail/queries.ts';
import { deleteExpiredCodes } from '../oauth/code-queries.ts';
import { goOnDeleting } from '../plugin-deletion/going-on.ts';
import { removeVanishedEndpoints } from '../registry/vanished-endpoints.ts';
import { deleteOldRehearsals } from '../rehearsals/queries.ts';
import { deleteOldReplays } from '../replays/queries.ts';
import { deleteOldRollOuts } from '../roll-outs/queries.ts';
import { sweepExpired } from '../storage/maintenance.ts';
import { deleteEndedWatches, deleteOldChanges } from '../stream/queries.ts';
import { deleteExpiredInvitations } from '../users/invitation-queries.ts';
import { maintainPartitions } from './partitions.ts';

/** What a round of maintenance needs; `config` says how long things are kept. */
export interface MaintenanceDeps {
  db: Database;
  vault: Vault;
  config: Config;
  log: Logger;
}

/** A round a minute, until it is stopped. */
export interface Maintenance {
  /** Waits for the task under way. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 60_000;
const ROWS_AT_ONCE = 5000;

/** What has to be done now and then: partitions made and dropped, and what is expired or to be erased removed. */
export function startMaintenance(deps: MaintenanceDeps): Maintenance {
  const stopping = new AbortController();
  // Over a silent database a round takes longer than until the next: they must not pile up.
  const rounds = repeat(INTERVAL_MS, () => maintain(deps, stopping.signal));
  rounds.now();
  return {
    async stop() {
      stopping.abort();
      await rounds.stop();
    },
  };
}

type Task = (deps: MaintenanceDeps) => Promise<unknown>;

/** What a round does first, by the name under which the log tells of its failure. */
const OF_PARTITIONS: Record<string, Task> = Object.fromEntries(
  PARTITIONED.map((table): [string, Task] => [
    `partitions of ${table}`,
    ({ db, config: { retentionDays }, log }) =>
      maintainPartitions({ db, retentionDays, log }, table),
  ]),
);

/** The rest of it. */
const OF_ROWS: Record<string, Task> = {
  'expired tokens': ({ db }) => untilFewer(() => deleteExpiredTokens(db, ROWS_AT_ONCE)),
  'expired sessions': ({ db }) => deleteExpiredSessions(db, ROWS_AT_ONCE),
  'expired visits to embedded plugins': ({ db }) =>
    untilFewer(() => deleteExpiredEmbedVisits(db, ROWS_AT_ONCE)),
  'expired sign-in links': ({ db }) => deleteExpiredSignInLinks(db, ROWS_AT_ONCE),
  'expired links to set a password': ({ db }) => deleteExpiredPasswordResets(db, ROWS_AT_ONCE),
  'expired invitations of developers': ({ db }) => deleteExpiredInvitations(db, ROWS_AT_ONCE),
  'mails that are long settled': ({ db, config }) =>
    untilFewer(() => deleteOldMails(db, config.retentionDays, ROWS_AT_ONCE)),
  'expired portal tokens': ({ db }) =>
    untilFewer(() => deleteExpiredPortalTokens(db, ROWS_AT_ONCE)),
  'expired links to portals': ({ db }) =>
    untilFewer(() => deleteExpiredPortalLinks(db, ROWS_AT_ONCE)),
  'expired sessions of portals': ({ db }) =>
    untilFewer(() => deleteExpiredPortalSessions(db, ROWS_AT_ONCE)),
  'counts of guesses that are over': ({ db }) =>
    untilFewer(() => deleteOldGuesses(db, ROWS_AT_ONCE)),
  'expired authorization codes': ({ db }) => untilFewer(() => deleteExpiredCodes(db, ROWS_AT_ONCE)),
  'old idempotency keys': ({ db }) => deleteOldIdempotencyKeys(db, ROWS_AT_ONCE),
  'expired storage items': ({ db }) => sweepExpired(db),
  'old notifications': ({ db, config }) =>
    deleteOldNotifications(db, config.retentionDays, ROWS_AT_ONCE),
  'windows of set-ups that never came back': ({ db }) =>
    untilFewer(() => deleteExpiredWindows(db, ROWS_AT_ONCE)),
  'old calls of set-ups': ({ db, config }) =>
    untilFewer(() => deleteOldRouteCalls(db, config.retentionDays, ROWS_AT_ONCE)),
  'rehearsals that are long over': ({ db, config }) =>
    untilFewer(() => deleteOldRehearsals(db, config.retentionDays, ROWS_AT_ONCE)),
  'replays that are long over': ({ db, config }) =>
    untilFewer(() => deleteOldReplays(db, config.retentionDays, ROWS_AT_ONCE)),
  'roll-outs that are long over': ({ db, config }) =>
    untilFewer(() => deleteOldRollOuts(db, config.retentionDays, ROWS_AT_ONCE)),
  'changes that were told': ({ db }) => untilFewer(() => deleteOldChanges(db, ROWS_AT_ONCE)),
  'watches that ended': ({ db }) => deleteEndedWatches(db, ROWS_AT_ONCE),
  'old uses of scopes': ({ db }) => untilFewer(() => deleteOldScopeUses(db, ROWS_AT_ONCE)),
  'old counts of deliveries': ({ db, config }) =>
    untilFewer(() => deleteOldDeliveryCounts(db, config.retentionDays, ROWS_AT_ONCE)),
  'installs to be erased': ({ db }) => eraseDueInstalls(db),
  'plugins that are being deleted': ({ db, config }) => goOnDeleting(db, config),
  'stragglers of erased installs': ({ db }) => eraseStragglers(db),
  'old entries of the audit log': ({ db, config }) => dropOldEntries(db, config.auditDays),
  'configs that are sealed under older keys': ({ db, vault, log }) =>
    resealConfigs({ db, vault, log }),
  'endpoints that outlived their subscription': ({ db }) => removeVanishedEndpoints(db),
  'stranded jobs': ({ db }) => resumeStrandedJobs(db),
};

/** One round: each task fails alone. Any number of processes may call it; partitions are the work of one at a time. */
export async function maintain(deps: MaintenanceDeps, stopping?: AbortSignal): Promise<void> {
  await runTasks({ ...OF_PARTITIONS, ...OF_ROWS }, deps, stopping);
}

/** What a round does with rows: it removes what is expired, and makes and drops no partitions. */
export async function sweep(deps: MaintenanceDeps): Promise<void> {
  await runTasks(OF_ROWS, deps);
}

async function runTasks(
  tasks: Record<string, Task>,
  deps: MaintenanceDeps,
  stopping?: AbortSignal,
): Promise<void> {
  for (const [task, run] of Object.entries(tasks)) {
    if (stopping?.aborted) return;
    await run(deps).catch((err) => deps.log.error({ err, task }, 'a task of maintenance failed'));
  }
}

// Plugins can make 1,000 tokens a second, 60,000 between two rounds: 5,000 a round would never catch up. Half a million at most, so that
// nothing else waits for long.
const MOST_TIMES = 100;

async function untilFewer(deleteSome: () => Promise<number>): Promise<void> {
  for (let times = 0; times < MOST_TIMES; times++) {
    if ((await deleteSome()) < ROWS_AT_ONCE) return;
  }
}
