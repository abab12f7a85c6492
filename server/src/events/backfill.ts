import { type BackfilledJob, queueBackfilled } from '../jobs/backfill.ts';
import type { Db } from '../lib/db.ts';
import { jobIdOf, MOST_JOB_IDS, newId } from '../lib/ids.ts';
import { readExactly } from '../lib/json.ts';
import { selectReleases } from '../manifest/queries.ts';
import type { Manifest } from '../manifest/schema.ts';
import { type PastEvent, selectPastEvents, type Unheard } from './backfill-queries.ts';
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
    const place = { ...candidate, status: 'active' } as const;
    return isToBeSent(decide(about, place, withoutFilters(manifest))) ? [name] : [];
  });

const withoutFilters = (manifest: Manifest): Manifest => ({
  ...manifest,
  events: manifest.events.map((subscription) => ({ ...subscription, filter: null })),
});

// What cannot be delivered now waits until it can.
const isToBeSent = (decision: Decision): boolean =>
  ['delivered', 'endpoint_disabled', 'plugin_suspended'].includes(decision);

/** A slice of the past. */
export interface PastSlice extends Unheard {
  /** The id of the event that the last slice ended with. */
  after: string;
  /** ISO 8601: none that was told then or later. */
  until: string;
}

/** How far {@link backfillSlice} has come. */
export interface BackfilledSlice {
  /** The id of the last event that was read. */
  after: string;
  queued: number;
  isLast: boolean;
}

/** Events that are read at once. Those whose payloads are looked into may be long. */
const READ_AT_ONCE = 1000;
const READ_AT_ONCE_WITH_PAYLOADS = 200;

/**
 * Decides anew about the next events that an install may not have heard, as if they came now, and queues the jobs of those that it is to hear. One
 * at a time in all of the database: the numbers of an event's jobs are told by those that there are.
 */
export async function backfillSlice(
  tx: Db,
  backfillId: number,
  hearing: Hearing,
  { after, until, ...unheard }: PastSlice,
): Promise<BackfilledSlice> {
  const filtered = hearing.manifest.events.flatMap(({ name, filter }) =>
    filter === null ? [] : [name],
  );
  const looksInto = unheard.names.some((name) => filtered.includes(name));
  const most = looksInto ? READ_AT_ONCE_WITH_PAYLOADS : READ_AT_ONCE;
  const events = await selectPastEvents(tx, unheard, { after, until, filtered, most });
  const jobs = events.flatMap((event) => jobOf(hearing, event) ?? []);
  await queueBackfilled(tx, backfillId, jobs);
  return {
    after: events.at(-1)?.id ?? after,
    queued: jobs.length,
    isLast: events.length < most,
  };
}

function jobOf({ events, manifest }: Hearing, event: PastEvent): BackfilledJob | undefined {
  const heard = events.get(event.name);
  if (event.is_heard || heard === undefined) return undefined;
  const { candidate, rules } = heard;
  const { name, identifier } = event;
  const payload = () => readExactly(event.payload ?? 'null');
  const decision = decide(
    { name, requiredScope: rules.required_scope, payload },
    candidate,
    manifest,
  );
  if (!isToBeSent(decision)) return undefined;
  return {
    id: nextJobId(event),
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

// With the event's other jobs, so that all are found with it, and dropped with it.
function nextJobId({ id, last_job }: PastEvent): string {
  const number = last_job === null ? 1 : Number.parseInt(last_job.slice(-4), 16) + 1;
  return number > MOST_JOB_IDS ? newId() : jobIdOf(id, number);
}
