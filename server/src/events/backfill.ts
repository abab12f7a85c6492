import { type BackfilledJob, queueBackfilled } from '../jobs/backfill.ts';
import type { Db } from '../lib/db.ts';
import { firstIdOf, jobIdOf, MOST_JOB_IDS } from '../lib/ids.ts';
import { readExactly } from '../lib/json.ts';
import { selectReleases } from '../manifest/queries.ts';
import type { Manifest } from '../manifest/schema.ts';
import {
  countUntold,
  type PastEvent,
  type PastStretch,
  selectPastEvents,
  selectReach,
  type Untold,
} from './backfill-queries.ts';
import { type Candidate, type Decision, decide } from './decide.ts';
import {
  type EventRules,
  selectCandidateFor,
  selectEventRules,
  selectInstallCandidate,
} from './queries.ts';

/** What an install hears, as things are now. */
export interface Hearing {
  /** By the event's name; with its rules, and how the install is placed for it. */
  events: Map<string, { candidate: Candidate; rules: EventRules }>;
  manifest: Manifest;
}

/** What an install hears of the host's events; undefined for one of a draft, which hears nothing. */
export async function hearingOf(tx: Db, installId: number): Promise<Hearing | undefined> {
  const place = await selectInstallCandidate(tx, installId, 'plugin_installed');
  const [release] = place === undefined ? [] : await selectReleases(tx, [place]);
  if (release === undefined) return undefined;
  const { manifest } = release;
  const names = manifest.events.map(({ name }) => name);
  const rules = new Map((await selectEventRules(tx, names)).map((rule) => [rule.name, rule]));
  const candidates = await selectCandidateFor(tx, installId, [...rules.keys()]);
  const events: Hearing['events'] = new Map();
  for (const candidate of candidates) {
    const about = rules.get(candidate.event_name);
    if (about !== undefined) events.set(candidate.event_name, { candidate, rules: about });
  }
  return { events, manifest };
}

/** The names of the events that reach an install now, but for what its filters say of each. */
export const heardNames = ({ events, manifest }: Hearing): string[] =>
  [...events].flatMap(([name, { candidate, rules }]) => {
    const about = { name, requiredScope: rules.required_scope, payload: () => null };
    const decision = decide(about, inService(candidate), withoutFilters(manifest));
    return isToBeSent(decision) ? [name] : [];
  });

// An install that is suspended, or in set-up again, while the past is read must not lose it: whether it may be sent is asked when it is.
const inService = (candidate: Candidate): Candidate => ({ ...candidate, status: 'active' });

const withoutFilters = (manifest: Manifest): Manifest => ({
  ...manifest,
  events: manifest.events.map((subscription) => ({ ...subscription, filter: null })),
});

// What cannot be delivered now waits until it can.
const isToBeSent = (decision: Decision): boolean =>
  ['delivered', 'endpoint_disabled', 'plugin_suspended'].includes(decision);

/** A slice of the past. */
export interface PastSlice extends Untold {
  /** Where the last slice ended: an id. */
  after: string;
  /** ISO 8601: none that was told then or later. */
  until: string;
  /** Jobs that may be made. */
  room: number;
}

/** How far {@link backfillSlice} has come. */
export interface BackfilledSlice {
  /** The id up to which events were looked at, whatever they are called. */
  after: string;
  queued: number;
  isLast: boolean;
}

/** Events of the space that are looked at in one statement: of a name that is rare, in a space where much happens, a step finds few. */
export const LOOKED_AT_ONCE = 5000;
/** Events that are read at once. */
const READ_AT_ONCE = 1000;
/** Bytes of payloads that are looked into at once, and one payload more. */
const PAYLOADS_AT_ONCE = 4 * 1024 * 1024;
/** Ids are cut by the clocks of the servers, `created_at` is told by the database's: they differ by less than this. */
const CLOCKS_APART_MS = 3_600_000;

/** How many events an install may not have heard; null where the space has so many that all of them are not to be looked at in a request. */
export async function countPast(db: Db, untold: Untold): Promise<number | null> {
  const stretch = { after: firstIdSince(untold), upTo: LAST_ID };
  const reach = await selectReach(db, untold.space_id, stretch, LOOKED_AT_ONCE);
  return reach === undefined ? countUntold(db, untold, stretch) : null;
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const firstIdSince = ({ since }: Pick<Untold, 'since'>): string =>
  firstIdOf(new Date(Math.max(0, since.getTime() - CLOCKS_APART_MS)));

// As texts UUIDs have the order that they have in PostgreSQL.
function stretchOf({
  after,
  until,
  since,
}: Pick<PastSlice, 'after' | 'until' | 'since'>): PastStretch {
  const first = firstIdSince({ since });
  const last = firstIdOf(new Date(Date.parse(until) + CLOCKS_APART_MS));
  return { after: after > first ? after : first, upTo: last };
}

/**
 * Decides anew about the next events that an install may not have heard, as if they came now, and queues the jobs of those that it is to hear. One
 * at a time in all of the database: the numbers of an event's jobs are told by those that there are.
 */
export async function backfillSlice(
  tx: Db,
  backfillId: number,
  hearing: Hearing,
  { after, until, room, ...untold }: PastSlice,
): Promise<BackfilledSlice> {
  const stretch = stretchOf({ after, until, since: untold.since });
  const reach = await selectReach(tx, untold.space_id, stretch, LOOKED_AT_ONCE);
  const upTo = reach ?? stretch.upTo;
  const filtered = hearing.manifest.events.flatMap(({ name, filter }) =>
    filter === null ? [] : [name],
  );
  const most = Math.min(READ_AT_ONCE, room);
  const wanted = { ...stretch, upTo, until, filtered, most, mostBytes: PAYLOADS_AT_ONCE };
  const events = await selectPastEvents(tx, untold, wanted);
  const jobs = events.flatMap((event) => jobOf(hearing, event) ?? []);
  await queueBackfilled(tx, backfillId, jobs);
  const isCut = events.length === most || events.length < (events[0]?.fitting ?? 0);
  return {
    after: isCut ? (events.at(-1)?.id ?? after) : upTo,
    queued: jobs.length,
    isLast: (reach === undefined && !isCut) || jobs.length === room,
  };
}

function jobOf({ events, manifest }: Hearing, event: PastEvent): BackfilledJob | undefined {
  const heard = events.get(event.name);
  if (event.is_told || heard === undefined) return undefined;
  const { candidate, rules } = heard;
  const { name, identifier } = event;
  const id = nextJobId(event);
  if (id === undefined) return undefined;
  const payload = () => readExactly(event.payload ?? 'null');
  const decision = decide(
    { name, requiredScope: rules.required_scope, payload },
    inService(candidate),
    manifest,
  );
  if (!isToBeSent(decision)) return undefined;
  return {
    id,
    install_id: candidate.install_id,
    install_generation: candidate.generation,
    plugin_id: candidate.plugin_id,
    event_id: event.id,
    name,
    identifier,
    created_at: event.created_at,
    // Without one it is not subscribed to.
    endpoint_id: candidate.endpoint_id as number,
    in_lane: rules.ordered && identifier !== null,
  };
}

// With the event's other jobs, so that all are found with it, and dropped with it. Where no number is left, nobody else is told: of a job with
// an id of its own the next backfill would not know.
function nextJobId({ id, last_job }: PastEvent): string | undefined {
  const number = last_job === null ? 1 : Number.parseInt(last_job.slice(-4), 16) + 1;
  return number > MOST_JOB_IDS ? undefined : jobIdOf(id, number);
}
