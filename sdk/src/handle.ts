import { timerMs } from './bounded.ts';
import { HandlerCalls } from './calls/handler-calls.ts';
import type { Client } from './client.ts';
import { checkConfig } from './config-schema.ts';
import { AskedContext, type Delivered, JobContext } from './context.ts';
import type { Definition } from './definition.ts';
import { ConfigError, DeadlineError, SignatureError } from './errors.ts';
import { HandlerTime } from './handler-time.ts';
import type { EventMeta, RouteMeta } from './meta.ts';
import { type ErrorContext, onErrorOf, secretsOf } from './options.ts';
import { Refusal } from './replies.ts';
import {
  jsonReply,
  messageReply,
  type Reply,
  readVerdict,
  refusalReply,
  verdictReply,
} from './reply.ts';
import { kindOf, routeAt } from './routes.ts';
import { type HeaderSource, verifySignatures } from './verify/signatures.ts';

/** A request of Plugboard's, as an adapter hands it on. */
export interface PluginRequest {
  /** `POST` where it is left out. */
  method?: string | undefined;
  /** The path of its URL, without the query. */
  path: string;
  headers: HeaderSource;
  /** The bytes as they arrived. */
  body: Uint8Array;
}

/** Whose request it is, and who answers it. */
export interface Answering {
  definition: Definition;
  client: Client;
}

/** Of the 15 s that Plugboard gives a job. */
const JOB_MS = 14_000;
/** Routes have 10 s of it. */
const ROUTE_SHARE = 2 / 3;

const decoder = new TextDecoder();

/** Checks a request, hands it to its handler, and answers what that says. It never throws. */
export async function handle(answering: Answering, request: PluginRequest): Promise<Reply> {
  try {
    return await answer(answering, request);
  } catch (error) {
    return failed(answering, error);
  }
}

function failed(answering: Answering, error: unknown, context?: ErrorContext): Reply {
  tell(answering, error, context);
  return failureReply(error);
}

/** Whoever is told may fail themself: that is nothing that whoever sent the request can mend. */
function tell({ definition }: Answering, error: unknown, context?: ErrorContext): void {
  try {
    onErrorOf(definition.options)(error, context);
  } catch (failure) {
    console.error(failure);
  }
}

async function answer(answering: Answering, request: PluginRequest): Promise<Reply> {
  const { method = 'POST', headers, body } = request;
  if (method !== 'POST') {
    return messageReply(405, 'Plugboard sends a POST', { allow: 'POST' });
  }
  const { options } = answering.definition;
  const { toleranceSeconds } = options;
  const verified = await verifySignatures({
    headers,
    body,
    secrets: secretsOf(options),
    toleranceSeconds,
  });
  if (verified.needsLogIn) proveNewSecret(answering);
  const content = readContent(body);
  if (content === undefined) return messageReply(422, 'The body is no request of Plugboard');
  const { meta, payload } = content;
  try {
    return await ('event' in meta
      ? answerEvent(answering, { meta, payload }, { headers, verified })
      : answerRoute(answering, { meta, payload }, request.path));
  } catch (error) {
    return failed(answering, error, contextOf(meta, headers));
  }
}

/** What an error is told with. */
function contextOf(meta: EventMeta | RouteMeta, headers?: HeaderSource): ErrorContext {
  const installId = meta.install_id;
  if (!('event' in meta)) return { route: meta.route, installId };
  const attempt = Number(headers?.('plugboard-attempt') ?? 1);
  return { event: meta.event, installId, jobId: meta.job.id, attempt };
}

/**
 * There is one `X-Envoy-Signature`, and it is made with the old secret until the plugin has logged in with the new one. The request itself
 * is proven by the other signature.
 */
function proveNewSecret({ definition, client }: Answering): void {
  client.own.token().catch(onErrorOf(definition.options));
}

interface Content<Meta> {
  meta: Meta;
  payload: unknown;
}

function readContent(body: Uint8Array): Content<EventMeta | RouteMeta> | undefined {
  try {
    const { meta, payload } = JSON.parse(decoder.decode(body)) as Content<Record<string, unknown>>;
    if (typeof meta.event !== 'string' && typeof meta.route !== 'string') return undefined;
    return { meta: meta as unknown as EventMeta | RouteMeta, payload };
  } catch {
    return undefined;
  }
}

async function answerEvent(
  answering: Answering,
  { meta, payload }: Content<EventMeta>,
  delivered: Delivered,
): Promise<Reply> {
  const { definition, client } = answering;
  const { events, schema, options } = definition;
  const handler = events.get(meta.event);
  if (handler === undefined) return nothingFor(`the event ${meta.event}`, [...events.keys()]);
  const what = `The handler of ${meta.event}`;
  const time = new HandlerTime(what, timerMs(options.handlerMs, JOB_MS));
  const calls = new HandlerCalls();
  const runWith = (config: unknown) =>
    handler(new JobContext({ client, meta, payload, time, calls }, config, delivered));
  const said = await saidBy(time, () =>
    schema === undefined ? runWith(meta.config) : checkConfig(schema, meta.config).then(runWith),
  );
  const reply =
    said instanceof Refusal
      ? refusalReply(said)
      : verdictReply(readVerdict(said, what), meta.install_id, calls);
  tellAll(answering, calls.problems(what), () => contextOf(meta, delivered.headers));
  return reply;
}

/** What a handler says within its time. What it throws as a no is as good as returned. */
async function saidBy(time: HandlerTime, run: () => unknown): Promise<unknown> {
  try {
    return await time.of(run());
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function tellAll(
  answering: Answering,
  problems: readonly unknown[],
  context: () => ErrorContext,
): void {
  for (const problem of problems) tell(answering, problem, context());
}

async function answerRoute(
  answering: Answering,
  { meta, payload }: Content<RouteMeta>,
  path: string,
): Promise<Reply> {
  const { definition, client } = answering;
  const { routes, options } = definition;
  const kind = kindOf(meta);
  const route = kind && routeAt(routes, kind, path);
  if (route === undefined) {
    return nothingFor(
      `${kind ?? meta.route} at ${path}`,
      routes.map((one) => `${one.kind} ${one.name}`.trim()),
    );
  }
  const what = `The handler of ${meta.route}`;
  const time = new HandlerTime(what, timerMs(options.handlerMs, JOB_MS) * ROUTE_SHARE);
  const calls = new HandlerCalls();
  const said = await saidBy(time, () => {
    const context = new AskedContext({ client, meta, payload, time, calls });
    const { params, config } = meta;
    return route.handler(Object.assign(context, route.read({ params, payload, config })));
  });
  tellAll(answering, calls.problems(what), () => contextOf(meta));
  return said instanceof Refusal
    ? refusalReply(said)
    : jsonReply(200, route.answer(said, payload) ?? null);
}

/** Not a verdict: it is tried again, and by then there may be a handler. */
function nothingFor(what: string, known: string[]): Reply {
  const there = known.length === 0 ? 'none at all' : known.join(', ');
  return messageReply(
    501,
    `The plugin has no handler for ${what}. It has: ${there} (each of on(), options() and the others answers a new plugin: chain them)`,
  );
}

function failureReply(error: unknown): Reply {
  if (error instanceof SignatureError) return messageReply(401, error.message);
  if (error instanceof ConfigError) return messageReply(422, error.message);
  if (error instanceof DeadlineError) return messageReply(500, error.message);
  return messageReply(500, 'The plugin failed; its own log says why');
}
