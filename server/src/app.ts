import cookie from '@fastify/cookie';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { mailChoiceRoutes } from './account/mail-choice-routes.ts';
import { createClients } from './auth/clients.ts';
import { createGuesses } from './auth/guesses.ts';
import { createHostKeys } from './auth/host-keys.ts';
import { createPersonalTokens } from './auth/personal-tokens.ts';
import { createPortalSessions } from './auth/portal-sessions.ts';
import { createPortalTokens } from './auth/portal-tokens.ts';
import { enforceRouteAuth } from './auth/route-auth.ts';
import { createSessions } from './auth/sessions.ts';
import { consoleRoutes } from './console/routes.ts';
import type { AppDeps } from './deps.ts';
import { embeddingRoutes } from './embedding/routes.ts';
import { type HostApiDeps, hostApi } from './host-api/routes.ts';
import type { ImageStore } from './images/image-store.ts';
import { openImageStore } from './images/open-store.ts';
import { createScopeUses, type ScopeUses } from './installs/scope-uses.ts';
import { Failure } from './lib/failures.ts';
import { collectAddresses, withoutFinalSlash } from './lib/http/addresses.ts';
import { answerAnyOrigin } from './lib/http/any-origin.ts';
import type { App } from './lib/http/app.ts';
import { useStrictJson } from './lib/http/body.ts';
import { trustedProxies } from './lib/http/client-address.ts';
import { answerFailures, type FailureWriter, toFailure } from './lib/http/errors.ts';
import { sendJsonApiErrors } from './lib/http/json-api.ts';
import { boundConnections, listenerOptions } from './lib/http/listener.ts';
import { tryOnceListening } from './lib/http/once-listening.ts';
import { sendProblem } from './lib/http/problem.ts';
import { refuseIgnoredHeaders } from './lib/http/request-headers.ts';
import { useSerialization } from './lib/http/serialization.ts';
import { refuseUnrouted } from './lib/http/unrouted.ts';
import { useValidation } from './lib/http/validation.ts';
import { createRateLimit } from './lib/rate-limit.ts';
import { sendOAuthFailure } from './oauth/errors.ts';
import { type OAuthDeps, oauthRoutes } from './oauth/routes.ts';
import { assetRoutes } from './pages/asset-routes.ts';
import { useBrand } from './pages/brand.ts';
import { pageOr } from './pages/errors.ts';
import { requireSecureTransport } from './pages/transport.ts';
import { documentApi, documentRoutes } from './platform-api/openapi.ts';
import { platformApi } from './platform-api/routes.ts';
import { pluginApi } from './plugin-api/routes.ts';
import { setupCallbackRoutes } from './set-up/callback-routes.ts';
import { createPasswordCheck } from './sign-in/password-check.ts';
import { type SignInDeps, signInRoutes } from './sign-in/sign-in-routes.ts';
import { sendSpaceApiError } from './space-api/errors.ts';
import { imageRoutes } from './space-api/image-routes.ts';
import { spaceApi } from './space-api/routes.ts';
import type { UploadDeps } from './space-api/upload-routes.ts';
import { type FailureFormat, failureFormat, PLUGIN_API, SPACE_API } from './surfaces.ts';

type SurfaceDeps = OAuthDeps & SignInDeps & UploadDeps & HostApiDeps;

const failureWriters = {
  JsonApiErrors: sendJsonApiErrors,
  OAuthError: sendOAuthFailure,
  SpaceApiError: sendSpaceApiError,
  Problem: sendProblem,
} satisfies Record<FailureFormat, FailureWriter>;

// Where no route is, the address alone tells whose failure it is.
const writeFailure = (reply: FastifyReply, failure: Failure): FastifyReply =>
  failureWriters[failureFormat(reply.request.url)](reply, failure);

/**
 * The HTTP server with every module in it, not listening yet.
 *
 * @param operations adds what concerns the process rather than the product: health, metrics.
 */
export async function buildApp(
  deps: AppDeps,
  operations?: (app: App) => Promise<void>,
): Promise<App> {
  const { config, db, vault, changes, tokens } = deps;
  const listener = listenerOptions(config);
  const app: App = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A child logger with the request's id costs every request 3 µs, for the few that log anything: those name the id themselves.
    childLoggerFactory: (logger) => logger,
    bodyLimit: config.maxBodyBytes,
    trustProxy: trustedProxies(config.trustProxy),
    routerOptions: { maxParamLength: 300 },
    rewriteUrl: ({ url = '/' }) => withoutFinalSlash(url),
    frameworkErrors: answerFrameworkError,
    ...listener.options,
  }).withTypeProvider<TypeBoxTypeProvider>();
  boundConnections(app, config, listener.lastReplies);
  const clients = createClients(db, vault, changes);
  const hostKeys = createHostKeys(db, changes, config.hostKey);
  const personalTokens = createPersonalTokens(db, changes);
  const sessions = createSessions(db, changes, config);
  const portalSessions = createPortalSessions(db, changes, config);
  const rateLimit = createRateLimit({
    policy: 'plugin-api',
    limit: config.rateLimit,
    windowSeconds: 1,
  });

  const failedSignIns = createGuesses(db, { policy: 'failed-sign-ins', windowSeconds: 300 });

  useBrand(app, config);
  requireSecureTransport(app, config.publicUrl);
  useValidation(app);
  useSerialization(app);
  useStrictJson(app, config.maxJsonDepth);
  answerFailures(app, pageOr(writeFailure));
  await documentApi(app);
  await app.register(cookie);
  const findAddress = collectAddresses(app);
  answerAnyOrigin(app, findAddress);
  enforceRouteAuth(app, {
    tokens,
    hostKeys,
    personalTokens,
    portalTokens: createPortalTokens(db, changes),
    sessions,
    portalSessions,
    rateLimit,
    publicUrl: config.publicUrl,
  });
  app.addHook('onRequest', refuseNul);
  refuseUnrouted(app, findAddress);
  refuseIgnoredHeaders(app);
  await operations?.(app);
  await addSurfaces(app, {
    ...deps,
    clients,
    failedLogins: createGuesses(db, { policy: 'failed-log-ins', windowSeconds: 60 }),
    failedSignIns,
    clientRequests: createRateLimit({
      policy: 'client-requests',
      limit: config.tokenRateLimit,
      windowSeconds: 1,
    }),
    hostKeys,
    sessions,
    portalSessions,
    scopeUses: openScopeUses(app, deps),
    rateLimit,
    passwords: createPasswordCheck({ db, log: deps.log, guesses: failedSignIns }, config),
    images: await openImages(app, deps),
  });
  return app;
}

/** All that others call; each surface has its addresses in a file `…routes.ts` of its folder. */
async function addSurfaces(app: App, deps: SurfaceDeps): Promise<void> {
  documentRoutes(app, deps.config);
  await app.register(async (child) => oauthRoutes(child, deps));
  await app.register(async (child) => pluginApi(child, deps), { prefix: PLUGIN_API });
  await app.register(async (child) => hostApi(child, deps));
  await app.register(async (child) => platformApi(child, deps));
  await app.register(async (child) => spaceApi(child, deps), { prefix: SPACE_API });
  await app.register(async (child) => imageRoutes(child, deps.images));
  await app.register(async (child) => signInRoutes(child, deps));
  await app.register(async (child) => mailChoiceRoutes(child, deps));
  await app.register(async (child) => setupCallbackRoutes(child, deps));
  await app.register(async (child) => embeddingRoutes(child, deps));
  await app.register(async (child) => consoleRoutes(child, deps));
  await app.register(async (child) => assetRoutes(child));
}

function openScopeUses(app: App, { db, log }: AppDeps): ScopeUses {
  const uses = createScopeUses(db, log);
  // After the last request.
  app.addHook('onClose', () => uses.stop());
  return uses;
}

async function openImages(app: App, { config, log }: AppDeps): Promise<ImageStore> {
  const images = await openImageStore(config);
  const setting = config.s3Bucket === undefined ? 'PLUGBOARD_DATA_DIR' : 'PLUGBOARD_S3_BUCKET';
  tryOnceListening(app, images.check, ({ name, message }) =>
    log.warn({ reason: message || name }, `${setting} leads to where images cannot be kept now`),
  );
  app.addHook('onClose', async () => images.close());
  return images;
}

// What Fastify refuses before a route is found (a bad percent-encoding, a parameter too long), in the shape of the surface.
function answerFrameworkError(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  return writeFailure(reply, toFailure(error));
}

// PostgreSQL's text cannot hold it, and no name, id or cursor of ours has it.
function refuseNul(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: (error?: Error) => void,
): void {
  if (request.url.includes('%00'))
    done(new Failure('bad_request', 'The address has a NUL character'));
  else done();
}
