import type { Install } from './calls/installs.ts';
import type { JobHandle } from './calls/jobs.ts';
import type { Storage } from './calls/storage.ts';
import type { Delivery, EventMeta, JsonObject, RouteMeta } from './meta.ts';
import type { JobReplies, Refusal, Verdict } from './replies.ts';

/** The job that a handler is called for. */
export interface Job extends JobReplies, JobHandle {
  /** The event's name. */
  readonly name: string;
  /** The host's name for what the event is about, such as `vr:entry:19`. Jobs of one install with the same identifier come in order. */
  readonly identifier: string | null;
}

/** What every handler is given. */
interface Context<Config> {
  /** The install in whose space something happened, or is set up. */
  readonly install: Install<Config>;
  /** That of the install. Calls do nothing until they are awaited, or given as `effects`. */
  readonly storage: Storage;
  /** Fires when the handler's time is over, and ends the calls that it made. */
  readonly signal: AbortSignal;
}

/** What a handler of an event is given. */
export interface EventContext<Name extends string, Payload, Config, Stored = Config>
  extends Context<Stored> {
  readonly event: Name;
  /** What the host says of the event, as it gave it. */
  readonly payload: Payload;
  /** The install's config, checked against the schema of `plugin.config()`. */
  readonly config: Config;
  readonly job: Job;
  readonly delivery: Delivery;
  readonly meta: EventMeta;
}

/**
 * Handles an event. What it returns is the verdict on the job; nothing means done. What it throws is a failed attempt, and is tried again
 * ({@link Refusal} excepted: that is final).
 */
export type EventHandler<Name extends string, Payload, Config, Stored = Config> = (
  context: EventContext<Name, Payload, Config, Stored>,
) => MaybePromise<Verdict | Refusal | Nothing>;

/**
 * What a handler of a route is given. While an install is set up its config is not complete, and it is not checked: a schema has not made its values
 * either, so that what becomes a number may still be a text.
 */
export interface RouteContext<Config> extends Context<Config> {
  readonly config: Partial<Config>;
  /** As they come; the usual ones have names of their own beside. */
  readonly params: JsonObject;
  readonly meta: RouteMeta;
}

/** What is asked for by a field whose choices come from the plugin. */
export interface OptionsContext<Config> extends RouteContext<Config> {
  /** What somebody typed, where the field is searchable. */
  readonly search: string | undefined;
  /** Where the field has pages by number: from the second on. */
  readonly page: number | undefined;
  /** Where the field has pages by cursor: what was answered last. */
  readonly cursor: unknown;
  readonly locationId: string | undefined;
  readonly zoneId: string | undefined;
  /** Of the right side of a mapping: the left choice. */
  readonly parentResourceId: unknown;
}

/** A choice; its value keeps its JSON type. */
export interface Option {
  label: string;
  value: string | number | boolean;
  /** Shown, and not to be chosen. */
  isDisabled?: boolean | undefined;
}

/** A page of choices. Pages end with an empty one. */
export type Options = readonly Option[] | { data: readonly Option[]; cursor?: unknown };

/** What was chosen earlier, and is to be shown with its label. */
export interface SelectedContext<Config> extends RouteContext<Config> {
  /** One value, or an array of them. */
  readonly value: unknown;
}

/** What a step gave, to be judged. */
export interface ValidationContext<Config, Payload = JsonObject> extends RouteContext<Config> {
  readonly payload: Payload;
}

/** A config to be brought from one release to another. */
export interface MigrationContext extends Omit<RouteContext<JsonObject>, 'config'> {
  /** As it is now. */
  readonly config: JsonObject;
  readonly fromRelease: number;
  readonly toRelease: number;
  /** Only to see what would come of it. */
  readonly dryRun: boolean;
}

/** An action of a notification that somebody chose. */
export interface ActionContext<Config> extends RouteContext<Config> {
  readonly notificationId: string;
  readonly action: { label: string; index: number };
  /** Who chose it; null where the host's backend did. */
  readonly user: { id: string; name: string } | null;
}

/** Of a route: something, or a no with a message for who waits. */
export type RouteHandler<Given, Answer> = (context: Given) => MaybePromise<Answer | Refusal>;

/** Of a function that returns nothing, or may. */
export type Nothing = undefined | ReturnType<() => void>;

type MaybePromise<Value> = Value | PromiseLike<Value>;
