import type { FastifyReply, FastifyRequest } from 'fastify';
import { deleteEmbedVisitsOf } from '../app-bridge/visit-queries.ts';
import { doingOfUser } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { selectPortalLink } from '../auth/portal-link-queries.ts';
import { readVisitor } from '../auth/visitors.ts';
import type { WebDeps } from '../deps.ts';
import { sha256 } from '../lib/crypto.ts';
import type { App } from '../lib/http/app.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { readOwnForm } from '../pages/use-pages.ts';
import { endSession, recordPortalEnd } from './begin-session.ts';
import type { FormTokens } from './form-tokens.ts';
import { PORTAL_PATH } from './portal-links.ts';
import { sendPortalEndedPage, sendPortalGonePage, sendPortalLinkPage } from './portal-pages.ts';
import { isVisit } from './visit.ts';
import { countWrongLink, type WrongLinkDeps } from './wrong-link.ts';

/** What {@link portalRoutes} needs; its form is for browsers without a session, so that it has a token of its own. */
export interface PortalDeps extends WebDeps, WrongLinkDeps {
  formTokens: FormTokens;
}

/** What somebody sees who left a portal. */
export const PORTAL_CLOSED_PATH = '/portal';

type LinkRequest = FastifyRequest<{ Params: { token: string } }>;

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

/** Where links to portals lead: into the console of one space at once, where nothing speaks for something else. */
export function portalRoutes(app: App, deps: PortalDeps): void {
  const { config, db, sessions, portalSessions, formTokens } = deps;
  const host = config.brandName;

  async function refuse(request: LinkRequest, reply: FastifyReply): Promise<FastifyReply> {
    await countWrongLink(deps, request, 'portal link');
    return sendPortalGonePage(reply, request, host);
  }

  async function consume(request: LinkRequest, reply: FastifyReply): Promise<FastifyReply> {
    const [session, portal] = [await sessions.read(request), await portalSessions.read(request)];
    const place = await runAgainOnDeadlock(db, async (tx) => {
      const opened = await portalSessions.start(tx, request, reply, sha256(request.params.token));
      if (opened === undefined) return undefined;
      const { userId: target, spaceId } = opened;
      if (portal !== undefined) await recordPortalEnd(tx, request, portal);
      // Who is signed in is seen before who came by a link: another person's session would hide what was opened.
      if (session !== undefined && session.userId !== target) {
        await endSession(tx, deps, { request, reply }, session);
      }
      const about = { target, spaceId };
      await record(tx, doingOfUser(request, target), {
        action: 'portal_session.started',
        ...about,
      });
      return opened;
    });
    if (place === undefined) return refuse(request, reply);
    for (const left of [session, portal]) {
      if (left !== undefined && left.userId !== place.userId) {
        await deleteEmbedVisitsOf(db, left.userId);
      }
    }
    return reply.header('cache-control', 'no-store').redirect(`/spaces/${place.spaceId}`, 303);
  }

  app.get(PORTAL_CLOSED_PATH, route, async (request, reply) =>
    sendPortalEndedPage(reply, request, { host, status: 200 }),
  );

  app.get(`${PORTAL_PATH}:token`, route, async (request: LinkRequest, reply) => {
    const link = await selectPortalLink(db, sha256(request.params.token));
    if (link === undefined) return refuse(request, reply);
    const session = await readVisitor(deps, request);
    const isSomebodyElse = session !== undefined && session.userId !== link.user_id;
    if (isVisit(request) && !isSomebodyElse) return consume(request, reply);
    return sendPortalLinkPage(reply, request, {
      link,
      csrfToken: formTokens.issue(request, reply),
      instead: isSomebodyElse ? session.friendlyName : undefined,
    });
  });

  app.post(`${PORTAL_PATH}:token`, route, async (request: LinkRequest, reply) => {
    readOwnForm(request, config.publicUrl, formTokens.expected(request));
    return consume(request, reply);
  });
}
