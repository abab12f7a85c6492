/** What a failed request was, without its headers: they hold a token. */
export interface FailedRequest {
  url?: string | undefined;
  method?: string | undefined;
  baseURL?: string | undefined;
}

/** What a failed request was answered with. */
export interface FailedResponse {
  /** 0 where there was no answer. */
  status: number;
  statusText: string;
  /** Parsed, where it is JSON; otherwise its text. */
  data: unknown;
  /** Always empty. */
  headers: Record<string, never>;
}

/**
 * A call that failed, in the shape of an error of axios: `axios.isAxiosError(error)` holds. `cause` is the error of `@plugboard/sdk`, which says
 * more (`ApiError`, `ConnectionError`, `DeadlineError`).
 *
 * @example
 * import { EnvoyRequestError } from '@plugboard/sdk/envoy';
 *
 * try {
 *   await req.envoy.job.complete('Printed');
 * } catch (error) {
 *   if (error instanceof EnvoyRequestError && error.response.status === 409) return;
 *   throw error;
 * }
 */
export class EnvoyRequestError extends Error {
  override readonly name = 'AxiosError';
  readonly isAxiosError = true;
  /** `ERR_BAD_REQUEST`, `ERR_BAD_RESPONSE`, `ERR_NETWORK` or `ECONNABORTED`. */
  readonly code: string | undefined;
  readonly config: FailedRequest;
  readonly request: FailedRequest;
  readonly response: FailedResponse;
  /** Of the answer; 0 where there was none. */
  readonly status: number;

  constructor(
    message: string,
    code: string | undefined,
    call: { config: FailedRequest; response?: FailedResponse | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options);
    const { config } = call;
    const response = call.response ?? { status: 0, statusText: '', data: undefined, headers: {} };
    this.code = code;
    this.config = config;
    this.request = config;
    this.response = response;
    this.status = response.status;
  }
}

/** The part of an error's message by which {@link isEmptyStorageError} knows it. */
export const EMPTY_STORAGE_ERROR_MESSAGE = 'The data you are looking for may not exist';

/**
 * Whether an error says that there is no such item: what is read by a call and is not there is thrown.
 *
 * @example
 * import { isEmptyStorageError } from '@plugboard/sdk/envoy';
 *
 * const last = await req.envoy.installStorage.get<string>('last').catch((error: Error) => {
 *   if (isEmptyStorageError(error)) return undefined;
 *   throw error;
 * });
 */
export const isEmptyStorageError = (error: Error): boolean =>
  error.message.includes(EMPTY_STORAGE_ERROR_MESSAGE);

/**
 * An error of whatever was thrown.
 *
 * @example
 * import { ensureError } from '@plugboard/sdk/envoy';
 *
 * try {
 *   await printBadge('Ada');
 * } catch (thrown) {
 *   res.sendFailed('The badge was not printed', { reason: ensureError(thrown).message });
 * }
 */
export function ensureError(value: unknown): Error {
  if (value instanceof Error) return value;
  return new Error(`Something else than an Error was thrown: ${printed(value)}`);
}

function printed(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'it cannot be printed';
  }
}

/** What is read of an error of axios. */
interface AxiosShaped extends Error {
  code?: string;
  config?: FailedRequest;
  response?: Partial<FailedResponse>;
}

/**
 * An error without the headers of its request and its answer, which hold secrets. Those of this package never have them.
 *
 * @example
 * import { sanitizeAxiosError } from '@plugboard/sdk/envoy';
 *
 * try {
 *   await printBadge('Ada');
 * } catch (error) {
 *   console.error(sanitizeAxiosError(error));
 *   res.sendFailed('The badge was not printed');
 * }
 */
export function sanitizeAxiosError(error: unknown): Error {
  if (error instanceof EnvoyRequestError || !isAxiosShaped(error)) return ensureError(error);
  const { message, code, config = {}, response, stack } = error;
  const { url, method, baseURL } = config;
  const safe = new EnvoyRequestError(message, code, {
    config: { url, method, baseURL },
    response: response && {
      status: response.status ?? 0,
      statusText: response.statusText ?? '',
      data: response.data,
      headers: {},
    },
  });
  if (stack !== undefined) safe.stack = stack;
  return safe;
}

const isAxiosShaped = (error: unknown): error is AxiosShaped =>
  error instanceof Error && 'isAxiosError' in error && error.isAxiosError === true;
