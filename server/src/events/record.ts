import type { ClaimedJob, RequestFacts } from '../jobs/claim.ts';
import type { NewQueueEntry } from '../jobs/enqueue.ts';
import type { NewJob } from '../jobs/insert.ts';
import { bornLeased, type Offer } from '../jobs/local-worker.ts';
import { lockResumptions } from '../jobs/resume.ts';
import type { Db } from '../lib/db.ts';
import { jobIdOf, MOST_JOB_IDS, newId } from '../lib/ids.ts';
import type { Candidate, Decision } from './decide.ts';
import {
  type HeadJob,
  insertEvents,
  insertEventsIf,
  type NewEvents,
  type NewHead,
} from './insert.ts';
import type { DecisionRow, NewEvent } from './queries.ts';
import type { Assumption } from './standing.ts';

/** An event with what was decided for each install. */
export interface DecidedEvent {
  event: NewEvent;
  /** Jobs with the same identifier wait for each other. */
  ordered: boolean;
  decisions: { candidate: Candidate; decision: Decision }[];
}

/** What was made of some events. */
export interface RecordedEvents {
  /** Of each event. */
  jobs: CreatedJob[][];
  /** Those that are leased by now, to whoever made the offer. */
  leased: ClaimedJob[];
  /** How many others are ready. */
  ready: number;
}

/** A job as the host hears of it. */
export type CreatedJob = Pick<NewJob, 'id' | 'install_id' | 'plugin_id'>;

/**
 * Stores events, decisions, jobs and queue entries.
 *
 * A job that cannot be delivered now, for a disabled endpoint or a suspended plugin, is created parked: it is there when the endpoint is
 * enabled again, or the plugin resumed. So is one that must keep its order while earlier ones are still being queued again; it
 * follows them.
 *
 * @param offer what a worker takes of them; whoever got it hands over what was leased once it is committed.
 */
export async function recordEvents(
  tx: Db,
  decided: DecidedEvent[],
  offer?: Offer,
): Promise<RecordedEvents> {
  const { made, jobs } = toRows(decided, await findBehind(tx, decided), offer);
  return { jobs, ...tellApart(made, await insertEvents(tx, made)) };
}

/** The same in one statement, if all stands as it was assumed when it was decided. Undefined if it does not, and nothing is recorded. */
export async function recordEventsIf(
  assumption: Assumption,
  db: Db,
  decided: DecidedEvent[],
  offer?: Offer,
): Promise<RecordedEvents | undefined> {
  const { made, jobs } = toRows(decided, () => null, offer);
  const heads = await insertEventsIf(assumption, db, made);
  return heads && { jobs, ...tellApart(made, heads) };
}

function toRows(
  decided: DecidedEvent[],
  behind: Behind,
  offer: Offer | undefined,
): { made: NewEvents; jobs: CreatedJob[][] } {
  const events = decided.map((entry) => entry.event);
  const made: NewEvents = { events, decisions: [], jobs: [], queue: [], lease: offer?.lease };
  const jobs = decided.map((entry) => {
    const added: CreatedJob[] = [];
    for (const { candidate, decision } of entry.decisions) {
      const hasRoom = added.length < MOST_JOB_IDS;
      const id = hasRoom ? jobIdOf(entry.event.id, added.length + 1) : newId();
      const job = toJob(entry.event, candidate, decision, { id, behind: behind(entry, candidate) });
      // Of a job whose id begins as the event's it is known that it was delivered.
      if (decision !== 'delivered' || !hasRoom)
        made.decisions.push(toDecision(entry.event, candidate, decision, job));
      if (job === undefined) continue;
      made.jobs.push(job);
      added.push({ id: job.id, install_id: job.install_id, plugin_id: job.plugin_id });
      if (job.status === 'queued')
        made.queue.push(toQueueEntry(job, candidate, entry.ordered, offer));
    }
    return added;
  });
  return { made, jobs };
}

function tellApart(
  { queue, events }: NewEvents,
  heads: NewHead[],
): Pick<RecordedEvents, 'leased' | 'ready'> {
  const entries = new Map(queue.map((entry) => [entry.job_id, entry]));
  const payloads = new Map(events.map(({ id, payload }) => [id, payload]));
  const leased: ClaimedJob[] = [];
  let ready = 0;
  for (const head of heads) {
    const entry = entries.get(head.job_id);
    if (entry === undefined) continue;
    if (!entry.leased) ready++;
    // Of one whose endpoint or install went away meanwhile there is nothing to send: when its lease ends it is withdrawn.
    else if (isComplete(head))
      leased.push(bornLeased(entry, head, head.claim, payloads.get(entry.event_id) as string));
  }
  return { leased, ready };
}

const isComplete = (head: NewHead): head is HeadJob & RequestFacts =>
  typeof head.url === 'string' && typeof head.space_name === 'string';

type Behind = (entry: DecidedEvent, candidate: Candidate) => NewJob['parked_reason'];

// Tells behind which parked jobs a new one has to wait. Hardly ever is anything being resumed: then nothing is asked.
async function findBehind(tx: Db, decided: DecidedEvent[]): Promise<Behind> {
  const resuming = decided
    .filter(keepsOrder)
    .flatMap(({ decisions }) =>
      decisions.flatMap(({ candidate }) => (candidate.resuming ? [candidate] : [])),
    );
  if (resuming.length === 0) return () => null;
  const held = await lockResumptions(tx, {
    endpointIds: resuming.flatMap(({ endpoint_id }) => endpoint_id ?? []),
    installIds: resuming.map(({ install_id }) => install_id),
    pluginIds: resuming.map(({ plugin_id }) => plugin_id),
  });
  const endpoints = new Set(held.map(({ endpoint_id }) => endpoint_id));
  const installs = new Set(held.map(({ install_id }) => install_id));
  const plugins = new Set(held.map(({ plugin_id }) => plugin_id));
  return (entry, { endpoint_id, install_id, plugin_id }) => {
    if (!keepsOrder(entry)) return null;
    if (endpoint_id !== null && endpoints.has(endpoint_id)) return 'endpoint_disabled';
    if (installs.has(install_id)) return 'suspended';
    return plugins.has(plugin_id) ? 'plugin_suspended' : null;
  };
}

const keepsOrder = ({ ordered, event }: DecidedEvent): boolean =>
  ordered && event.identifier !== null;

function toJob(
  event: NewEvent,
  candidate: Candidate,
  decision: Decision,
  { id, behind }: { id: string; behind: NewJob['parked_reason'] },
): NewJob | undefined {
  const reason = parkedReasonOf(decision) ?? behind;
  if (decision !== 'delivered' && parkedReasonOf(decision) === null) return undefined;
  return {
    install_id: candidate.install_id,
    id,
    install_generation: candidate.generation,
    plugin_id: candidate.plugin_id,
    event_id: event.id,
    name: event.name,
    identifier: event.identifier,
    status: reason === null ? 'queued' : 'parked',
    parked_reason: reason,
  };
}

/** For what a job is created parked; null when it is not, or when there is no job. */
export const parkedReasonOf = (decision: Decision): NewJob['parked_reason'] =>
  decision === 'endpoint_disabled' || decision === 'plugin_suspended' ? decision : null;

function toDecision(
  event: NewEvent,
  candidate: Candidate,
  decision: Decision,
  job: NewJob | undefined,
): DecisionRow {
  const { install_id, plugin_id } = candidate;
  return { event_id: event.id, install_id, plugin_id, decision, job_id: job?.id ?? null };
}

function toQueueEntry(
  job: NewJob,
  candidate: Candidate,
  ordered: boolean,
  offer?: Offer,
): NewQueueEntry {
  // A decision to deliver is only made where there is an endpoint.
  const endpointId = candidate.endpoint_id as number;
  return {
    install_id: job.install_id,
    job_id: job.id,
    event_id: job.event_id,
    endpoint_id: endpointId,
    identifier: job.identifier,
    in_lane: ordered && job.identifier !== null,
    leased: offer?.accepts(endpointId) === true,
  };
}
