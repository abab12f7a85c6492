import type { Vault } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import { migrationNames, selectAppliedMigrations } from '../lib/migrate.ts';
import { whyKeysDoNotFit } from '../secret-keys/reasons.ts';
import { allocate, selectState } from './queries.ts';

/** Why a process is not ready: the name of the check that failed, and what it found. */
export interface NotReady {
  check: string;
  reason: string;
}

/** What readiness is told from. */
export interface ReadinessDeps {
  /** Of its own, so that it is never queued behind work, with limits of its own. */
  probe: Database;
  vault: Vault;
  /** Shutting down: load balancers should look elsewhere. */
  draining(): boolean;
  /** Milliseconds since the worker of this process last reached its queue; undefined where it has none. */
  workerAgeMs?(): number;
}

/** Says what is wrong, or nothing. What it throws is told of as the database being away. */
type Check = (deps: ReadinessDeps) => Promise<string | undefined> | string | undefined;

// One after the other; the first that finds something is told.
const CHECKS: Record<string, Check> = {
  draining: ({ draining }) => (draining() ? 'shutting down' : undefined),
  database: whyNotWritable,
  clock: whyNotSynchronous,
  migrations: whyNotMigrated,
  keys: ({ probe, vault }) => whyKeysDoNotFit(probe, vault),
  worker: whyNotWorking,
};

/** What a writer of new rows needs is asked for seldom, since it costs a commit and a file. */
const ROOM_EVERY_MS = 10_000;
const CLOCKS_APART_MS = 60_000;
/** Far more than a poll, and less than anybody should wait for a retry that is due. */
const WORKER_MOST_MS = 30_000;
const KEPT_MS = 1000;

/**
 * Makes the function that says whether the process can do its work. Whoever asks meanwhile gets the same answer, which is kept for a
 * second.
 */
export function createReadiness(deps: ReadinessDeps): () => Promise<NotReady | undefined> {
  let answer: Promise<NotReady | undefined> | undefined;
  let answeredAt = Number.NEGATIVE_INFINITY;
  return () => {
    // A server that is told to stop says so at once.
    if (deps.draining()) return runChecks(deps);
    if (answer === undefined || performance.now() - answeredAt > KEPT_MS) {
      answeredAt = Number.POSITIVE_INFINITY;
      answer = runChecks(deps).finally(() => {
        answeredAt = performance.now();
      });
    }
    return answer;
  };
}

async function runChecks(deps: ReadinessDeps): Promise<NotReady | undefined> {
  for (const [check, find] of Object.entries(CHECKS)) {
    const reason = await reasonOf(find, deps);
    if (reason !== undefined) return { check, reason };
  }
}

async function reasonOf(find: Check, deps: ReadinessDeps): Promise<string | undefined> {
  try {
    return await find(deps);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const hadRoomAt = new WeakMap<Database, number>();

async function whyNotWritable({ probe }: ReadinessDeps): Promise<string | undefined> {
  if ((await selectState(probe)).read_only) return 'The database is read-only';
  if (performance.now() - (hadRoomAt.get(probe) ?? Number.NEGATIVE_INFINITY) < ROOM_EVERY_MS)
    return;
  await allocate(probe);
  hadRoomAt.set(probe, performance.now());
}

async function whyNotSynchronous({ probe }: ReadinessDeps): Promise<string | undefined> {
  const { clock } = await selectState(probe);
  const apart = Math.abs(clock.getTime() - Date.now());
  if (apart <= CLOCKS_APART_MS) return undefined;
  return `The clocks of this machine and of the database are ${Math.round(apart / 1000)} s apart`;
}

async function whyNotMigrated({ probe }: ReadinessDeps): Promise<string | undefined> {
  const applied = new Set((await selectAppliedMigrations(probe)).map((row) => row.name));
  const missing = (await migrationNames()).filter((name) => !applied.has(name));
  return missing.length === 0 ? undefined : `migrations are missing: ${missing.join(', ')}`;
}

function whyNotWorking({ workerAgeMs }: ReadinessDeps): string | undefined {
  const age = workerAgeMs?.() ?? 0;
  if (age <= WORKER_MOST_MS) return undefined;
  return `The worker has not reached its queue for ${Math.round(age / 1000)} s`;
}
