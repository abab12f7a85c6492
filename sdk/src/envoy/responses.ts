import type { EnvoyPluginJobAttachment, EnvoyPluginScreenerJobAttachment } from './attachments.ts';
import type { BaseResponse } from './http-types.ts';

/** What the middleware adds to a response. */
export interface EnvoyReplies {
  /** The job was begun, and is settled later: by {@link EnvoyPluginJob}. Something else than a text is taken as `debugInfo`. */
  sendOngoing(message?: unknown, debugInfo?: unknown): void;
  /** There was nothing to do. */
  sendIgnored(
    message: string,
    debugInfo?: unknown,
    ...attachments: EnvoyPluginJobAttachment[]
  ): void;
  /** It cannot be done; in a route, it is not allowed. The message is for people. */
  sendFailed(
    message: string,
    debugInfo?: unknown,
    ...attachments: EnvoyPluginJobAttachment[]
  ): void;
  /** It has failed because a screener found something. */
  sendFailedScreen(
    message: string,
    debugInfo?: unknown,
    ...attachments: EnvoyPluginScreenerJobAttachment[]
  ): void;
}

/** A response: what is sent with `send` means that it was done. */
export type EnvoyResponse<Body = unknown> = BaseResponse &
  EnvoyReplies & { send(body?: Body): EnvoyResponse<Body> };

/** A choice; its value keeps its JSON type. */
export interface EnvoyOption {
  label: string;
  value: string | number | boolean;
  /** Shown, and not to be chosen. */
  isDisabled?: boolean;
}

/** Choices. Fields with pages by cursor take an object with the next one. */
export type EnvoyOptionsRouteResponseBody =
  | EnvoyOption[]
  | { data: EnvoyOption[]; cursor?: unknown };
/** Answers choices. */
export type EnvoyOptionsRouteResponse = EnvoyResponse<EnvoyOptionsRouteResponseBody>;

/** What stands in a field first. */
export interface EnvoyRemoteValueRouteResponseBody {
  value: string;
}
/** Answers what stands in a field first. */
export type EnvoyRemoteValueRouteResponse = EnvoyResponse<EnvoyRemoteValueRouteResponseBody>;

/** What was chosen earlier, with labels. */
export type EnvoySelectedValuesRouteResponseBody = EnvoyOption[] | EnvoyOption | null;
/** Answers what was chosen earlier, with labels. */
export type EnvoySelectedValuesRouteResponse = EnvoyResponse<EnvoySelectedValuesRouteResponseBody>;

/** Members to set in the config, each as a whole; null removes one. */
export type EnvoyValidationRouteResponseBody<Config> = {
  [Member in keyof Config]?: Config[Member] | null;
};
/** Lets a step through. */
export type EnvoyValidationRouteResponse<Config> = EnvoyResponse<
  EnvoyValidationRouteResponseBody<Config>
>;
