import { createInstall, type Install } from './calls/installs.ts';
import { createJob } from './calls/jobs.ts';
import type { Client } from './client.ts';
import type { EventContext, Job, RouteContext } from './handlers.ts';
import type { Delivery, EventMeta, JsonObject, RouteMeta } from './meta.ts';
import { jobReplies } from './replies.ts';
import type { HeaderSource, Verified } from './verify/signatures.ts';

/** What a handler's context is made of. */
export interface ContextParts<Meta> {
  client: Client;
  meta: Meta;
  payload: unknown;
  signal: AbortSignal;
}

/** What a handler of an event is given: made when it is first looked at, since most handlers need little of it. */
export function eventContext(
  parts: ContextParts<EventMeta>,
  config: unknown,
  { headers, verified }: { headers: HeaderSource; verified: Verified },
): EventContext<string, unknown, unknown> {
  const { meta, payload, signal } = parts;
  const install = once(() => installOf(parts));
  const job = once(() => jobOf(parts));
  return {
    event: meta.event,
    payload,
    config,
    meta,
    signal,
    get install() {
      return install();
    },
    get storage() {
      return install().storage;
    },
    get job() {
      return job();
    },
    get delivery() {
      return deliveryOf(headers, verified);
    },
  };
}

/** What a handler of a route is given, but for what only some kinds are. */
export function routeContext(parts: ContextParts<RouteMeta>): RouteContext<unknown> {
  const { meta, signal } = parts;
  const install = once(() => installOf(parts));
  return {
    config: meta.config as JsonObject,
    params: meta.params,
    meta,
    signal,
    get install() {
      return install();
    },
    get storage() {
      return install().storage;
    },
  };
}

const installOf = ({
  client,
  meta,
  signal,
}: ContextParts<EventMeta | RouteMeta>): Install<unknown> =>
  createInstall(client, meta.install_id, {
    signal: () => signal,
    installerToken: meta.auth?.access_token,
  });

function jobOf({ client, meta, signal }: ContextParts<EventMeta>): Job {
  const { id, name, identifier } = meta.job;
  return { ...createJob(client, id, () => signal), ...jobReplies, name, identifier };
}

function deliveryOf(headers: HeaderSource, { id, timestamp }: Verified): Delivery {
  const backfill = headers('plugboard-backfill');
  return {
    id,
    timestamp,
    attempt: Number(headers('plugboard-attempt') ?? 1),
    isResend: headers('plugboard-resend') === '1',
    backfill: backfill ? Number(backfill) : null,
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
