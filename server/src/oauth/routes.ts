import formbody from '@fastify/formbody';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { toFailure } from '../lib/http/errors.ts';
import { OAuthError, sendOAuthError, sendOAuthFailure } from './errors.ts';
import { grantToken, type TokenDeps } from './token.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** The token endpoint, at the address that plugin backends know. */
export async function oauthRoutes(app: App, deps: TokenDeps): Promise<void> {
  await app.register(formbody, { bodyLimit: MAX_BODY_BYTES, parser: readForm });
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.post(
    '/a/auth/v0/token',
    { bodyLimit: MAX_BODY_BYTES, config: { auth: 'none' } },
    async (request, reply) => {
      const token = await grantToken(deps, {
        address: request.ip,
        authorization: request.headers.authorization,
        query: request.query as Record<string, unknown>,
        body: request.body,
      });
      reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
      return token;
    },
  );
  app.route({
    method: app.supportedMethods.filter((method) => method !== 'POST'),
    url: '/a/auth/v0/token',
    config: { auth: 'none' },
    // Before the body is read: it is never looked at.
    onRequest: async (request, reply) => {
      reply.header('allow', 'POST');
      throw new OAuthError('invalid_request', `${request.method} is not supported; use POST`, 405);
    },
    handler: () => undefined,
  });
}

/** @throws OAuthError `invalid_request` for a parameter that is there twice (RFC 6749 §3.2). */
function readForm(text: string): Record<string, string> {
  const parameters = new URLSearchParams(text);
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) {
    throw new OAuthError('invalid_request', 'A parameter is repeated');
  }
  return Object.fromEntries(parameters);
}

function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof OAuthError) return sendOAuthError(reply, error);
  const failure = toFailure(error);
  if (failure.status >= 500) request.log.error({ err: error }, 'token request failed');
  if (failure.retryAfter !== undefined) reply.header('retry-after', String(failure.retryAfter));
  return sendOAuthFailure(reply, failure instanceof Failure ? failure : toFailure(failure));
}
