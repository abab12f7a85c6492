import type { BaseRequest, VERIFIED } from './http-types.ts';
import type { EnvoyEventMeta, EnvoyMeta, EnvoyRouteMeta } from './meta.ts';
import type {
  EntryPayload,
  InvitePayload,
  LocationPayload,
  NotificationPayload,
  TakeoverPayload,
} from './payloads.ts';
import type { EnvoyPluginSDK } from './plugin-sdk.ts';
import type {
  EnvoyOptionsRouteResponseBody,
  EnvoyRemoteValueRouteResponseBody,
  EnvoySelectedValuesRouteResponseBody,
} from './responses.ts';

type SomeObject = Record<string, unknown>;

/** A request that went through {@link envoyMiddleware}. */
export type VerifiedRequest = BaseRequest & { [VERIFIED]: boolean };

/** A request of which `req.envoy` has the types. */
export type EnvoyBaseRequest<
  Meta extends object = EnvoyMeta,
  Payload = unknown,
> = VerifiedRequest & { envoy: EnvoyPluginSDK<Meta, Payload> };

/** Any request: a worker's, or a route's. */
export type EnvoyRequest<Payload = unknown, Config = SomeObject> = EnvoyBaseRequest<
  EnvoyRouteMeta<Config> | EnvoyEventMeta<string, Config>,
  Payload
>;

/** A route's. */
export type EnvoyRouteRequest<
  Payload = unknown,
  Config = SomeObject,
  Params = SomeObject,
> = EnvoyBaseRequest<EnvoyRouteMeta<Config, Params>, Payload>;

/** What a migration is told. */
export interface EnvoyMigrationRouteParams {
  from_release: number;
  to_release: number;
  /** Only to see what would come of it. */
  dry_run: boolean;
}

/** Of a config that is to be brought to another release. */
export type EnvoyMigrationRouteRequest<OldConfig = SomeObject> = EnvoyRouteRequest<
  never,
  OldConfig,
  EnvoyMigrationRouteParams
>;

/** What is asked of the choices of a field. */
export interface EnvoyOptionsRouteParams {
  search?: string;
  /** From the second page on. */
  page?: number;
  cursor?: string;
  zone_id?: string;
  location_id?: string;
  /** Of the right side of a mapping: the left choice. */
  parent_resource_id?: string;
}

/** For the choices of a field. */
export type EnvoyOptionsRouteRequest<Config = SomeObject> = EnvoyRouteRequest<
  EnvoyOptionsRouteResponseBody,
  Config,
  EnvoyOptionsRouteParams
>;

/** What was chosen earlier. */
export interface EnvoySelectedValuesRouteParams {
  value: string | string[];
}

/** For the labels of what was chosen earlier. */
export type EnvoySelectedValuesRouteRequest<Config = SomeObject> = EnvoyRouteRequest<
  EnvoySelectedValuesRouteResponseBody,
  Config,
  EnvoySelectedValuesRouteParams
>;

/** For what stands in a field first. */
export type EnvoyRemoteValueRouteRequest<Config = SomeObject> = EnvoyRouteRequest<
  EnvoyRemoteValueRouteResponseBody,
  Config,
  never
>;

/** Of what a step gave. */
export type EnvoyValidationRouteRequest<
  Payload = SomeObject,
  Config = SomeObject,
> = EnvoyRouteRequest<Payload, Config, never>;

/** A worker's. */
export type EnvoyEventRequest<
  Event extends string = string,
  Payload = unknown,
  Config = SomeObject,
> = EnvoyBaseRequest<EnvoyEventMeta<Event, Config>, Payload>;

/** Of events such as `entry_sign_in`. */
export type EnvoyEntryEventRequest<Config = SomeObject> = EnvoyEventRequest<
  string,
  EntryPayload,
  Config
>;

/** Of events such as `invite_created`. */
export type EnvoyInviteEventRequest<Config = SomeObject> = EnvoyEventRequest<
  string,
  InvitePayload,
  Config
>;

/** Of events such as `location_capacity_updated`. */
export type EnvoyLocationEventRequest<Config = SomeObject> = EnvoyEventRequest<
  string,
  LocationPayload,
  Config
>;

/** Of an event about a notification. */
export type EnvoyNotificationEventRequest<Config = SomeObject> = EnvoyEventRequest<
  string,
  NotificationPayload,
  Config
>;

/** Of an event about a takeover of a display. */
export type EnvoyTakeoverEventRequest<Config = SomeObject> = EnvoyEventRequest<
  string,
  TakeoverPayload,
  Config
>;
