import type { FastifyReply, FastifyRequest } from 'fastify';
import { hostPageUrl } from '../../app-bridge/host-page.ts';
import { doingOfUser } from '../../audit/doing.ts';
import { holdVisitor, readVisitor, type Visitor } from '../../auth/visitors.ts';
import type { WebDeps } from '../../deps.ts';
import type { Db } from '../../lib/db.ts';
import { Failure } from '../../lib/failures.ts';
import type { App } from '../../lib/http/app.ts';
import { parseId } from '../../lib/ids.ts';
import { isFramed } from '../../pages/frames.ts';
import { readOwnForm, usePages } from '../../pages/use-pages.ts';
import { mayBeginMore } from '../../replays/bounds.ts';
import { signInUrl } from '../../sign-in/return-to.ts';
import { selectScopeDescriptions } from '../../vocabulary/queries.ts';
import { answerUrl } from './answer.ts';
import { orPage, orRedirect, redirect } from './answering.ts';
import { approve, type Consent } from './approve.ts';
import { identifyAsker } from './asker.ts';
import { chosenDays, type DescribedScope, PAST_FIELD } from './consent-parts.ts';
import { AuthorizationError } from './errors.ts';
import { answerInFrame } from './framed.ts';
import { eventsFingerprint, eventsHeardIn, newlyHeard } from './heard-events.ts';
import { endsInHostPage, hostHome, withHostPageMark } from './host-page.ts';
import { offerFingerprint, offerFor, termsOf, withTerms } from './offer.ts';
import {
  type Showing,
  sendCannotPage,
  sendConsentPage,
  sendDeclinedPage,
  sendObstaclePage,
  sendSpacesPage,
  sendSuspendedPage,
  showing,
} from './pages.ts';
import { readQuery } from './query.ts';
import { type AuthorizationRequest, checkRequest } from './request.ts';
import { isOpen, type SpaceChoice, spacesFor } from './spaces.ts';
import { scopesFor, standingScopes } from './standing.ts';

const config = { auth: 'none' } as const;
const schema = { hide: true };

/** The authorization endpoint (RFC 6749 §3.1): pages for the user whose consent a plugin asks for. */
export async function authorizeRoutes(app: App, deps: WebDeps): Promise<void> {
  usePages(app);
  for (const path of ['/oauth/authorize', '/a/auth/v0/authorize']) {
    // HEAD must not let anybody in.
    app.get(path, { config, schema, exposeHeadRoute: false }, (request, reply) =>
      isFramed(request) ? answerInFrame(deps, request, reply) : answer(deps, request, reply, ask),
    );
    app.post(path, { config, schema }, (request, reply) => answer(deps, request, reply, decide));
  }
}

/** A request with nothing wrong in it, from somebody who is signed in. */
interface Visit {
  deps: WebDeps;
  request: FastifyRequest;
  to: Showing;
  session: Visitor;
  asked: AuthorizationRequest;
  /** The user goes on to the page of the host that shows the plugin, and not to the plugin (see `endsInHostPage`). */
  toHostPage: boolean;
}

/** Who asks, what they ask, who is asked: in this order, since each decides how the next can be refused. */
async function answer(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  proceed: (visit: Visit) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const query = readQuery(request.url);
  const session = await readVisitor(deps, request);
  // In a portal nobody develops.
  const developer = session?.onlySpace === undefined ? session?.userId : undefined;
  const asking = { query, issuer: deps.config.publicUrl, userId: developer ?? null };
  const asker = await orPage(showing(request, reply, session), () =>
    identifyAsker(deps.db, asking),
  );
  if (asker === undefined) return reply;
  // Before anything is judged that could send the browser to the plugin.
  if (asker.plugin.isSuspended) return sendSuspendedPage(showing(request, reply), asker);
  return orRedirect(reply, asker, async () => {
    const asked = checkRequest(asker, query);
    const toHostPage = endsInHostPage(deps.config, asker.plugin, { request, query });
    const path = toHostPage ? withHostPageMark(request.url) : request.url;
    if (session === undefined) return reply.redirect(signInUrl(path), 303);
    const to = { ...showing(request, reply, session), path };
    return proceed({ deps, request, to, session, asked, toHostPage });
  });
}

async function choicesOf({ deps, session, asked }: Visit): Promise<SpaceChoice[]> {
  const choices = await spacesFor(deps.db, session.userId, asked.plugin);
  const { onlySpace } = session;
  return onlySpace === undefined ? choices : choices.filter(({ id }) => id === onlySpace);
}

const NO_SPACE = { text: 'consent_no_space', status: 403 } as const;
const NO_MEMBER = { text: 'consent_no_member', status: 404 } as const;

/** GET: which space, and whether the user has agreed before. */
async function ask(visit: Visit): Promise<FastifyReply> {
  const { to, asked } = visit;
  const choices = await choicesOf(visit);
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
  const standing = await standingScopes(deps.db, { asked, space, userId: session.userId });
  if (standing === undefined || space.pending !== null)
    return sendConsent(visit, space, shownScopes(asked, space));
  if (visit.toHostPage) return sendToHostPage(visit, space);
  return letIn(visit, space, { scopes: standing, isStanding: true });
}

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
  isPastRefused = false,
): Promise<FastifyReply> {
  const { db, config } = deps;
  const offer = offerFor(asked, space);
  const { pending, optional } = offer;
  const all = [...names, ...optional, ...pending.scopes];
  const descriptions = await selectScopeDescriptions(db, all);
  const described = (some: string[]): DescribedScope[] =>
    some.map((name) => ({ name, description: descriptions.get(name) ?? '' }));
  return sendConsentPage(to, {
    request: asked,
    session,
    space,
    scopes: described(names),
    events: await eventsHeardIn(db, asked.plugin.manifest, space.granted),
    optional: described(optional),
    news: {
      scopes: described(pending.scopes),
      events: await newlyHeard(db, pending.events),
    },
    fingerprint: offerFingerprint(offer),
    isPastOffered: !isPastRefused && (await mayBeginMore(db, session.userId)),
    hostName: config.brandName,
    hostHome: hostHome(config),
  });
}

/** POST: what the user decided on the consent page. */
async function decide(visit: Visit): Promise<FastifyReply> {
  const { deps, request, to, session, asked } = visit;
  const form = readOwnForm(request, deps.config.publicUrl, session.csrfToken);
  const decision = form('decision');
  if (decision !== 'allow' && decision !== 'keep') {
    if (visit.toHostPage) return sendDeclinedPage(to, asked, hostHome(deps.config));
    throw new AuthorizationError('access_denied', 'The user declined');
  }
  const spaceId = parseId(form('space_id'));
  const space = (await choicesOf(visit)).find(({ id }) => id === spaceId);
  if (space === undefined) return sendCannotPage(to, asked, NO_MEMBER);
  // What changed while the page was open must be seen before it is agreed to.
  const isAsShown =
    form('scope') === shownScopes(asked, space).join(' ') &&
    form('offer') === offerFingerprint(offerFor(asked, space)) &&
    (space.entry !== 'install' ||
      (form('installs') === 'yes' && form('events') === eventsFingerprint(asked.plugin.manifest)));
  if (!isOpen(space) || !isAsShown) return askFor(visit, space);
  const terms = termsOf(asked, space, form);
  const agreed = terms === undefined ? space : withTerms(space, terms);
  const scopes = scopesFor(asked, agreed);
  const backfillDays = form('installs') === 'yes' ? chosenDays(form(PAST_FIELD)) : undefined;
  return letIn(visit, space, { scopes, isStanding: false, terms, backfillDays });
}

async function letIn(
  visit: Visit,
  space: SpaceChoice,
  given: Pick<Consent, 'scopes' | 'isStanding' | 'terms' | 'backfillDays'>,
): Promise<FastifyReply> {
  const { deps, request, to, session, asked } = visit;
  const installs = space.entry === 'install';
  const consent = {
    userId: session.userId,
    spaceId: space.id,
    ...given,
    installs,
    doing: doingOfUser(request, session.userId),
    hold: (tx: Db) => holdVisitor(deps, tx, request, session),
  };
  let isPastRefused = false;
  const code = await approve(deps, asked, consent).catch((error) => {
    isPastRefused = error instanceof Failure && error.code === 'too_many_requests';
    if (given.backfillDays === undefined || !isPastRefused) throw error;
    return undefined;
  });
  // Nothing was done: they decide again, and see why.
  if (code === undefined)
    return sendConsent(visit, space, shownScopes(asked, space), isPastRefused);
  if (visit.toHostPage) return sendToHostPage(visit, space);
  return redirect(to.reply, answerUrl(asked.destination, { code, space_id: String(space.id) }));
}

function sendToHostPage({ deps, to, asked }: Visit, { id }: SpaceChoice): FastifyReply {
  return redirect(to.reply, hostPageUrl(deps.config, id, asked.plugin.slug));
}
