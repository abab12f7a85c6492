import type { FastifyReply } from 'fastify';
import type { Failure, FailureCode } from '../lib/failures.ts';
import { setFailureHeaders, setWhenToTryAgain } from '../lib/http/failure-headers.ts';

/** RFC 6749 §5.2, and RFC 6750 §3.1 where a token is presented. */
const statuses = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
} as const;

/** A value of `error`. Each has a status of its own. */
export type OAuthErrorCode = keyof typeof statuses;

/** A refusal of the token endpoint; `message` becomes `error_description`. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly status: number;

  constructor(code: OAuthErrorCode, message: string, status: number = statuses[code]) {
    super(message);
    this.name = 'OAuthError';
    this.code = code;
    this.status = status;
  }
}

/** Answers as RFC 6749 §5.2 asks: JSON that nobody may cache. A 401 invites HTTP Basic, whichever way the client had tried. */
export function sendOAuthError(reply: FastifyReply, error: OAuthError): FastifyReply {
  if (error.status === 401) reply.header('www-authenticate', 'Basic realm="plugboard"');
  return reply
    .code(error.status)
    .header('cache-control', 'no-store')
    .header('pragma', 'no-cache')
    .type('application/json')
    .send({ error: error.code, error_description: asciiOnly(error.message) });
}

// What the status says more exactly than `invalid_request`.
const TOLD: FailureCode[] = [
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'body_too_large',
  'unsupported_media_type',
  'too_many_requests',
];

/** A failure from outside the endpoint's own checks (unparsable body, no database) in this surface's shape. */
export function sendOAuthFailure(reply: FastifyReply, failure: Failure): FastifyReply {
  setWhenToTryAgain(reply, failure);
  const isOurs = failure.status >= 500;
  const error = isOurs ? 'temporarily_unavailable' : 'invalid_request';
  const status = isOurs || TOLD.includes(failure.code) ? failure.status : 400;
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json')
    .send({ error, error_description: asciiOnly(failure.message) });
}

/** With a `?` for every character that RFC 6749 §5.2 does not allow in `error_description`. */
export const asciiOnly = (text: string): string =>
  text.replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?');

/** A refusal where a token is presented (RFC 6750 §3). */
export function sendBearerError(reply: FastifyReply, failure: Failure): FastifyReply {
  setFailureHeaders(reply, failure);
  const error = failure.status === 400 ? 'invalid_request' : failure.code;
  return reply
    .code(failure.status)
    .header('cache-control', 'no-store')
    .type('application/json')
    .send({ error, error_description: asciiOnly(failure.message) });
}
