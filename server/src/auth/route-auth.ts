import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { setRateLimitHeaders } from '../lib/http/rate-limit-headers.ts';
import type { RateLimit } from '../lib/rate-limit.ts';
import { type CallerDeps, identifyCaller } from './callers.ts';
import type { PortalOpening } from './portal-views.ts';
import {
  type Caller,
  type CallerKind,
  keyOwner,
  type PersonKind,
  type PluginPrincipal,
} from './principals.ts';
import type { TokenRow } from './schema.ts';

/** What a route asks of its caller; every route declares it, so that a test can walk the table. */
export type RouteAuth = 'none' | { plugin_scope: string } | CallersAuth;

/** What a route asks for that several kinds of callers share. */
export interface CallersAuth {
  callers: readonly CallerKind[];
  /** Which people; each route that takes some names them. */
  people?: readonly PersonKind[];
  /** The route changes nothing of ours, so that the last token of an uninstalled install may call it by any method. */
  changesNothing?: true;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    auth?: RouteAuth;
    /**
     * The views of a portal that open the route, `space` where only the whole of one does; without it nobody's does. Its statements must read by
     * `readerOf(caller)`.
     */
    portal?: readonly PortalOpening[];
  }
  interface FastifyRequest {
    /** Set where the route asks for a plugin's token. */
    plugin: PluginPrincipal;
    /** Set where the route names who may call it. */
    caller: Caller;
    /**
     * For a request that goes on: checks its credential again, where the route names who may call it.
     *
     * @throws Failure as when it came: it was revoked since, or has ended.
     */
    checkAgain(): Promise<void>;
  }
}

/** Where credentials are looked up, and how often one plugin may call. */
export interface RouteAuthDeps extends CallerDeps {
  /** Requests of one plugin. */
  rateLimit: RateLimit;
}

/** Checks, before a body is read, what each route's `config.auth` asks for. A route without it does not register. */
export function enforceRouteAuth(app: App, deps: RouteAuthDeps): void {
  app.decorateRequest('plugin', null as unknown as PluginPrincipal);
  app.decorateRequest('caller');
  app.decorateRequest('checkAgain', async function (this: FastifyRequest) {
    const { auth } = this.routeOptions.config;
    if (typeof auth === 'object' && 'callers' in auth) await checkCaller(this, deps, auth);
  });
  app.decorateRequest('keyOwner', '');
  app.addHook('onRoute', requireDeclaredAuth);
  app.addHook('onRequest', (request, reply, done) => {
    const auth = request.routeOptions.config.auth;
    if (auth === undefined || auth === 'none') return done();
    const checked = checkAuth(request, reply, deps, auth);
    if (checked === undefined) return done();
    checked.then(() => done(), done);
  });
}

function checkAuth(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: RouteAuthDeps,
  auth: Exclude<RouteAuth, 'none'>,
): Promise<void> | undefined {
  if ('plugin_scope' in auth) return checkPlugin(request, reply, deps, auth.plugin_scope);
  return checkCaller(request, deps, auth);
}

async function checkCaller(
  request: FastifyRequest,
  deps: RouteAuthDeps,
  auth: CallersAuth,
): Promise<void> {
  if (hasQueryToken(request.query) && request.headers.authorization !== undefined) {
    throw new Failure('token_repeated', 'Send the token in the Authorization header only');
  }
  request.caller = await identifyCaller(deps, request, {
    callers: auth.callers,
    portal: request.routeOptions.config.portal ?? [],
  });
  refuseLastWrite(request, auth);
  refuseOthers(request.caller, auth);
  request.keyOwner = keyOwner(request.caller);
}

// The other kinds of people are told apart by what they ask for.
function refuseOthers(caller: Caller, { people }: CallersAuth): void {
  if (caller.kind !== 'user' || caller.isOperator || people === undefined) return;
  if (people.every((kind) => kind === 'operator')) {
    throw new Failure('forbidden', 'Only operators and the host may do this');
  }
}

function refuseLastWrite(
  { caller, method }: FastifyRequest,
  { changesNothing }: CallersAuth,
): void {
  if (caller.kind !== 'plugin' || !caller.isLast) return;
  if (changesNothing || method === 'GET' || method === 'HEAD') return;
  throw new Failure('forbidden', 'The install is uninstalled: what is left of it can only be read');
}

function requireDeclaredAuth(route: RouteOptions): void {
  if (route.config?.auth === undefined) {
    throw new Error(`${String(route.method)} ${route.url} does not declare its auth`);
  }
}

// A promise only when the token is not cached: most requests then cost no turn of the event loop.
function checkPlugin(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: RouteAuthDeps,
  scope: string,
): Promise<void> | undefined {
  const admit = (token: TokenRow | null | undefined) => {
    request.plugin = admitPlugin(token, scope);
    const left = deps.rateLimit.take(String(request.plugin.pluginId));
    if (left !== undefined) setRateLimitHeaders(reply, left);
  };
  try {
    const value = bearerToken(request);
    const known = deps.tokens.peekAccess(value);
    if (known === undefined) return deps.tokens.findAccess(value).then(admit);
    admit(known);
    return undefined;
  } catch (error) {
    return Promise.reject(error);
  }
}

function admitPlugin(token: TokenRow | null | undefined, scope: string): PluginPrincipal {
  if (token === null || token === undefined) {
    throw new Failure('invalid_token', 'The access token is unknown, expired or revoked');
  }
  if (!token.scopes.includes(scope)) {
    throw new Failure('insufficient_scope', `The token needs the scope "${scope}"`);
  }
  return {
    pluginId: token.plugin_id,
    scopes: token.scopes,
    installId: token.install_id,
    userId: token.user_id,
  };
}

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** The token of the Authorization header (RFC 6750 §2.1); the only place where one is accepted. */
function bearerToken(request: FastifyRequest): string {
  const header = request.headers.authorization;
  if (header === undefined) {
    throw new Failure('unauthorized', 'Send "Authorization: Bearer <token>"');
  }
  if (hasQueryToken(request.query)) {
    throw new Failure('token_repeated', 'Send the token in the Authorization header only');
  }
  const match = BEARER.exec(header);
  if (match?.[1] === undefined) {
    throw new Failure('invalid_token', 'The Authorization header must be "Bearer <token>"');
  }
  return match[1];
}

const hasQueryToken = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && 'access_token' in query;
