import { enforceRouteAuth } from '../../../server/dist/auth/route-auth.js';
import { createTokens } from '../../../server/dist/auth/tokens.js';
import { listenForChanges } from '../../../server/dist/lib/changes.js';
import { openDatabase } from '../../../server/dist/lib/db.js';
import { createRateLimit } from '../../../server/dist/lib/rate-limit.js';
import type { Bench } from '../harness/bench.ts';
import { inStretch } from '../harness/meter.ts';
import { medianOf, pairedRounds } from '../harness/rounds.ts';
import type { Result } from './results.ts';

type Hook = (request: object, reply: object, done: (error?: Error) => void) => void;

const REQUESTS_A_ROUND = 102_400;
const AT_ONCE = 32;

/**
 * The server's own check of a request's token (hash, look-up, expiry, scope, rate limit), called as Fastify calls it but without
 * HTTP around it, where it would vanish in the noise. Tokens are read again from the database as they age, which is counted in.
 */
export async function measureAuthentication(bench: Bench, tokens: string[]): Promise<Result> {
  const ignore = () => undefined;
  const db = openDatabase({ url: bench.databaseUrl, onError: ignore });
  const changes = await listenForChanges(bench.databaseUrl, ignore);
  const check = requestHook({
    tokens: createTokens(db, changes),
    rateLimit: createRateLimit({ policy: 'plugin-api', limit: 10_000_000, windowSeconds: 1 }),
  });
  const requests = tokens.map((token) => ({
    headers: { authorization: `Bearer ${token}` },
    routeOptions: { config: { auth: { plugin_scope: 'plugin' } } },
  }));
  await timeRound(check, requests);
  const rounds = await pairedRounds(bench.effort, {
    check: () => inStretch(async () => ({ micros: await timeRound(check, requests) })),
  });
  await changes.close();
  await db.close();
  return {
    goal: 'authentication',
    value: medianOf(rounds.of.check, ({ micros }) => micros),
    detail: `${tokens.length} tokens in turn, rounds of ${REQUESTS_A_ROUND.toLocaleString('en')}`,
    isQuiet: rounds.isQuiet,
  };
}

/** The hook that `enforceRouteAuth` adds to an app. */
function requestHook(
  deps: Pick<Parameters<typeof enforceRouteAuth>[1], 'tokens' | 'rateLimit'>,
): Hook {
  let hook: Hook | undefined;
  const app = {
    decorateRequest: () => app,
    addHook: (name: string, added: unknown) => {
      if (name === 'onRequest') hook = added as Hook;
      return app;
    },
  };
  const nobody = { find: async () => undefined };
  enforceRouteAuth(app as unknown as Parameters<typeof enforceRouteAuth>[0], {
    ...deps,
    hostKeys: nobody,
    personalTokens: nobody,
    portalTokens: nobody,
    sessions: {
      read: nobody.find,
      start: nobody.find,
      hold: nobody.find,
      end: nobody.find,
    },
    portalSessions: {
      read: nobody.find,
      isKnown: () => false,
      start: nobody.find,
      hold: nobody.find,
      end: nobody.find,
    },
    publicUrl: 'http://localhost',
  });
  if (hook === undefined) throw new Error('The server adds no hook that authenticates');
  return hook;
}

/** Microseconds a request, when they come from 32 connections. */
async function timeRound(check: Hook, requests: object[]): Promise<number> {
  const startedAt = performance.now();
  for (let n = 0; n < REQUESTS_A_ROUND; n += AT_ONCE) {
    await checkSome(check, requests, n);
  }
  return ((performance.now() - startedAt) * 1000) / REQUESTS_A_ROUND;
}

/** Takes the headers that tell of the rate limit. */
const REPLY = { header: () => REPLY };

function checkSome(check: Hook, requests: object[], from: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = AT_ONCE;
    const done = (error?: Error) => {
      if (error !== undefined) reject(error);
      else if (--left === 0) resolve();
    };
    for (let n = from; n < from + AT_ONCE; n++) {
      check(requests[n % requests.length] as object, REPLY, done);
    }
  });
}
