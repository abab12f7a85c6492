import { parse } from 'node:querystring';
import type { FastifyContextConfig, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { WebDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { networkOf } from '../lib/http/client-address.ts';
import { failureOf } from '../lib/http/errors.ts';
import { type FormValues, useForms } from '../lib/http/forms.ts';
import { setRateLimitHeaders } from '../lib/http/rate-limit-headers.ts';
import { appRedirectRoutes } from './app-redirect-routes.ts';
import { authorizeRoutes } from './authorize/routes.ts';
import { OAuthError, sendOAuthError, sendOAuthFailure } from './errors.ts';
import { type IntrospectionDeps, introspectToken } from './introspect.ts';
import type { ClientRequest } from './parameters.ts';
import { resourceRoutes } from './resource-routes.ts';
import { revokeToken } from './revoke.ts';
import { grantToken } from './token/grant-token.ts';

// As small as that of a form of ours: it is read before the client is known.
const MAX_BODY_BYTES = 16 * 1024;

/** What the authorization server needs, for browsers and for plugins' backends. */
export type OAuthDeps = WebDeps & IntrospectionDeps;

/** The authorization server: consent for people, tokens for plugins, and what tokens stand for. */
export async function oauthRoutes(app: App, deps: OAuthDeps): Promise<void> {
  await app.register(async (child) => clientRoutes(child, deps));
  await app.register(async (child) => resourceRoutes(child, deps));
  await app.register(async (child) => authorizeRoutes(child, deps));
  await app.register(async (child) => appRedirectRoutes(child, deps));
}

/** What plugins' backends post to, under the addresses that they know. */
async function clientRoutes(app: App, deps: OAuthDeps): Promise<void> {
  useForms(app, MAX_BODY_BYTES, readForm);
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  for (const path of [ENVOY_TOKEN, '/oauth/token']) {
    endpoint(app, path, forBrowsers, (request) => grantToken(deps, request));
  }
  endpoint(app, '/oauth/revoke', forBrowsers, (request) => revokeToken(deps, request));
  endpoint(app, '/oauth/introspect', forBackends, (request) => introspectToken(deps, request));
}

const ENVOY_TOKEN = '/a/auth/v0/token';

const forBackends = { auth: 'none' } as const;
// A public client may live in a page of its own site.
const forBrowsers = { auth: 'none', anyOrigin: true } as const;

function endpoint(
  app: App,
  url: string,
  config: FastifyContextConfig,
  answer: (request: ClientRequest) => Promise<unknown>,
): void {
  app.post(url, { bodyLimit: MAX_BODY_BYTES, config }, async (request, reply) => {
    const answered = await answer({
      address: networkOf(request.ip),
      authorization: request.headers.authorization,
      tell: (state) => setRateLimitHeaders(reply, state),
      query: request.query as Record<string, unknown>,
      body: request.body,
      mayOmitRedirectUri: url === ENVOY_TOKEN,
    });
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
    return answered === undefined ? reply.send() : answered;
  });
}

/** @throws OAuthError `invalid_request` for a parameter that is there twice (RFC 6749 §3.2). */
function readForm(text: string): FormValues {
  const parameters = parse(text);
  if (Object.values(parameters).some(Array.isArray)) {
    throw new OAuthError('invalid_request', 'A parameter is repeated');
  }
  return parameters as FormValues;
}

function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof OAuthError) return sendOAuthError(reply, error);
  return sendOAuthFailure(reply, failureOf(error, request));
}
