import type { Running } from './running.ts';
import { createJob, type EmittedJob } from './settled.ts';

/** What more can be said of an event. */
export interface EmitOptions {
  /** The host's name for what it is about, such as `entry:19`: jobs of one install with the same one run in order. */
  identifier?: string;
  /** The same key with the same event is taken once. */
  idempotencyKey?: string;
  /** When it happened; by default now. */
  occurredAt?: Date | string;
  /** Who did it, by the id of a user. */
  userId?: number;
}

/** Whether an install was given an event, and why. */
export interface Decision {
  install_id: number;
  plugin_id: number;
  plugin_slug: string;
  /** `delivered`, or why not: `not_subscribed`, `filtered`, `suspended`, `setup_incomplete`, `not_granted`, `missing_scope`, `plugin_suspended`, `endpoint_disabled`. */
  decision: string;
  job_id: string | null;
}

/** An event that is kept, and the jobs it became. */
export interface EmittedEvent {
  readonly id: string;
  /** One for each install that is given it. */
  readonly jobs: readonly EmittedJob[];
  /** What was decided for each install in the space. */
  readonly decisions: readonly Decision[];
  /** The only job. @throws Error where there is none, with what was decided and why, or where there are several. */
  readonly job: EmittedJob;
}

interface Emitted extends EmitOptions {
  name: string;
  payload: unknown;
}

interface Accepted {
  event: { id: string };
  jobs: { id: string; install_id: number }[];
}

/** Sends an event; see `Space.emit`. */
export async function emit(
  running: Running,
  spaceId: number,
  { name, payload, identifier, idempotencyKey, occurredAt, userId }: Emitted,
): Promise<EmittedEvent> {
  running.awake.stay();
  const body = {
    space_id: spaceId,
    name,
    payload,
    ...(identifier !== undefined && { identifier }),
    ...(occurredAt !== undefined && { occurred_at: new Date(occurredAt).toISOString() }),
    ...(userId !== undefined && { user_id: userId }),
  };
  const headers: Record<string, string> =
    idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
  const { host } = running;
  const accepted = await host.call<Accepted>('POST', '/platform/v1/events', body, headers);
  const { id } = accepted.event;
  const path = `/platform/v1/events/${id}/decisions`;
  const { data: decisions } = await host.call<{ data: Decision[] }>('GET', path);
  const jobs = accepted.jobs.map((job) => createJob(running, job.id, job.install_id));
  return {
    id,
    jobs,
    decisions,
    get job() {
      return onlyOne(name, jobs, decisions);
    },
  };
}

function onlyOne(name: string, jobs: EmittedJob[], decisions: Decision[]): EmittedJob {
  const [job, ...others] = jobs;
  if (job !== undefined && others.length === 0) return job;
  if (others.length > 0) {
    throw new Error(`The event ${name} made ${jobs.length} jobs: choose one of event.jobs`);
  }
  const why = decisions.map(
    ({ plugin_slug, install_id, decision }) =>
      `${plugin_slug} (install ${install_id}): ${decision}`,
  );
  const told = why.length > 0 ? why.join(', ') : 'no plugin is installed in the space';
  throw new Error(`The event ${name} made no job: ${told}`);
}
