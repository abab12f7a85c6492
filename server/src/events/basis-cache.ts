import type { Changes } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { groupBy } from '../lib/group.ts';
import { createKnown } from '../lib/known.ts';
import type { Manifests } from '../manifest/release-cache.ts';
import type { Candidate } from './decide.ts';
import { type DecisionBasis, type HostEvent, placeOf } from './host-events.ts';
import { type EventPlace, type EventRules, selectCandidates, selectEventRules } from './queries.ts';
import {
  type Assumption,
  asTheyStand,
  type InstallStanding,
  type Standing,
  selectStanding,
  standingText,
} from './standing.ts';

/** Tells what decisions rest on. */
export interface DecisionBases {
  /** All that the decisions about these events rest on; in one statement where nothing changed since it was asked for the same places. */
  read(tx: Db, events: HostEvent[]): Promise<DecisionBasis>;
  /**
   * The same without asking, as it was when it was read for the last time: for whoever writes what is decided only if that still holds.
   * Undefined when there is anything to be read.
   */
  assume(events: HostEvent[]): AssumedBasis | undefined;
}

/** What decisions rest on, and what has to hold for that. */
export interface AssumedBasis {
  basis: DecisionBasis;
  assumption: Assumption;
}

interface KnownSpace {
  installs: InstallStanding[];
  text: string;
}

const NOTHING_RESUMES = {
  endpoints: new Set<number>(),
  installs: new Set<number>(),
  plugins: new Set<number>(),
};

const MAX_TYPES = 10_000;
/** Some 300 bytes each. When there are more, all begins anew. */
const MAX_CANDIDATES = 100_000;

/**
 * Remembers event types, and which installs an event of a place may go to.
 *
 * What may be how old:
 *
 * - An event type's rules are those that this process has heard of: those of another node's change count a moment later, a second at most.
 *   The event is judged as if it had come that moment before. One that is unknown is always looked for.
 * - Nothing of a candidate is ever old: `read` reads it, and what `assume` answers is held against the tables by whoever writes. Which installs a space has, of which generation, release and grant, and whether its endpoints are
 *   still there is looked at each time, and any difference has the place read anew: what else a candidate is made of (scopes, events,
 *   endpoint) changes with those only. What may change without them is read each time: the status, whether plugin or endpoint is stopped, and
 *   `resuming`, by which new jobs queue behind those that are being queued again. Nothing would catch a mistake there: an install that
 *   is not known would miss its event, a job for a space that is gone would be claimed for ever, one that overtakes cannot be put back.
 */
export function createDecisionBases(changes: Changes, manifests: Manifests): DecisionBases {
  const types = createKnown<EventRules>({
    maxSize: MAX_TYPES,
    changes,
    topics: { event_types: 'key' },
  });
  const places = new Map<string, Candidate[]>();
  const spaces = new Map<number, KnownSpace>();
  const endpoints = new Map<number, boolean>();
  let size = 0;

  async function readTypes(tx: Db, names: Set<string>): Promise<Map<string, EventRules>> {
    const found = new Map<string, EventRules>();
    const missing: string[] = [];
    for (const name of names) {
      const known = types.peek(name);
      if (known) found.set(name, known);
      else missing.push(name);
    }
    if (missing.length === 0) return found;
    const learn = types.learn();
    for (const rules of await selectEventRules(tx, missing)) {
      found.set(rules.name, rules);
      learn(rules.name, rules);
    }
    return found;
  }

  async function readPlaces(tx: Db, wanted: EventPlace[]): Promise<Map<string, Candidate[]>> {
    if (wanted.length === 0) return new Map();
    const rows = await selectCandidates(tx, wanted);
    const read = groupBy(rows, (row) => placeOf({ space_id: row.space_id, name: row.event_name }));
    for (const place of wanted) remember(placeOf(place), read.get(placeOf(place)) ?? []);
    return read;
  }

  function remember(place: string, candidates: Candidate[]): void {
    if (size + candidates.length > MAX_CANDIDATES || places.size >= MAX_CANDIDATES) {
      for (const known of [places, spaces, endpoints]) known.clear();
      size = 0;
    }
    size += candidates.length - (places.get(place)?.length ?? 0);
    places.set(place, candidates);
    for (const { endpoint_id, endpoint_disabled } of candidates)
      if (endpoint_id !== null) endpoints.set(endpoint_id, endpoint_disabled);
  }

  function rememberStanding(spaceIds: number[], standing: Standing): void {
    for (const id of spaceIds) {
      const installs = standing.installs.get(id) ?? [];
      if (standing.spaces.has(id)) spaces.set(id, { installs, text: standingText(installs) });
      else spaces.delete(id);
    }
    for (const [id, isDisabled] of standing.endpoints) endpoints.set(id, isDisabled);
  }

  // Undefined when anything of it is unknown, or no longer fits together.
  function assumedCandidates(events: HostEvent[]): Map<string, Candidate[]> | undefined {
    const candidates = new Map<string, Candidate[]>();
    for (const { space_id, name } of events) {
      const place = placeOf({ space_id, name });
      if (candidates.has(place)) continue;
      const known = spaces.get(space_id);
      if (known === undefined) return undefined;
      const installs = new Map([[space_id, known.installs]]);
      const standing = {
        spaces: new Set<number>(),
        installs,
        endpoints,
        resuming: NOTHING_RESUMES,
      };
      const now = asTheyStand(places.get(place), space_id, standing);
      if (now === undefined) return undefined;
      candidates.set(place, now);
    }
    return candidates;
  }

  function assumeAbout(spaceIds: Set<number>, candidates: Iterable<Candidate>): Assumption {
    const concerned = new Map<number, boolean>();
    for (const { endpoint_id, endpoint_disabled } of candidates)
      if (endpoint_id !== null) concerned.set(endpoint_id, endpoint_disabled);
    return {
      spaces: Array.from(spaceIds, (space_id) => ({
        space_id,
        installs: (spaces.get(space_id) as KnownSpace).text,
      })),
      endpoints: Array.from(concerned, ([endpoint_id, stopped]) => ({ endpoint_id, stopped })),
    };
  }

  async function candidatesOf(tx: Db, events: HostEvent[]) {
    const wanted = new Map(
      events.map(({ space_id, name }) => [placeOf({ space_id, name }), { space_id, name }]),
    );
    const spaceIds = [...new Set(events.map(({ space_id }) => space_id))];
    const known = [...wanted.keys()].flatMap((place) => places.get(place) ?? []);
    const endpointIds = new Set(known.flatMap(({ endpoint_id }) => endpoint_id ?? []));
    const standing = await selectStanding(tx, spaceIds, [...endpointIds]);
    rememberStanding(spaceIds, standing);
    const candidates = new Map<string, Candidate[]>();
    const stale: EventPlace[] = [];
    for (const [key, place] of wanted) {
      const now = asTheyStand(places.get(key), place.space_id, standing);
      if (now === undefined) stale.push(place);
      else candidates.set(key, now);
    }
    for (const [key, read] of await readPlaces(tx, stale)) candidates.set(key, read);
    return { spaces: standing.spaces, candidates };
  }

  return {
    async read(tx, events) {
      const { spaces, candidates } = await candidatesOf(tx, events);
      await manifests.load(tx, [...candidates.values()].flat());
      const names = new Set(events.map(({ name }) => name));
      return { spaces, types: await readTypes(tx, names), candidates, manifests };
    },
    assume(events) {
      const candidates = assumedCandidates(events);
      if (candidates === undefined) return undefined;
      const all = [...candidates.values()].flat();
      if (!all.every(({ plugin_id, release }) => manifests.has(plugin_id, release)))
        return undefined;
      const found = new Map<string, EventRules>();
      for (const { name } of events) {
        const rules = types.peek(name);
        if (!rules) return undefined;
        found.set(name, rules);
      }
      const ids = new Set(events.map(({ space_id }) => space_id));
      return {
        basis: { spaces: ids, types: found, candidates, manifests },
        assumption: assumeAbout(ids, all),
      };
    },
  };
}
