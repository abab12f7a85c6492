import type { Caller } from '../auth/principals.ts';
import type { App } from '../lib/http/app.ts';
import { setRateLimitHeaders } from '../lib/http/rate-limit-headers.ts';
import type { RateLimit } from '../lib/rate-limit.ts';

/** What callers are told apart by: a person whatever they call with, a plugin by install and whom it acts for. */
export function callerKey(caller: Caller): string {
  switch (caller.kind) {
    case 'plugin':
      return `plugin ${caller.installId} ${caller.userId}`;
    case 'user':
      return `user ${caller.userId}`;
    default:
      return `host ${caller.hostKeyId}`;
  }
}

/** Limits people and plugins. Not the host, behind whose key all its users are. */
export function limitCallers(app: App, limit: RateLimit): void {
  app.addHook('onRequest', async ({ caller }, reply) => {
    if (caller === undefined || caller.kind === 'host') return;
    setRateLimitHeaders(reply, limit.take(callerKey(caller)));
  });
}
