import { SetupError, SignatureError } from '../errors.ts';
import type { EnvoyAPIOptions } from './api.ts';
import { EnvoyPluginJob } from './job.ts';
import { EnvoyJWT } from './jwt.ts';
import type { EnvoyEventMeta, EnvoyRouteMeta } from './meta.ts';
import { normalized } from './normalize.ts';
import { EnvoyPluginAPI } from './plugin-api.ts';
import { EnvoyPluginStorage } from './storage.ts';
import { EnvoyUserAPI } from './user-api.ts';

/** The body of every request. */
export interface EnvoyRequestBody<Meta, Payload> {
  meta: Meta;
  payload: Payload;
}

/** What the middleware knows, beside the body, and whether it is signed. */
export interface Connection {
  /** How the Plugin API is called; without it, with the access token that is given. */
  api?: Omit<EnvoyAPIOptions, 'accessToken'> | undefined;
  /** Why the request is not verified. */
  refusal?: unknown;
}

/**
 * `req.envoy`: a request, and all that can be done with it. {@link envoyMiddleware} makes it.
 *
 * @example
 * import { entryEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/entry-sign-in', entryEventHandler(async (req, res) => {
 *   const { job, meta, payload } = req.envoy;
 *   await job.attach({ label: 'Visitor', value: payload.attributes['full-name'] });
 *   res.send({ install: meta.install_id });
 * }));
 */
export class EnvoyPluginSDK<Meta extends object = Record<string, unknown>, Payload = unknown> {
  readonly #body: EnvoyRequestBody<Meta, Payload>;
  readonly #isVerified: boolean;
  readonly #accessToken: string | null;
  readonly #connection: Connection;

  constructor(
    body: EnvoyRequestBody<Meta, Payload>,
    isVerified = false,
    pluginAccessToken: string | null = null,
    connection: Connection = {},
  ) {
    this.#body = body;
    this.#isVerified = isVerified;
    this.#accessToken = pluginAccessToken;
    this.#connection = connection;
  }

  /** What Plugboard says of the request. @throws SignatureError where it is not signed */
  get meta(): Meta {
    return this.#verified('meta').meta;
  }

  /** What the host says of an event, or a step gave; of entries and invites with times as RFC 3339. @throws SignatureError where it is not signed */
  get payload(): Payload {
    return normalized(this.#verified('payload').payload) as Payload;
  }

  /** Acts for the user: of a job the one who installed the plugin, of a route the one who sets it up. */
  get userAPI(): EnvoyUserAPI {
    const { auth, forwarded_bearer_token } = this.meta as Partial<EnvoyRouteMeta>;
    const accessToken = auth?.access_token ?? forwarded_bearer_token;
    if (!accessToken) {
      throw new SetupError(
        'missing_user_token',
        'There is no token of a user: the install was granted no scopes, or nobody stands behind it',
      );
    }
    const { baseUrl, fetch } = this.#connection.api ?? {};
    return new EnvoyUserAPI({ accessToken, baseUrl, fetch });
  }

  /** Acts as the plugin. */
  get pluginAPI(): EnvoyPluginAPI {
    const { api } = this.#connection;
    if (api === undefined && !this.#accessToken) {
      throw new SetupError('missing_plugin_token', 'There is no token of the plugin');
    }
    return new EnvoyPluginAPI({ ...api, accessToken: this.#accessToken ?? '' });
  }

  /** That of the install. */
  get installStorage(): EnvoyPluginStorage {
    const { install_id: installId } = this.meta as Partial<EnvoyRouteMeta>;
    if (!installId) throw new SetupError('missing_install', 'The request is about no install');
    return new EnvoyPluginStorage(this.pluginAPI, installId);
  }

  /** The plugin's own, which all its installs share. */
  get globalStorage(): EnvoyPluginStorage {
    return new EnvoyPluginStorage(this.pluginAPI);
  }

  /** Any job of the plugin, by its id. */
  get getJob(): (jobId: string) => EnvoyPluginJob {
    return (jobId) => new EnvoyPluginJob(this.pluginAPI, jobId);
  }

  /** Null in a route. */
  get jobId(): string | null {
    return (this.meta as Partial<EnvoyEventMeta>).job?.id ?? null;
  }

  /** The job that the handler is called for. */
  get job(): EnvoyPluginJob {
    const { jobId } = this;
    if (!jobId) throw new SetupError('missing_job', 'A route has no job; only a worker has');
    return this.getJob(jobId);
  }

  /** With the secret `JWT_SECRET` of the environment. */
  get jwt(): EnvoyJWT {
    return new EnvoyJWT();
  }

  #verified(what: string): EnvoyRequestBody<Meta, Payload> {
    if (this.#isVerified) return this.#body;
    const { refusal } = this.#connection;
    const why = refusal instanceof Error ? `: ${refusal.message}` : '';
    throw new SignatureError('unverified', `The ${what} of a request that is not verified${why}`, {
      cause: refusal,
    });
  }
}
