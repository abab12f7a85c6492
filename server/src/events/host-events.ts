import { type Failure, invalid } from '../lib/failures.ts';
import { newEventId } from '../lib/ids.ts';
import { readExactly } from '../lib/json.ts';
import { isLifecycleEvent } from '../manifest/lifecycle.ts';
import type { Manifests } from '../manifest/release-cache.ts';
import { type Candidate, decide } from './decide.ts';
import { checkPayload } from './payload-schema.ts';
import type { EventPlace, EventRules, NewEvent } from './queries.ts';
import type { DecidedEvent } from './record.ts';

/** An event as the host tells it. */
export type HostEvent = Omit<NewEvent, 'id'>;

/** All that the decisions about some events rest on. */
export interface DecisionBasis {
  spaces: Set<number>;
  types: Map<string, EventRules>;
  candidates: Map<string, Candidate[]>;
  manifests: Manifests;
}

/** By which candidates are found. */
export const placeOf = ({ space_id, name }: EventPlace): string => `${space_id} ${name}`;

/**
 * Decides about the events of one request.
 *
 * @throws Failure `invalid` with a pointer into the first event that is wrong.
 */
export function decideHostEvents(
  basis: DecisionBasis,
  { events, pointerOf }: { events: HostEvent[]; pointerOf: (index: number) => string },
): DecidedEvent[] {
  return events.map((event, index) => decideOne(basis, event, pointerOf(index)));
}

function decideOne(
  { spaces, types, candidates, manifests }: DecisionBasis,
  event: HostEvent,
  pointer: string,
): DecidedEvent {
  if (!spaces.has(event.space_id))
    throw invalid(
      `${pointer}/space_id`,
      `There is no space ${event.space_id} that hears of events: a development space hears sample events alone`,
    );
  const type = types.get(event.name);
  if (type === undefined) throw refuseUnknownType(event.name, `${pointer}/name`);
  // A schema is held against doubles, filters against numbers as they are written: mostly that is the same, and read once.
  const asDoubles = lazily(() => JSON.parse(event.payload));
  const payload = lazily(() => readExactly(event.payload, asDoubles));
  if (type.payload_schema !== null)
    checkPayload(type.payload_schema, asDoubles(), `${pointer}/payload`);
  const about = { name: event.name, requiredScope: type.required_scope, payload };
  return {
    event: { id: newEventId(), ...event },
    ordered: type.ordered,
    decisions: (candidates.get(placeOf(event)) ?? []).map((candidate) => ({
      candidate,
      decision: decide(about, candidate, manifests.get(candidate.plugin_id, candidate.release)),
    })),
  };
}

/** What somebody is told who tells of what is no event type. */
export function refuseUnknownType(name: string, pointer: string): Failure {
  const why = isLifecycleEvent(name)
    ? 'is a lifecycle event, which is told by itself'
    : 'is not an event type; define it with PUT event_types';
  return invalid(pointer, `"${name}" ${why}`);
}

function lazily(make: () => unknown): () => unknown {
  let made: { value: unknown } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
