import type { FastifyReply, FastifyRequest } from 'fastify';
import { deleteEmbedVisitsOf } from '../app-bridge/visit-queries.ts';
import { doingOfNobody } from '../audit/doing.ts';
import type { Guesses } from '../auth/guesses.ts';
import type { WebDeps } from '../deps.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { isMailSetUp } from '../mail/outbox.ts';
import { readFormOfOurs, readOwnForm, usePages } from '../pages/use-pages.ts';
import { INVITATION_PATH } from '../users/invitations.ts';
import { holdPassword } from '../users/queries.ts';
import { beginSession, endSession, recordPortalEnd } from './begin-session.ts';
import { createFormTokens } from './form-tokens.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { createKnownBrowsers } from './known-browsers.ts';
import { linkRoutes } from './link-routes.ts';
import { createProvider, providerName } from './oidc.ts';
import { oidcRoutes } from './oidc-routes.ts';
import type { PasswordCheck, ShownPassword } from './password-check.ts';
import { PORTAL_CLOSED_PATH, portalRoutes } from './portal-routes.ts';
import { resetRoutes } from './reset-routes.ts';
import { localPath, signInUrl } from './return-to.ts';
import { hostSignIn, sendSignInPage } from './sign-in-page.ts';
import { signUpRoutes } from './sign-up-routes.ts';

/** What the pages by which people sign in and look after their account need. */
export interface SignInDeps extends WebDeps {
  passwords: PasswordCheck;
  /** Wrong passwords and links. */
  failedSignIns: Guesses;
}

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

/** The pages by which people sign in and out. */
export async function signInRoutes(app: App, deps: SignInDeps): Promise<void> {
  const { config, db, sessions, portalSessions, passwords } = deps;
  const { publicUrl, hostPage } = config;
  const formTokens = createFormTokens(publicUrl);
  const browsers = createKnownBrowsers(deps.vault, publicUrl);
  const provider = providerName(config);
  const ways = { hostPage, provider, host: hostSignIn(config), canReset: isMailSetUp(config) };
  usePages(app);

  app.get('/sign-in', route, async (request, reply) => {
    const query = request.query as Record<string, unknown>;
    const returnTo = localPath(query.return_to, publicUrl);
    if ((await sessions.read(request)) !== undefined) return reply.redirect(returnTo, 303);
    const csrfToken = formTokens.issue(request, reply);
    const signedOut = query.signed_out !== undefined;
    return sendSignInPage(reply, request, { csrfToken, returnTo, ...ways, signedOut });
  });

  app.post('/sign-in', route, async (request, reply) => {
    const csrfToken = formTokens.expected(request);
    const form = readOwnForm(request, publicUrl, csrfToken);
    const returnTo = localPath(form('return_to'), publicUrl);
    const email = form('email').trim();
    const doing = doingOfNobody(request);
    const from = { address: request.ip, browser: browsers.find(request, email), doing };
    const shown = await passwords.byEmail(email, form('password'), from);
    const isSignedIn =
      shown !== undefined &&
      (await runAgainOnDeadlock(db, (tx) => startFor(tx, shown, request, reply)));
    if (isSignedIn) {
      browsers.remember(request, reply, email);
      return reply.redirect(returnTo, 303);
    }
    const rejected = { email };
    return sendSignInPage(reply, request, { csrfToken, returnTo, ...ways, rejected });
  });

  /** False when the password was changed since it was shown. */
  async function startFor(
    tx: Db,
    { userId, passwordHash }: ShownPassword,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    if (!(await holdPassword(tx, userId, passwordHash))) return false;
    await beginSession(tx, deps, { request, reply }, userId);
    return true;
  }

  app.post('/sign-out', route, async (request, reply) => {
    const [session, portal] = [await sessions.read(request), await portalSessions.read(request)];
    if (session === undefined && portal === undefined) {
      return reply.redirect('/sign-in?signed_out', 303);
    }
    // No token: a page may be older than the session, and it must end all the same.
    const form = readFormOfOurs(request, publicUrl);
    // Both: who goes away leaves nothing open behind.
    await runAgainOnDeadlock(db, async (tx) => {
      if (portalSessions.isKnown(request)) await portalSessions.end(tx, request, reply);
      if (portal !== undefined) await recordPortalEnd(tx, request, portal);
      if (session !== undefined) await endSession(tx, deps, { request, reply }, session);
    });
    for (const one of [session, portal]) {
      if (one !== undefined) await deleteEmbedVisitsOf(db, one.userId);
    }
    if (session === undefined) return reply.redirect(PORTAL_CLOSED_PATH, 303);
    // Somebody else is to go on where this one was.
    const returnTo = localPath(form('return_to'), publicUrl, '');
    // An invitation says itself what is next: not everybody who follows one has an account.
    const isInvited = returnTo.startsWith(INVITATION_PATH);
    const next = isInvited ? returnTo : signInUrl(returnTo);
    return reply.redirect(returnTo === '' ? '/sign-in?signed_out' : next, 303);
  });

  linkRoutes(app, { ...deps, formTokens });
  portalRoutes(app, { ...deps, formTokens });
  invitationRoutes(app, { ...deps, formTokens });
  if (config.developers === 'open') signUpRoutes(app, { ...deps, formTokens });
  if (isMailSetUp(config)) resetRoutes(app, { ...deps, formTokens });
  if (provider !== undefined)
    oidcRoutes(app, { ...deps, provider: createProvider(config), name: provider });
}
