import { sendAs } from '../client.ts';
import { ApiError, ConnectionError, DeadlineError, SetupError } from '../errors.ts';
import { type Call, createSend } from '../http.ts';
import type { Session } from '../log-in.ts';
import type { PluginOptions } from '../options.ts';
import { envBaseUrl } from './env.ts';
import { type EnvoyHeaders, type GivenHeaders, headersOf } from './headers.ts';
import { type Interceptors, intercepted, interceptors } from './interceptors.ts';
import { queryOf } from './query.ts';
import { bodyOf } from './request-body.ts';
import { EnvoyRequestError, type FailedRequest } from './request-error.ts';

/** One request, in the words of axios. Of those there are in axios, these are known here. */
export interface EnvoyRequestConfig {
  /** Below the base URL. */
  url?: string | undefined;
  /** `GET` where it is left out. */
  method?: string | undefined;
  baseURL?: string | undefined;
  /** The query: `{ filter: { location: '1' } }` is `filter[location]=1`. */
  params?: unknown;
  /**
   * Sent as JSON, or where the headers say so as a form; as it is what has bytes already: a text, bytes, a Blob, URLSearchParams, FormData.
   */
  data?: unknown;
  headers?: GivenHeaders | Headers | undefined;
  signal?: AbortSignal | undefined;
  /** Whether it may be made again when it is not known if it was carried out. By default all but `POST` and `PATCH`. */
  isRepeatable?: boolean | undefined;
  /** Which statuses are good: by default those from 200 to 299; null for all. */
  validateStatus?: ((status: number) => boolean) | null | undefined;
}

/** What request interceptors are given: with the defaults, and with headers that have functions. */
export type EnvoyInterceptedConfig = EnvoyRequestConfig & { headers: EnvoyHeaders };

/** A good answer. */
export interface EnvoyHttpResponse<Data = unknown> {
  /** Parsed, where it is JSON; otherwise its text. */
  data: Data;
  status: number;
  statusText: string;
  /** By their names in lower case; `get` takes any. */
  headers: Record<string, string> & Pick<EnvoyHeaders, 'get' | 'has'>;
  config: EnvoyRequestConfig;
  request: Pick<EnvoyRequestConfig, 'url' | 'method' | 'baseURL'>;
}

type Answering<Data> = Promise<EnvoyHttpResponse<Data>>;

/** For which requests default headers are. */
type Scope = (typeof SCOPES)[number];
const SCOPES = ['common', 'get', 'head', 'delete', 'post', 'put', 'patch'] as const;

/** As much of an instance of axios as plugins use: over `fetch`, within a deadline, and with a second try where that helps. */
export interface EnvoyHttpClient {
  <Data = unknown>(config: EnvoyRequestConfig): Answering<Data>;
  <Data = unknown>(url: string, config?: EnvoyRequestConfig): Answering<Data>;
  request<Data = unknown>(config: EnvoyRequestConfig): Answering<Data>;
  get<Data = unknown>(url: string, config?: EnvoyRequestConfig): Answering<Data>;
  head(url: string, config?: EnvoyRequestConfig): Answering<unknown>;
  delete<Data = unknown>(url: string, config?: EnvoyRequestConfig): Answering<Data>;
  post<Data = unknown>(url: string, data?: unknown, config?: EnvoyRequestConfig): Answering<Data>;
  put<Data = unknown>(url: string, data?: unknown, config?: EnvoyRequestConfig): Answering<Data>;
  patch<Data = unknown>(url: string, data?: unknown, config?: EnvoyRequestConfig): Answering<Data>;
  /** Sent with each request; headers also by `common`, and by the name of a method. */
  readonly defaults: EnvoyRequestConfig & { headers: GivenHeaders & Record<Scope, GivenHeaders> };
  readonly interceptors: {
    readonly request: Interceptors<EnvoyInterceptedConfig, EnvoyRequestConfig>;
    readonly response: Interceptors<EnvoyHttpResponse>;
  };
}

/** What a client is made of beside axios's words. */
export interface ClientParts {
  /** Whose token to send; without it, none but what the headers say. */
  session?: Session | undefined;
  fetch?: PluginOptions['fetch'];
}

/**
 * A client in the shape of axios. For other services than Plugboard take `fetch`, or axios itself.
 *
 * @example
 * import { createAxiosClient } from '@plugboard/sdk/envoy';
 *
 * const client = createAxiosClient({ baseURL: 'https://plugboard.example.com' });
 * const { data } = await client.get<{ data: unknown[] }>('/api/v3/locations', { params: { page: { limit: 10 } } });
 */
export function createAxiosClient(
  config: EnvoyRequestConfig = {},
  parts: ClientParts = {},
): EnvoyHttpClient {
  const scopes = Object.fromEntries(SCOPES.map((scope) => [scope, {}]));
  const headers = { ...scopes, ...config.headers } as EnvoyHttpClient['defaults']['headers'];
  const defaults = { ...config, headers };
  const wired: EnvoyHttpClient['interceptors'] = {
    request: interceptors(),
    response: interceptors(),
  };
  const request = async <Data>(given: EnvoyRequestConfig): Answering<Data> => {
    const whole = intercepted(complete(defaults, given), [...wired.request].reverse());
    // What a request interceptor throws comes to those of responses, too.
    const answer = whole.then((all) => dispatch(all, parts));
    return intercepted(answer, [...wired.response]) as Answering<Data>;
  };
  const bare =
    (method: string) =>
    <Data>(url: string, more?: EnvoyRequestConfig) =>
      request<Data>({ ...more, method, url });
  const withData =
    (method: string) =>
    <Data>(url: string, data?: unknown, more?: EnvoyRequestConfig) =>
      request<Data>({ ...more, method, url, data });
  const call = <Data>(first: string | EnvoyRequestConfig, more?: EnvoyRequestConfig) =>
    request<Data>(typeof first === 'string' ? { ...more, url: first } : first);
  return Object.assign(call, {
    request,
    get: bare('GET'),
    head: bare('HEAD'),
    delete: bare('DELETE'),
    post: withData('POST'),
    put: withData('PUT'),
    patch: withData('PATCH'),
    defaults,
    interceptors: wired,
  });
}

async function complete(
  defaults: EnvoyHttpClient['defaults'],
  given: EnvoyRequestConfig,
): Promise<EnvoyInterceptedConfig> {
  const method = (given.method || defaults.method || 'get').toLowerCase();
  const baseURL = given.baseURL || defaults.baseURL || envBaseUrl();
  const { common, [method as Scope]: ofMethod } = defaults.headers;
  const headers = headersOf(common, ofMethod, defaults.headers, given.headers);
  return { ...defaults, ...given, method, baseURL, headers };
}

async function dispatch(
  config: EnvoyRequestConfig,
  { session, fetch }: ClientParts,
): Promise<EnvoyHttpResponse> {
  const { baseURL = envBaseUrl(), method = 'get', url = '', validateStatus } = config;
  const request = { url, method, baseURL };
  const call = callOf(config, { url, method: method.toUpperCase(), baseURL });
  let last: Response | undefined;
  const noting: typeof globalThis.fetch = async (...asked) => {
    last = await (fetch ?? globalThis.fetch)(...asked);
    return last;
  };
  const send = createSend({ baseUrl: baseURL, fetch: noting });
  const isOurs = session && call.headers?.authorization === undefined;
  const answer = await (isOurs ? sendAs(send, session, call) : send(call)).catch((error) => {
    if (error instanceof ApiError) return error;
    throw withoutAnswer(error, request);
  });
  const { status, body: data } = answer;
  const { statusText = '', headers } = last ?? {};
  const cause = answer instanceof ApiError ? answer : undefined;
  const isGood = validateStatus ? validateStatus(status) : validateStatus === null || !cause;
  if (isGood && last) {
    const named = headersOf(headers) as EnvoyHttpResponse['headers'];
    return { data, status, statusText, headers: named, config, request };
  }
  throw new EnvoyRequestError(
    `Request failed with status code ${status}${cause ? `: ${cause.message}` : ''}`,
    status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE',
    { config: request, response: { status, statusText, data, headers: {} } },
    { cause },
  );
}

function callOf(
  { headers, params, data, signal, isRepeatable }: EnvoyRequestConfig,
  { url, method, baseURL }: { url: string; method: string; baseURL: string },
): Call {
  const given = Object.entries(headersOf(headers)).flatMap(([name, value]) =>
    value == null ? [] : [[name.toLowerCase(), String(value)]],
  );
  const ofCall: Record<string, string> = Object.fromEntries(given);
  return {
    method: method as Call['method'],
    path: pathOf(url, baseURL) + queryOf(params, url),
    body: bodyOf(data, method, ofCall),
    asIs: true,
    headers: ofCall,
    isRepeatable: isRepeatable ?? (method !== 'POST' && method !== 'PATCH'),
    signal,
  };
}

function pathOf(url: string, baseURL: string): string {
  const base = baseURL.replace(/\/+$/, '');
  const below = url.startsWith(`${base}/`) ? url.slice(base.length) : url;
  // The token of an install is for nobody else.
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(below)) {
    throw new SetupError('wrong_path', `${url} is not below ${baseURL}: call it by fetch`);
  }
  return below.startsWith('/') ? below : `/${below}`;
}

function withoutAnswer(error: unknown, config: FailedRequest): unknown {
  const isLate = error instanceof DeadlineError;
  if (!isLate && !(error instanceof ConnectionError)) return error;
  const code = isLate ? 'ECONNABORTED' : 'ERR_NETWORK';
  return new EnvoyRequestError(error.message, code, { config }, { cause: error });
}
