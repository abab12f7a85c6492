import { createBatcher } from '../lib/batch.ts';
import type { Vault } from '../lib/crypto.ts';
import { type Database, type Db, isConnectionError } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { groupBy } from '../lib/group.ts';
import {
  claimKey,
  type IdempotentRequest,
  storeAnswer,
  storedAnswer,
} from '../lib/http/idempotency.ts';
import { newId } from '../lib/ids.ts';
import type { Manifests } from '../manifest/release-cache.ts';
import { type Candidate, decide } from './decide.ts';
import { checkPayload } from './payload-schema.ts';
import {
  type EventPlace,
  type EventRules,
  type NewEvent,
  selectCandidates,
  selectEventRules,
  selectSpaceIds,
} from './queries.ts';
import { type CreatedJob, type DecidedEvent, recordEvents } from './record.ts';

/** An event as the host tells it. */
export type HostEvent = Omit<NewEvent, 'id'>;

/** An event that was taken in. */
export interface AcceptedEvent {
  event: { id: string };
  jobs: CreatedJob[];
}

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
    isFatal: isConnectionError,
    async run(intakes) {
      const results = await deps.db.transaction((tx) => takeIn(deps, tx, intakes));
      deps.wake();
      return results;
    },
  });
}

async function takeIn(deps: IntakeDeps, tx: Db, intakes: Intake[]) {
  const surroundings = await lookAround(deps, tx, intakes);
  const results: (AcceptedEvent[] | Error)[] = [];
  const decided: DecidedEvent[] = [];
  const accepted: { intake: Intake; at: number; from: number }[] = [];
  for (const [at, intake] of intakes.entries()) {
    try {
      const events = decideAll(surroundings, intake);
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
  return results;
}

// A key that an earlier request of this same batch claimed has no answer yet: the batch is run again entry by entry, and then it has.
async function repeatedAnswer(
  vault: Vault,
  tx: Db,
  { once }: Intake,
): Promise<AcceptedEvent[] | undefined> {
  if (once === undefined || (await claimKey(tx, once))) return undefined;
  return (await storedAnswer<AcceptedEvent[]>(tx, vault, once)).body;
}

interface Surroundings {
  spaces: Set<number>;
  types: Map<string, EventRules>;
  candidates: Map<string, Candidate[]>;
  manifests: Manifests;
}

async function lookAround(
  { manifests }: IntakeDeps,
  tx: Db,
  intakes: Intake[],
): Promise<Surroundings> {
  const events = intakes.flatMap((intake) => intake.events);
  const places = [...groupBy(events, placeOf).values()].map(([event]) => event as HostEvent);
  const spaceIds = [...new Set(events.map((event) => event.space_id))];
  const names = [...new Set(events.map((event) => event.name))];
  const spaces = await selectSpaceIds(tx, spaceIds);
  const types = await selectEventRules(tx, names);
  const candidates = await selectCandidates(
    tx,
    places.map(({ space_id, name }) => ({ space_id, name })),
  );
  await manifests.load(tx, candidates);
  return {
    spaces: new Set(spaces.map((space) => space.id)),
    types: new Map(types.map((type) => [type.name, type])),
    candidates: groupBy(candidates, (row) =>
      placeOf({ space_id: row.space_id, name: row.event_name }),
    ),
    manifests,
  };
}

const placeOf = ({ space_id, name }: EventPlace): string => `${space_id} ${name}`;

function decideAll(surroundings: Surroundings, { events }: Intake): DecidedEvent[] {
  const single = events.length === 1;
  return events.map((event, index) =>
    decideOne(surroundings, event, single ? '' : `/events/${index}`),
  );
}

function decideOne(
  { spaces, types, candidates, manifests }: Surroundings,
  event: HostEvent,
  pointer: string,
): DecidedEvent {
  if (!spaces.has(event.space_id))
    throw invalid(`${pointer}/space_id`, `There is no space ${event.space_id}`);
  const type = types.get(event.name);
  if (type === undefined) {
    throw invalid(
      `${pointer}/name`,
      `"${event.name}" is not an event type; define it with PUT event_types`,
    );
  }
  let parsed: { payload: unknown } | undefined;
  const payload = () => {
    parsed ??= { payload: JSON.parse(event.payload) };
    return parsed.payload;
  };
  if (type.payload_schema !== null)
    checkPayload(type.payload_schema, payload(), `${pointer}/payload`);
  const about = { name: event.name, requiredScope: type.required_scope, payload };
  return {
    event: { id: newId(), ...event },
    ordered: type.ordered,
    decisions: (candidates.get(placeOf(event)) ?? []).map((candidate) => ({
      candidate,
      decision: decide(about, candidate, manifests.get(candidate.plugin_id, candidate.release)),
    })),
  };
}
