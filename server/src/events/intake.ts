import { resumeStrandedAmong, type SetAsideJob } from '../jobs/stranded.ts';
import { createBatcher } from '../lib/batch.ts';
import type { Vault } from '../lib/crypto.ts';
import { type Database, type Db, whenUnavailable } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import {
  claimKey,
  type IdempotentRequest,
  storeAnswer,
  storedAnswer,
} from '../lib/http/idempotency.ts';
import type { Logger } from '../log.ts';
import type { Manifests } from '../manifest/release-cache.ts';
import { decideHostEvents, type HostEvent, readDecisionBasis } from './host-events.ts';
import { type CreatedJob, type DecidedEvent, parkedReasonOf, recordEvents } from './record.ts';
import type { AcceptedEvent } from './schema.ts';

/** The events of one request: all are taken or none. */
export interface Intake {
  events: HostEvent[];
  once: IdempotentRequest | undefined;
}

interface IntakeDeps {
  db: Database;
  vault: Vault;
  manifests: Manifests;
  /** Called when jobs were queued. */
  wake(): void;
  log: Logger;
}

/** Most requests that share a transaction; each may bring up to 1,000 events. */
const MAX_REQUESTS = 100;

/** While PostgreSQL writes one lot, the next is read and decided, and written beside it: one at a time, each waits for the other. */
const TRANSACTIONS_AT_ONCE = 2;

/**
 * Makes the function that takes events in: it resolves once event, decisions and jobs are durable. Concurrent requests share a
 * transaction; one that is wrong is refused alone.
 *
 * @throws Failure `invalid` with pointers into the events, or `idempotency_key_reused`.
 */
export function createIntake(deps: IntakeDeps): (intake: Intake) => Promise<AcceptedEvent[]> {
  return createBatcher<Intake, AcceptedEvent[]>({
    maxSize: MAX_REQUESTS,
    atOnce: TRANSACTIONS_AT_ONCE,
    ...whenUnavailable,
    async run(intakes) {
      const { results, decided } = await deps.db.transaction((tx) => takeIn(deps, tx, intakes));
      deps.wake();
      await resumeStrandedAmong(deps.db, deps.log, setAside(decided));
      return results;
    },
  });
}

/** What was made of some requests: an answer or an error for each, and what was recorded for all. */
interface TakenIn {
  results: (AcceptedEvent[] | Error)[];
  decided: DecidedEvent[];
}

async function takeIn(deps: IntakeDeps, tx: Db, intakes: Intake[]): Promise<TakenIn> {
  const told = intakes.flatMap((intake) => intake.events);
  const basis = await readDecisionBasis(tx, deps.manifests, told);
  const results: (AcceptedEvent[] | Error)[] = [];
  const decided: DecidedEvent[] = [];
  const accepted: { intake: Intake; at: number; from: number }[] = [];
  for (const [at, intake] of intakes.entries()) {
    try {
      const events = decideHostEvents(basis, intake.events);
      const repeated = await repeatedAnswer(deps.vault, tx, intake);
      if (repeated !== undefined) {
        results[at] = repeated;
        continue;
      }
      accepted.push({ intake, at, from: decided.length });
      decided.push(...events);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      results[at] = error;
    }
  }
  const jobs = await recordEvents(tx, decided);
  for (const { intake, at, from } of accepted) {
    const answer = intake.events.map((_, index) => ({
      event: { id: (decided[from + index] as DecidedEvent).event.id },
      jobs: jobs[from + index] as CreatedJob[],
    }));
    results[at] = answer;
    if (intake.once !== undefined)
      await storeAnswer(tx, deps.vault, intake.once, { status: 202, body: answer });
  }
  return { results, decided };
}

const setAside = (decided: DecidedEvent[]): SetAsideJob[] =>
  decided.flatMap(({ decisions }) =>
    decisions.flatMap(({ candidate, decision }) => {
      const reason = parkedReasonOf(decision);
      return reason === null ? [] : [{ ...candidate, parked_reason: reason }];
    }),
  );

// A key that an earlier request of this same batch claimed has no answer yet: the batch is run again entry by entry, and then it has.
async function repeatedAnswer(
  vault: Vault,
  tx: Db,
  { once }: Intake,
): Promise<AcceptedEvent[] | undefined> {
  if (once === undefined || (await claimKey(tx, once))) return undefined;
  return (await storedAnswer<AcceptedEvent[]>(tx, vault, once)).body;
}
