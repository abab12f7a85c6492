import type { FastifyReply } from 'fastify';
import type { FindAddress } from './addresses.ts';
import type { App } from './app.ts';

const HEADERS = {
  // Never with `Access-Control-Allow-Credentials`: nothing that a browser keeps for us counts there.
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy',
};

// Longer than any browser keeps one.
const DAY_SECONDS = 24 * 3600;

/** Lets pages of any site read the answers, refusals included, of routes whose `config` says `anyOrigin`. Comes before whatever may refuse. */
export function answerAnyOrigin(app: App, find: FindAddress): void {
  app.addHook('onRequest', (request, reply, done) => {
    const isOpen = request.is404
      ? find(request)?.anyOrigin === true
      : request.routeOptions.config.anyOrigin === true;
    if (isOpen) reply.headers(HEADERS);
    done();
  });
}

/** Answers what a browser asks before it sends a request of another site's page. */
export function sendPreflight(reply: FastifyReply, methods: string): FastifyReply {
  return reply
    .code(204)
    .headers({
      'access-control-allow-methods': methods,
      'access-control-allow-headers': 'Authorization, Content-Type',
      'access-control-max-age': String(DAY_SECONDS),
    })
    .send();
}
