import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from './api.ts';

/** What happens at a reception, as the host tells Plugboard of it. */
export interface HostEvent {
  name: 'entry_sign_in' | 'entry_sign_out' | 'parcel_arrived';
  /** The same for all that happens to one visitor, or one parcel. */
  identifier: string;
  payload: { id: string; attributes: Record<string, string> };
  /** When it happened, where that was not just now. */
  occurred_at?: string;
}

/** A visitor comes or leaves. */
export function visitEvent(
  name: 'entry_sign_in' | 'entry_sign_out',
  visit: { id: string; visitor: string },
): HostEvent {
  return {
    name,
    identifier: `vr:entry:${visit.id}`,
    payload: { id: visit.id, attributes: { 'full-name': visit.visitor } },
  };
}

/** A parcel arrives, or a letter. One without a recipient says nothing of it. */
export function parcelEvent(parcel: {
  id: string;
  kind: 'box' | 'letter';
  recipient?: string;
  carrier: string;
}): HostEvent {
  const { id, ...attributes } = parcel;
  return { name: 'parcel_arrived', identifier: `parcel:${id}`, payload: { id, attributes } };
}

/** What Plugboard answers to an event. */
export interface AcceptedEvent {
  event: { id: string };
  jobs: { id: string; install_id: number }[];
}

/** Tells Plugboard of what happened in a space, all of it or nothing. */
export async function tell(
  api: Api,
  spaceId: number,
  events: HostEvent[],
): Promise<AcceptedEvent[]> {
  const body = { events: events.map((event) => ({ space_id: spaceId, ...event })) };
  return (await api.post<{ data: AcceptedEvent[] }>('/events/batch', body)).data;
}

/** A job as far as the demo looks at it. */
export interface Job {
  id: string;
  name: string;
  status: string;
  status_message: string | null;
  settled_reason: string | null;
  attachments: { label: string }[];
  attempts: { stage: string; status_code: number | null; error: string | null }[];
}

const SETTLED_WITHIN_MS = 60_000;
const POLL_MS = 50;

/** @throws Error saying how it went when the job does not end as "done". */
export async function doneJob(api: Api, id: string, signal: AbortSignal): Promise<Job> {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const job = await api.get<Job>(`/jobs/${id}`);
    if (job.status === 'done') return job;
    const isOpen = job.status === 'queued' || job.status === 'ongoing';
    if (!isOpen || performance.now() > deadline) throw new Error(describeFailure(job));
    await delay(POLL_MS, undefined, { signal });
  }
}

function describeFailure({ id, name, status, attempts, ...job }: Job): string {
  const said = job.status_message ?? job.settled_reason ?? 'no message';
  const last = attempts.at(-1);
  const attempt = last
    ? `; the last attempt ended at "${last.stage}" (${last.error ?? last.status_code})`
    : '; no request was made';
  return `Job ${id} (${name}) is "${status}": ${said}${attempt}`;
}
