import type { FastifyReply } from 'fastify';
import type { Failure } from '../failures.ts';
import { setRateLimitHeaders } from './rate-limit-headers.ts';

/** Sets what headers tell of a failure where a bearer token is asked for: the challenge, and when to try again. */
export function setFailureHeaders(reply: FastifyReply, failure: Failure): void {
  const challenge = bearerChallenge(failure);
  if (challenge !== undefined) reply.header('www-authenticate', challenge);
  setWhenToTryAgain(reply, failure);
}

/**
 * `Retry-After` (RFC 9110 §10.2.3), the limit that was used up, and by which the log tells the request. Every surface's failures pass through here; those of pages and of client authentication, which a
 * bearer token does not help with, through nothing else.
 */
export function setWhenToTryAgain(reply: FastifyReply, { retryAfter, rateLimit }: Failure): void {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  setRateLimitHeaders(reply, rateLimit);
  reply.header('plugboard-request-id', reply.request.id);
}

/** The `WWW-Authenticate` challenge of a failure (RFC 6750 §3): no error code where no token was sent. */
function bearerChallenge(failure: Failure): string | undefined {
  switch (failure.code) {
    case 'unauthorized':
      return 'Bearer';
    case 'invalid_token':
      return 'Bearer error="invalid_token"';
    case 'token_repeated':
      return 'Bearer error="invalid_request"';
    case 'insufficient_scope':
      return 'Bearer error="insufficient_scope"';
    default:
      return undefined;
  }
}
