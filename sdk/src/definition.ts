import type { ConfigSchema } from './config-schema.ts';
import { SetupError } from './errors.ts';
import type { EventContext, Nothing, RouteContext } from './handlers.ts';
import type { JsonObject } from './meta.ts';
import type { PluginOptions } from './options.ts';
import type { Refusal, Verdict } from './replies.ts';
import type { Route } from './routes.ts';

/** A handler of events, whichever it is for. */
export type AnyEventHandler = (
  context: EventContext<string, unknown, unknown>,
) => Promise<Verdict | Refusal | Nothing> | Verdict | Refusal | Nothing;

/** A handler of a route with what is read for it of the request, and what becomes of its answer. */
export interface AnyRoute extends Route {
  handler(context: RouteContext<unknown>): unknown;
  /** What it is given beside what all routes are. */
  read(parts: { params: JsonObject; payload: unknown; config: JsonObject }): object;
  /** What is sent of what it answered. @param payload of the request */
  answer(value: unknown, payload: unknown): unknown;
}

/** All that a plugin is. Nothing of it changes: each method of the plugin makes another. */
export interface Definition {
  options: PluginOptions;
  schema: ConfigSchema | undefined;
  events: ReadonlyMap<string, AnyEventHandler>;
  routes: readonly AnyRoute[];
}

/** @throws SetupError `handler_repeated` */
export function withEvent(
  definition: Definition,
  event: string,
  handler: AnyEventHandler,
): Definition {
  if (definition.events.has(event)) throw repeated(`the event ${event}`);
  return { ...definition, events: new Map([...definition.events, [event, handler]]) };
}

/** @throws SetupError `handler_repeated` */
export function withRoute(definition: Definition, route: AnyRoute): Definition {
  const { kind, name } = route;
  if (definition.routes.some((other) => other.kind === kind && other.name === name)) {
    throw repeated(`${kind} ${name}`.trim());
  }
  return { ...definition, routes: [...definition.routes, route] };
}

const repeated = (what: string) =>
  new SetupError('handler_repeated', `There is a handler for ${what} already`);
