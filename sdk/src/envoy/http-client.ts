import { sendAs } from '../client.ts';
import { ApiError, ConnectionError, DeadlineError, SetupError } from '../errors.ts';
import { type Answer, type Call, createSend } from '../http.ts';
import type { Session } from '../log-in.ts';
import type { PluginOptions } from '../options.ts';
import { envBaseUrl } from './env.ts';
import { type Interceptors, intercepted, interceptors } from './interceptors.ts';
import { queryOf } from './query.ts';
import { EnvoyRequestError } from './request-error.ts';

/** One request, in the words of axios. Of those there are in axios, these are known here. */
export interface EnvoyRequestConfig {
  /** Below the base URL. */
  url?: string | undefined;
  /** `GET` where it is left out. */
  method?: string | undefined;
  baseURL?: string | undefined;
  /** The query: `{ filter: { location: '1' } }` is `filter[location]=1`. */
  params?: unknown;
  /** Sent as JSON; one of the type URLSearchParams as a form. */
  data?: unknown;
  headers?: Record<string, string | undefined> | undefined;
  signal?: AbortSignal | undefined;
  /** Whether it may be made again when it is not known if it was carried out. By default all but `POST` and `PATCH`. */
  isRepeatable?: boolean | undefined;
}

/** A good answer. */
export interface EnvoyHttpResponse<Data = unknown> {
  /** Parsed, where it is JSON. */
  data: Data;
  status: number;
  statusText: string;
  headers: Record<string, string>;
  config: EnvoyRequestConfig;
  request: Pick<EnvoyRequestConfig, 'url' | 'method' | 'baseURL'>;
}

type Answering<Data> = Promise<EnvoyHttpResponse<Data>>;

/** As much of an instance of axios as plugins use: over `fetch`, within a deadline, and with a second try where that helps. */
export interface EnvoyHttpClient {
  <Data = unknown>(config: EnvoyRequestConfig): Answering<Data>;
  <Data = unknown>(url: string, config?: EnvoyRequestConfig): Answering<Data>;
  request<Data = unknown>(config: EnvoyRequestConfig): Answering<Data>;
  get<Data = unknown>(url: string, config?: EnvoyRequestConfig): Answering<Data>;
  delete<Data = unknown>(url: string, config?: EnvoyRequestConfig): Answering<Data>;
  post<Data = unknown>(url: string, data?: unknown, config?: EnvoyRequestConfig): Answering<Data>;
  put<Data = unknown>(url: string, data?: unknown, config?: EnvoyRequestConfig): Answering<Data>;
  patch<Data = unknown>(url: string, data?: unknown, config?: EnvoyRequestConfig): Answering<Data>;
  readonly defaults: EnvoyRequestConfig & { headers: Record<string, string | undefined> };
  readonly interceptors: {
    readonly request: Interceptors<EnvoyRequestConfig>;
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
  const defaults = { ...config, headers: { ...config.headers } };
  const wired = {
    request: interceptors<EnvoyRequestConfig>(),
    response: interceptors<EnvoyHttpResponse>(),
  };
  const request = async <Data>(given: EnvoyRequestConfig): Answering<Data> => {
    const headers = { ...defaults.headers, ...given.headers };
    const baseURL = given.baseURL ?? defaults.baseURL ?? envBaseUrl();
    const whole = Promise.resolve({ ...defaults, ...given, baseURL, headers });
    const all = await intercepted(whole, [...wired.request].reverse());
    const answer = intercepted(dispatch(all, parts), [...wired.response]);
    return answer as Answering<Data>;
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
    delete: bare('DELETE'),
    post: withData('POST'),
    put: withData('PUT'),
    patch: withData('PATCH'),
    defaults,
    interceptors: wired,
  });
}

async function dispatch(
  config: EnvoyRequestConfig,
  { session, fetch }: ClientParts,
): Promise<EnvoyHttpResponse> {
  const { baseURL = envBaseUrl(), method = 'GET', url = '' } = config;
  const request = { url, method: method.toUpperCase(), baseURL };
  const call = callOf(config, request);
  const send = createSend({ baseUrl: baseURL, fetch });
  try {
    const { status, headers, body } = await (session && call.headers?.authorization === undefined
      ? sendAs(send, session, call)
      : send(call));
    return { data: body, status, statusText: '', headers: plain(headers), config, request };
  } catch (error) {
    throw failed(error, request);
  }
}

const plain = (headers: Answer['headers']): Record<string, string> => Object.fromEntries(headers);

function callOf(
  { headers = {}, params, data, signal, isRepeatable }: EnvoyRequestConfig,
  { url, method, baseURL }: { url: string; method: string; baseURL: string },
): Call {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value]],
  );
  return {
    method: method as Call['method'],
    path: pathOf(url, baseURL) + queryOf(params, url),
    body: data,
    headers: Object.fromEntries(given) as Record<string, string>,
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

function failed(error: unknown, config: EnvoyRequestConfig): unknown {
  if (error instanceof ApiError) {
    const { status, body, message } = error;
    return new EnvoyRequestError(
      `Request failed with status code ${status}: ${message}`,
      status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE',
      { config, response: { status, statusText: '', data: body, headers: {} } },
      { cause: error },
    );
  }
  const isLate = error instanceof DeadlineError;
  if (!isLate && !(error instanceof ConnectionError)) return error;
  const code = isLate ? 'ECONNABORTED' : 'ERR_NETWORK';
  return new EnvoyRequestError(error.message, code, { config }, { cause: error });
}
