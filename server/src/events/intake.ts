import type { ClaimedJob } from '../jobs/claim.ts';
import type { LocalWorker, Offer } from '../jobs/local-worker.ts';
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
import { repeatedOnDeadlock } from '../lib/run-again.ts';
import type { Logger } from '../log.ts';
import type { DecisionBases } from './basis-cache.ts';
import { type DecisionBasis, decideHostEvents, type HostEvent } from './host-events.ts';
import {
  type CreatedJob,
  type DecidedEvent,
  parkedReasonOf,
  type RecordedEvents,
  recordEvents,
  recordEventsIf,
} from './record.ts';
import type { AcceptedEvent } from './schema.ts';

/** The events of one request: all are taken or none. */
export interface Intake {
  events: HostEvent[];
  /** Where each stands in the body. */
  pointerOf: (index: number) => string;
  once: IdempotentRequest | undefined;
}

interface IntakeDeps {
  db: Database;
  vault: Vault;
  bases: DecisionBases;
  /** May take the jobs at once. */
  worker: Pick<LocalWorker, 'offer'>;
  /** Called when others were queued that are ready. */
  jobsReady(): void;
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
      const { results, decided } = await takeInAndHandOver(deps, intakes);
      await resumeStrandedAmong(deps.db, deps.log, setAside(decided));
      return results;
    },
  });
}

async function takeInAndHandOver(deps: IntakeDeps, intakes: Intake[]): Promise<TakenIn> {
  const offer = deps.worker.offer();
  let leased: ClaimedJob[] = [];
  try {
    // Whoever settles or cancels jobs takes the lanes that these queue in, too, and not in their order.
    const taken = await repeatedOnDeadlock(
      async () =>
        (await takeInAtOnce(deps, intakes, offer)) ??
        deps.db.transaction((tx) => takeIn(deps, tx, intakes, offer)),
    );
    leased = taken.leased;
    if (taken.ready > 0) deps.jobsReady();
    return taken;
  } finally {
    offer?.take(leased);
  }
}

/** What was made of some requests: an answer or an error for each, and what was recorded for all. */
interface TakenIn extends Pick<RecordedEvents, 'leased' | 'ready'> {
  results: (AcceptedEvent[] | Error)[];
  decided: DecidedEvent[];
}

/** What was decided about some requests. */
interface Decided {
  /** An error for each that is refused, an answer for each that was given one before. */
  results: (AcceptedEvent[] | Error)[];
  accepted: AcceptedIntake[];
  decided: DecidedEvent[];
}

/** A request with its place among all, and that of its events among those that were decided. */
interface AcceptedIntake {
  intake: Intake;
  at: number;
  from: number;
}

// In one statement that commits by itself, on what is known already: it writes only where that still holds. Undefined when it does not, or when
// more is needed: what has a key must be looked for, and what jobs wait for others.
async function takeInAtOnce(
  { db, bases }: IntakeDeps,
  intakes: Intake[],
  offer: Offer | undefined,
): Promise<TakenIn | undefined> {
  if (intakes.some(({ once }) => once !== undefined)) return undefined;
  const assumed = bases.assume(toldIn(intakes));
  if (assumed === undefined) return undefined;
  const { results, accepted, decided } = await decideAll(assumed.basis, intakes);
  const recorded = await recordEventsIf(assumed.assumption, db, decided, offer);
  if (recorded === undefined) return undefined;
  for (const one of accepted) results[one.at] = answerOf(one, decided, recorded);
  return { ...recorded, results, decided };
}

async function takeIn(
  deps: IntakeDeps,
  tx: Db,
  intakes: Intake[],
  offer: Offer | undefined,
): Promise<TakenIn> {
  const basis = await deps.bases.read(tx, toldIn(intakes));
  const { results, accepted, decided } = await decideAll(basis, intakes, (intake) =>
    repeatedAnswer(deps.vault, tx, intake),
  );
  const recorded = await recordEvents(tx, decided, offer);
  for (const one of accepted) {
    const answer = answerOf(one, decided, recorded);
    results[one.at] = answer;
    const { once } = one.intake;
    if (once !== undefined) await storeAnswer(tx, deps.vault, once, { status: 202, body: answer });
  }
  return { ...recorded, results, decided };
}

const toldIn = (intakes: Intake[]): HostEvent[] => intakes.flatMap(({ events }) => events);

async function decideAll(
  basis: DecisionBasis,
  intakes: Intake[],
  repeated?: (intake: Intake) => Promise<AcceptedEvent[] | undefined>,
): Promise<Decided> {
  const results: (AcceptedEvent[] | Error)[] = [];
  const decided: DecidedEvent[] = [];
  const accepted: AcceptedIntake[] = [];
  for (const [at, intake] of intakes.entries()) {
    try {
      const events = decideHostEvents(basis, intake);
      const before = await repeated?.(intake);
      if (before !== undefined) {
        results[at] = before;
        continue;
      }
      accepted.push({ intake, at, from: decided.length });
      decided.push(...events);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      results[at] = error;
    }
  }
  return { results, accepted, decided };
}

const answerOf = (
  { intake, from }: AcceptedIntake,
  decided: DecidedEvent[],
  { jobs }: RecordedEvents,
): AcceptedEvent[] =>
  intake.events.map((_, index) => ({
    event: { id: (decided[from + index] as DecidedEvent).event.id },
    jobs: jobs[from + index] as CreatedJob[],
  }));

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
