import { setTimeout as delay } from 'node:timers/promises';
import type { Api, ApiRequest } from './api.ts';

/** A job as far as the demo looks at it. */
export interface Job {
  id: string;
  name: string;
  status: string;
  status_message: string | null;
  attachments: { label: string }[];
  attempts: { stage: string; status_code: number | null; error: string | null }[];
}

/** What Plugboard answers to an event. */
export interface AcceptedEvent {
  event: { id: string };
  jobs: { id: string }[];
}

const SETTLED_WITHIN_MS = 60_000;
const POLL_MS = 50;

/** The event of a visitor who signs in or out; the identifier is the same for both. */
export function visitEvent(
  api: Api,
  spaceId: number,
  name: 'entry_sign_in' | 'entry_sign_out',
  visit: { id: string; visitor: string },
): ApiRequest {
  return api.request('POST', '/events', {
    space_id: spaceId,
    name,
    identifier: `vr:entry:${visit.id}`,
    payload: { id: visit.id, attributes: { 'full-name': visit.visitor } },
  });
}

/** Two visitors come and one leaves; waits until the greeter has settled the jobs. */
export async function fireFirstEvents(
  api: Api,
  spaceId: number,
  signal: AbortSignal,
): Promise<void> {
  const first = { id: newVisitId('a'), visitor: 'First Visitor' };
  const second = { id: newVisitId('b'), visitor: 'Second Visitor' };
  const events = [
    visitEvent(api, spaceId, 'entry_sign_in', first),
    visitEvent(api, spaceId, 'entry_sign_in', second),
    visitEvent(api, spaceId, 'entry_sign_out', first),
  ];
  const jobs: string[] = [];
  for (const event of events) jobs.push(onlyJob(await api.send<AcceptedEvent>(event)));
  for (const job of jobs) await doneJob(api, job, signal);
}

/** No two starts make the same. */
export const newVisitId = (suffix = ''): string => Date.now().toString(36) + suffix;

/** @throws Error when the event made no job: then the greeter did not hear it. */
export function onlyJob({ event, jobs }: AcceptedEvent): string {
  const [job] = jobs;
  if (job !== undefined) return job.id;
  throw new Error(
    `The greeter did not hear event ${event.id}; GET /platform/v1/events/${event.id}/decisions says why`,
  );
}

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

function describeFailure({ id, name, status, status_message, attempts }: Job): string {
  const last = attempts.at(-1);
  const attempt = last
    ? `; the last attempt ended at "${last.stage}" (${last.error ?? last.status_code})`
    : '; no request was made';
  return `Job ${id} (${name}) is "${status}": ${status_message ?? 'no message'}${attempt}`;
}
