import type { FastifyReply } from 'fastify';
import type { RateLimitState } from '../failures.ts';

/** Publishes a limit as `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10). */
export function setRateLimitHeaders(reply: FastifyReply, state: RateLimitState | undefined): void {
  if (state === undefined) return;
  const { policy, limit, windowSeconds, remaining, resetSeconds } = state;
  reply.header('ratelimit-policy', `"${policy}";q=${limit};w=${windowSeconds}`);
  reply.header('ratelimit', `"${policy}";r=${remaining};t=${resetSeconds}`);
}
