import { PlugboardError, SignatureError } from '../errors.ts';
import { createSend } from '../http.ts';
import { createSession, type Session } from '../log-in.ts';
import type { PluginOptions } from '../options.ts';
import { verifySignatures } from '../verify/signatures.ts';
import { envBaseUrl, envClientId } from './env.ts';
import { HttpStatus } from './http-status.ts';
import {
  type MiddlewareRequest,
  type MiddlewareResponse,
  type Next,
  VERIFIED,
} from './http-types.ts';
import { EnvoyPluginSDK, type EnvoyRequestBody } from './plugin-sdk.ts';
import { rawBody } from './raw-body.ts';
import { ensureError } from './request-error.ts';
import type { EnvoyReplies } from './responses.ts';
import {
  EnvoySignatureVerifier,
  type EnvoySignatureVerifierOptions,
} from './signature-verifier.ts';

/** Who the plugin is, and how it checks requests. What is left out is read from the environment. */
export interface EnvoyMiddlewareOptions extends EnvoySignatureVerifierOptions {
  clientId?: string | undefined;
  /** Where Plugboard is. */
  baseUrl?: string | URL | undefined;
  /** The `fetch` that calls are made with; by default the global one. */
  fetch?: PluginOptions['fetch'];
  /** How far the clock may be from Plugboard's, in seconds: 300. */
  toleranceSeconds?: number | undefined;
  /**
   * Whether a request needs `webhook-signature`, which alone says when it was sent: yes, unless this is false. A request of Envoy itself has
   * none; one of Plugboard's that was captured could be sent again without it.
   */
  requireTimestamp?: boolean | undefined;
}

type Prepared = MiddlewareRequest & {
  envoy: EnvoyPluginSDK<object>;
  [VERIFIED]: boolean;
};

/**
 * Puts {@link EnvoyPluginSDK} at `req.envoy`, and `sendOngoing`, `sendIgnored` and `sendFailed` on the response. It reads the body, and so
 * stands before any other parser of JSON. A request that is not signed goes on: to handlers of your own, for which its `meta` and `payload`
 * cannot be read, and not to {@link entryEventHandler} and its like.
 *
 * @throws SetupError `missing_secret`
 *
 * @example
 * import { entryEventHandler, envoyMiddleware, errorMiddleware } from '@plugboard/sdk/envoy';
 * import express from 'express';
 *
 * const app = express();
 * app.use(envoyMiddleware());
 * app.post('/entry-sign-in', entryEventHandler(async (req, res) => {
 *   await req.envoy.installStorage.set('last', req.envoy.payload.id);
 *   res.send();
 * }));
 * app.use(errorMiddleware());
 */
export function envoyMiddleware(
  options: EnvoyMiddlewareOptions = {},
): (req: MiddlewareRequest, res: MiddlewareResponse, next: Next) => Promise<void> {
  const { baseUrl, fetch } = options;
  const verifier = new EnvoySignatureVerifier(options);
  const session = lazySession(() => sessionOf(options, verifier.secrets));
  const check = checkOf(options, verifier, session);
  return async (req, res, next) => {
    try {
      // It was here before: what is signed has been read, and is read once.
      if (!(VERIFIED in req)) await prepare(req as Prepared, res);
      next();
    } catch (error) {
      next(error);
    }
  };

  async function prepare(req: Prepared, res: MiddlewareResponse): Promise<void> {
    const bytes = await rawBody(req);
    const refusal = bytes && (await check(req, bytes));
    if (bytes !== undefined) req.body = parse(bytes);
    req.body ??= {};
    req[VERIFIED] = bytes !== undefined && refusal === undefined;
    const body = req.body as EnvoyRequestBody<object, unknown>;
    const api = { session, baseUrl, fetch };
    req.envoy = new EnvoyPluginSDK(body, req[VERIFIED], null, { api, refusal });
    Object.assign(res, repliesOf(res));
  }
}

/** Logs in when a token is first needed: some requests need none. */
function lazySession(make: () => Session): Session {
  let made: Session | undefined;
  return {
    token: async () => {
      made ??= make();
      return made.token();
    },
    forget: (token) => made?.forget(token),
  };
}

function sessionOf(options: EnvoyMiddlewareOptions, secret: readonly string[]): Session {
  const { fetch } = options;
  const baseUrl = options.baseUrl || envBaseUrl();
  const clientId = options.clientId || envClientId();
  const who = { baseUrl, clientId, secret, fetch };
  const grant = { grant_type: 'client_credentials', scope: 'plugin token.refresh' };
  return createSession(who, createSend(who), grant);
}

/** Answers why a request is not verified; undefined where it is. */
type Check = (req: MiddlewareRequest, body: Uint8Array) => Promise<SignatureError | undefined>;

function checkOf(
  { toleranceSeconds, requireTimestamp }: EnvoyMiddlewareOptions,
  verifier: EnvoySignatureVerifier,
  session: Session,
): Check {
  return async (req, body) => {
    const headers = (name: string) => {
      const value = req.headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    const isTimed = headers('webhook-signature') ?? headers('webhook-id');
    if (!isTimed && requireTimestamp === false) {
      return verifier.verify(req, body)
        ? undefined
        : new SignatureError('wrong_signature', 'X-Envoy-Signature does not match');
    }
    try {
      const { secrets } = verifier;
      const verified = await verifySignatures({ headers, body, secrets, toleranceSeconds });
      // Plugboard learns of a new secret by it.
      if (verified.needsLogIn) session.token().catch(() => undefined);
      return undefined;
    } catch (error) {
      if (error instanceof SignatureError) return error;
      throw error;
    }
  };
}

const decoder = new TextDecoder();

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new PlugboardError('unreadable_body', 'The body is no JSON', { cause });
  }
}

function repliesOf(res: MiddlewareResponse): EnvoyReplies {
  const send = (status: HttpStatus, body: object) => sendJson(res, status, body);
  const settle =
    (status: HttpStatus): EnvoyReplies['sendFailed'] =>
    (message = '', debugInfo = {}, ...attachments) =>
      send(status, { message, debugInfo, attachments });
  return {
    sendOngoing(said = '', debugInfo = {}) {
      const body =
        typeof said === 'string' ? { message: said, debugInfo } : { message: '', debugInfo: said };
      send(HttpStatus.ONGOING, body);
    },
    sendIgnored: settle(HttpStatus.IGNORED),
    sendFailed: settle(HttpStatus.FAILED),
    sendFailedScreen: settle(HttpStatus.FAILED),
  };
}

function sendJson(res: MiddlewareResponse, status: number, body: object): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify(body));
}

/** Of our own errors, that are the fault of whoever sent the request. */
const STATUSES: Readonly<Record<string, number>> = { unreadable_body: 422, body_too_large: 413 };

/**
 * Answers what handlers throw: 500 with the error's message, so that it is tried again; 401 for a request that is not verified. It comes
 * after all handlers.
 *
 * @param onError is told of each
 *
 * @example
 * import { errorMiddleware } from '@plugboard/sdk/envoy';
 *
 * app.use(errorMiddleware((error) => console.error(error)));
 */
export function errorMiddleware(
  onError: (error: Error) => void = () => undefined,
): (error: Error, req: unknown, res: MiddlewareResponse, next: Next) => void {
  // Express knows one that takes errors by its four parameters.
  return (error, _req, res, next) => {
    onError(error);
    if (res.headersSent) {
      next(error);
      return;
    }
    sendJson(res, statusOf(error), { message: ensureError(error).message });
  };
}

function statusOf(error: unknown): number {
  if (error instanceof SignatureError) return 401;
  const known = error instanceof PlugboardError ? STATUSES[error.code] : undefined;
  return known ?? HttpStatus.UNEXPECTED_FAILURE;
}
