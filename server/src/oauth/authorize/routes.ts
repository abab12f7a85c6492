import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../auth/sessions.ts';
import type { WebDeps } from '../../deps.ts';
import { selectGrantedScopes } from '../../grants/queries.ts';
import type { App } from '../../lib/http/app.ts';
import { parseId } from '../../lib/ids.ts';
import { readOwnForm, usePages } from '../../pages/use-pages.ts';
import { signInUrl } from '../../sign-in/return-to.ts';
import { selectScopeDescriptions } from '../../vocabulary/queries.ts';
import { asciiOnly, OAuthError } from '../errors.ts';
import { answerUrl } from './answer.ts';
import { approve } from './approve.ts';
import { type Asker, identifyAsker } from './asker.ts';
import { AuthorizationError, AuthorizationPageError } from './errors.ts';
import {
  type Showing,
  sendCannotPage,
  sendConsentPage,
  sendObstaclePage,
  sendSpacesPage,
  sendSuspendedPage,
  sendUnanswerablePage,
  showing,
} from './pages.ts';
import { selectSpacesFor } from './queries.ts';
import { readQuery } from './query.ts';
import { type AuthorizationRequest, checkRequest } from './request.ts';
import { isOpen, type SpaceChoice, toChoice } from './spaces.ts';

const config = { auth: 'none' } as const;
const schema = { hide: true };

/** The authorization endpoint (RFC 6749 §3.1): pages for the user whose consent a plugin asks for. */
export async function authorizeRoutes(app: App, deps: WebDeps): Promise<void> {
  await usePages(app);
  for (const path of ['/oauth/authorize', '/a/auth/v0/authorize']) {
    // HEAD must not let anybody in.
    app.get(path, { config, schema, exposeHeadRoute: false }, (request, reply) =>
      answer(deps, request, reply, ask),
    );
    app.post(path, { config, schema }, (request, reply) => answer(deps, request, reply, decide));
  }
}

/** A request with nothing wrong in it, from somebody who is signed in. */
interface Visit {
  deps: WebDeps;
  request: FastifyRequest;
  to: Showing;
  session: Session;
  asked: AuthorizationRequest;
}

/** Who asks, what they ask, who is asked: in this order, since each decides how the next can be refused. */
async function answer(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  proceed: (visit: Visit) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const query = readQuery(request.url);
  const session = await deps.sessions.read(request);
  const asking = { query, issuer: deps.config.publicUrl, userId: session?.userId ?? null };
  const asker = await orPage(showing(request, reply, session), () =>
    identifyAsker(deps.db, asking),
  );
  if (asker === undefined) return reply;
  // Before anything is judged that could send the browser to the plugin.
  if (asker.plugin.isSuspended) return sendSuspendedPage(showing(request, reply), asker);
  return orRedirect(reply, asker, async () => {
    const asked = checkRequest(asker, query);
    if (session === undefined) return reply.redirect(signInUrl(request.url), 303);
    return proceed({ deps, request, to: showing(request, reply, session), session, asked });
  });
}

async function orPage<T>(to: Showing, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AuthorizationPageError)) throw error;
    sendUnanswerablePage(to, error.text);
    return undefined;
  }
}

async function orRedirect(
  reply: FastifyReply,
  { destination }: Asker,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AuthorizationError || error instanceof OAuthError)) throw error;
    const { code, message } = error;
    const told = { error: code, error_description: asciiOnly(message) };
    return redirect(reply, answerUrl(destination, told));
  }
}

// Never 307, which would post the user's form to the plugin (RFC 9700 §4.12).
const redirect = (reply: FastifyReply, url: string): FastifyReply =>
  reply.header('cache-control', 'no-store').redirect(url, 303);

async function spacesFor({ deps, session, asked: { plugin } }: Visit): Promise<SpaceChoice[]> {
  const rows = await selectSpacesFor(deps.db, session.userId, plugin.id);
  return rows.map((row) => toChoice(row, plugin.manifest));
}

const NO_SPACE = { text: 'consent_no_space', status: 403 } as const;
const NO_MEMBER = { text: 'consent_no_member', status: 404 } as const;

/** GET: which space, and whether the user has agreed before. */
async function ask(visit: Visit): Promise<FastifyReply> {
  const { to, asked } = visit;
  const choices = await spacesFor(visit);
  const open = choices.filter(isOpen);
  if (asked.spaceId !== undefined)
    return askFor(
      visit,
      choices.find(({ id }) => id === asked.spaceId),
    );
  if (open.length > 1) return sendSpacesPage(to, asked, choices);
  if (open.length === 0) return sendCannotPage(to, asked, NO_SPACE);
  return askFor(visit, open[0]);
}

async function askFor(visit: Visit, space: SpaceChoice | undefined): Promise<FastifyReply> {
  const { to, asked, session, deps } = visit;
  if (space === undefined) return sendCannotPage(to, asked, NO_MEMBER);
  const { entry } = space;
  if (entry !== 'installed' && entry !== 'install') {
    return sendObstaclePage(to, asked, { ...space, entry });
  }
  const scopes = scopesFor(asked, space);
  if (entry === 'installed' && !mayBeImpersonated(asked)) {
    const key = { pluginId: asked.plugin.id, userId: session.userId, spaceId: space.id };
    const granted = await selectGrantedScopes(deps.db, key);
    if (granted !== undefined && scopes.every((scope) => granted.includes(scope))) {
      return letIn(visit, space, scopes);
    }
  }
  return sendConsent(visit, space, shownScopes(asked, space));
}

// Any program on the user's machine can say a public client's id and listen at a port of its own: only the user can tell whether they
// started this (RFC 8252 §8.6, RFC 6749 §10.2).
const mayBeImpersonated = ({ plugin, destination }: AuthorizationRequest): boolean =>
  plugin.isPublic && destination.redirectUri.startsWith('http:');

/** What the plugin asks for, as far as the space's admin allows it. */
const scopesFor = ({ scopes }: AuthorizationRequest, space: SpaceChoice): string[] =>
  space.scopes === null ? scopes : scopes.filter((scope) => space.scopes?.includes(scope));

/**
 * What the user is told. Where they install, that is all that the plugin may ever ask for: by its install it gets tokens that act for
 * the installer without asking anybody, whatever it asks for now.
 */
const shownScopes = (asked: AuthorizationRequest, space: SpaceChoice): string[] =>
  space.entry === 'install' ? asked.plugin.manifest.scopes : scopesFor(asked, space);

async function sendConsent(
  { deps, to, session, asked }: Visit,
  space: SpaceChoice,
  names: string[],
): Promise<FastifyReply> {
  const descriptions = await selectScopeDescriptions(deps.db, names);
  const scopes = names.map((name) => ({ name, description: descriptions.get(name) ?? '' }));
  const { brandName: hostName } = deps.config;
  return sendConsentPage(to, { request: asked, session, space, scopes, hostName });
}

/** POST: what the user decided on the consent page. */
async function decide(visit: Visit): Promise<FastifyReply> {
  const { deps, request, to, session, asked } = visit;
  const form = readOwnForm(request, deps.config.publicUrl, session.csrfToken);
  if (form('decision') !== 'allow') {
    throw new AuthorizationError('access_denied', 'The user declined');
  }
  const spaceId = parseId(form('space_id'));
  const space = (await spacesFor(visit)).find(({ id }) => id === spaceId);
  if (space === undefined) return sendCannotPage(to, asked, NO_MEMBER);
  // What changed while the page was open must be seen before it is agreed to.
  const isAsShown =
    form('scope') === shownScopes(asked, space).join(' ') &&
    (space.entry !== 'install' || form('installs') === 'yes');
  if (!isOpen(space) || !isAsShown) return askFor(visit, space);
  return letIn(visit, space, scopesFor(asked, space));
}

async function letIn(
  { deps, request, to, session, asked }: Visit,
  space: SpaceChoice,
  scopes: string[],
): Promise<FastifyReply> {
  const installs = space.entry === 'install';
  const consent = { userId: session.userId, spaceId: space.id, scopes, installs, browser: request };
  const code = await approve(deps, asked, consent);
  const url = answerUrl(asked.destination, { code, space_id: String(space.id) });
  return redirect(to.reply, url);
}
