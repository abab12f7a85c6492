import { bounded, timerMs } from './bounded.ts';
import {
  ApiError,
  type ApiProblem,
  ConditionFailedError,
  ConnectionError,
  PlugboardError,
  SetupError,
} from './errors.ts';
import { baseUrlOf, type PluginOptions } from './options.ts';
import { pauseBefore, readRetryAfter } from './retrying.ts';

/** One call. */
export interface Call {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, with its query. */
  path: string;
  /** Sent as JSON; one of the type URLSearchParams as a form. */
  body?: unknown;
  /** Whether the body is sent as it is, and an answer that is no JSON is given as its text. By default both are to be JSON. */
  asIs?: boolean | undefined;
  /** By their names in lower case. */
  headers?: Record<string, string> | undefined;
  /**
   * Whether it may be made again when it is not known if it was carried out: that leaves the same behind, and answers the same. What was
   * refused for now (429, 503) is made again in any case.
   */
  isRepeatable: boolean;
  signal?: AbortSignal | undefined;
}

/** An answer with a good status. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed, where it is JSON; what is none is undefined, or by {@link Call.asIs} a text. */
  body: unknown;
}

/** @throws ApiError, ConnectionError, DeadlineError, or the reason of the call's signal */
export type Send = (call: Call) => Promise<Answer>;

/** How often a call is made, if need be. */
const MOST_ATTEMPTS = 4;
const CALL_MS = 10_000;

/** Makes calls to Plugboard: within a deadline, again after a pause where that helps, and over connections that `fetch` keeps open. */
export function createSend(options: PluginOptions): Send {
  const callMs = timerMs(options.callMs, CALL_MS);
  return (call) => {
    const what = `${call.method} ${call.path.split('?')[0]}`;
    const until = performance.now() + callMs;
    return bounded({ what, ms: callMs, signal: call.signal }, async (signal) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await sendOnce(options, { ...call, signal }, what);
        } catch (error) {
          if (attempt === MOST_ATTEMPTS || signal.aborted || !mayRepeat(error, call)) throw error;
          const { retryAfter } = error as ApiError;
          const pause = pauseBefore(attempt, retryAfter);
          // Whoever waits hears of it now, and not when their time is over.
          if (performance.now() + pause > until) throw error;
          await sleep(pause, signal);
        }
      }
    });
  };
}

function mayRepeat(error: unknown, { isRepeatable }: Call): boolean {
  if (error instanceof ConnectionError) return isRepeatable;
  if (!(error instanceof ApiError)) return false;
  const wasPutOff =
    error.status === 429 || (error.status === 503 && error.retryAfter !== undefined);
  return wasPutOff || (error.status >= 500 && isRepeatable);
}

async function sendOnce(options: PluginOptions, call: Call, what: string): Promise<Answer> {
  const { fetch: send = fetch } = options;
  const { method, path, body, signal } = call;
  const isMade = call.asIs || body instanceof URLSearchParams;
  const type = body !== undefined && !isMade && { 'content-type': 'application/json' };
  const headers = { accept: 'application/json', ...type, ...call.headers };
  const request: RequestInit = { method, headers, redirect: 'manual', signal: signal ?? null };
  if (body !== undefined) request.body = isMade ? (body as BodyInit) : JSON.stringify(body);
  // Joined to the base URL, `.example.com` would lead elsewhere, with the token.
  if (!path.startsWith('/')) throw new SetupError('wrong_path', `${path} must begin with a slash`);
  const url = baseUrlOf(options) + path;
  try {
    const response = await send(url, request);
    return read(what, response, parse(await response.text(), call.asIs));
  } catch (error) {
    if (error instanceof PlugboardError || signal?.aborted) throw error;
    refuseWrongHeaders(headers);
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new ConnectionError('no_answer', `${what} got no answer: ${reason}`, { cause: error });
  }
}

/** @throws SetupError `wrong_header`: what `fetch` says of it repeats the value, which may be a token */
function refuseWrongHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw new SetupError(
        'wrong_header',
        `${name} cannot be sent: headers have no line breaks, and no characters beyond Latin-1`,
      );
    }
  }
}

function read(what: string, { status, ok, headers }: Response, body: unknown): Answer {
  if (ok) return { status, headers, body };
  const retryAfter = readRetryAfter(headers.get('retry-after'));
  const problems = problemsOf(body);
  const Kind = problems[0]?.code === 'condition_failed' ? ConditionFailedError : ApiError;
  throw new Kind(what, status, problems, { retryAfter, body });
}

function parse(text: string, asIs = false): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return asIs ? text : undefined;
  }
}

/** The Plugin API says `{errors: […]}`, the token endpoint what RFC 6749 §5.2 says, and the Space API a text or a list of texts. */
function problemsOf(body: unknown): ApiProblem[] {
  if (Array.isArray(body)) return body.map((detail) => ({ detail: String(detail) }));
  if (typeof body !== 'object' || body === null) return [];
  const { errors, error, error_description: described, detail } = body as Record<string, unknown>;
  if (Array.isArray(errors)) return errors as ApiProblem[];
  if (typeof error === 'string') {
    const code = /^[a-z_]+$/.test(error) ? { code: error } : {};
    return [{ ...code, detail: typeof described === 'string' ? described : error }];
  }
  return typeof detail === 'string' ? [{ detail }] : [];
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', end, { once: true });
  });
}
