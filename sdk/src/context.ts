import type { HandlerCalls } from './calls/handler-calls.ts';
import { createInstall, type Install } from './calls/installs.ts';
import { createJob, type JobUpdate, type UpdatedJob } from './calls/jobs.ts';
import type { Storage } from './calls/storage.ts';
import type { Client } from './client.ts';
import type { HandlerTime } from './handler-time.ts';
import type { EventContext, Job, RouteContext } from './handlers.ts';
import type { Delivery, EventMeta, JsonObject, RouteMeta } from './meta.ts';
import { jobReplies } from './replies.ts';
import type { HeaderSource, Verified } from './verify/signatures.ts';

/** What a handler's context is made of. */
export interface ContextParts<Meta> {
  client: Client;
  meta: Meta;
  payload: unknown;
  time: HandlerTime;
  calls: HandlerCalls;
}

// Classes, whose objects cost nothing for what a handler does not look at: most need little of it.

class RequestContext<Meta extends EventMeta | RouteMeta> {
  readonly #parts: ContextParts<Meta>;
  #install: Install<unknown> | undefined;

  constructor(parts: ContextParts<Meta>) {
    this.#parts = parts;
  }

  get meta(): Meta {
    return this.#parts.meta;
  }

  get signal(): AbortSignal {
    return this.#parts.time.signal;
  }

  get install(): Install<unknown> {
    const { client, meta, time, calls } = this.#parts;
    this.#install ??= createInstall(client, meta.install_id, {
      signal: () => time.signal,
      installerToken: meta.auth,
      calls,
    });
    return this.#install;
  }

  get storage(): Storage {
    return this.install.storage;
  }
}

/** What a handler of an event is given. */
export class JobContext
  extends RequestContext<EventMeta>
  implements EventContext<string, unknown, unknown>
{
  readonly event: string;
  readonly payload: unknown;
  readonly config: unknown;
  readonly #parts: ContextParts<EventMeta>;
  readonly #delivered: Delivered;
  #job: Job | undefined;

  constructor(parts: ContextParts<EventMeta>, config: unknown, delivered: Delivered) {
    super(parts);
    this.event = parts.meta.event;
    this.payload = parts.payload;
    this.config = config;
    this.#parts = parts;
    this.#delivered = delivered;
  }

  get job(): Job {
    this.#job ??= new RequestJob(this.#parts);
    return this.#job;
  }

  get delivery(): Delivery {
    const { headers, verified } = this.#delivered;
    const backfill = headers('plugboard-backfill');
    return {
      id: verified.id,
      timestamp: verified.timestamp,
      attempt: Number(headers('plugboard-attempt') ?? 1),
      isResend: headers('plugboard-resend') === '1',
      backfill: backfill ? Number(backfill) : null,
    };
  }
}

/** How a job's request came. */
export interface Delivered {
  headers: HeaderSource;
  verified: Verified;
}

class RequestJob implements Job {
  readonly id: string;
  readonly name: string;
  readonly identifier: string | null;
  readonly done = jobReplies.done;
  readonly ignored = jobReplies.ignored;
  readonly failed = jobReplies.failed;
  readonly ongoing = jobReplies.ongoing;
  readonly retry = jobReplies.retry;
  readonly gone = jobReplies.gone;
  readonly update: (update: JobUpdate) => Promise<UpdatedJob>;

  constructor({ client, meta, time, calls }: ContextParts<EventMeta>) {
    const { id, name, identifier } = meta.job;
    this.id = id;
    this.name = name;
    this.identifier = identifier;
    this.update = (update) =>
      calls.begun('job.update', createJob(client, id, () => time.signal).update(update));
  }
}

/** What a handler of a route is given, but for what only some kinds are. */
export class AskedContext extends RequestContext<RouteMeta> implements RouteContext<unknown> {
  readonly config: JsonObject;
  readonly params: JsonObject;

  constructor(parts: ContextParts<RouteMeta>) {
    super(parts);
    this.config = parts.meta.config;
    this.params = parts.meta.params;
  }
}
