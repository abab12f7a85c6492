import type { FastifyReply, FastifyRequest } from 'fastify';
import { selectSignInLink, useSignInLink } from '../auth/sign-in-link-queries.ts';
import type { WebDeps } from '../deps.ts';
import { sha256 } from '../lib/crypto.ts';
import type { App } from '../lib/http/app.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { readOwnForm } from '../pages/use-pages.ts';
import { beginSession } from './begin-session.ts';
import type { FormTokens } from './form-tokens.ts';
import { sendGonePage, sendLinkPage } from './link-pages.ts';
import { LINK_PATH } from './links.ts';
import { hostSignIn } from './sign-in-page.ts';
import { isVisit } from './visit.ts';
import { countWrongLink, type WrongLinkDeps } from './wrong-link.ts';

/** What {@link linkRoutes} needs; its form is for browsers without a session, so that it has a token of its own. */
export interface LinkDeps extends WebDeps, WrongLinkDeps {
  formTokens: FormTokens;
}

type LinkRequest = FastifyRequest<{ Params: { token: string } }>;

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

/** Where sign-in links lead: signs a browser in at once, and asks first whatever may be something else. */
export function linkRoutes(app: App, deps: LinkDeps): void {
  const { config, db, sessions, formTokens } = deps;

  async function refuse(request: LinkRequest, reply: FastifyReply): Promise<FastifyReply> {
    await countWrongLink(deps, request, 'sign-in link');
    return sendGonePage(reply, request, hostSignIn(config));
  }

  async function consume(request: LinkRequest, reply: FastifyReply): Promise<FastifyReply> {
    const link = await runAgainOnDeadlock(db, async (tx) => {
      const used = await useSignInLink(tx, sha256(request.params.token));
      if (used === undefined) return undefined;
      await beginSession(tx, deps, { request, reply }, used.user_id);
      return used;
    });
    return link === undefined ? refuse(request, reply) : reply.redirect(link.path, 303);
  }

  app.get(`${LINK_PATH}:token`, route, async (request: LinkRequest, reply) => {
    const link = await selectSignInLink(db, sha256(request.params.token));
    if (link === undefined) return refuse(request, reply);
    const session = await sessions.read(request);
    const isSomebodyElse = session !== undefined && session.userId !== link.user_id;
    if (isVisit(request) && !isSomebodyElse) return consume(request, reply);
    return sendLinkPage(reply, request, {
      link,
      hostPage: config.hostPage,
      csrfToken: formTokens.issue(request, reply),
      instead: isSomebodyElse ? session.friendlyName : undefined,
    });
  });

  app.post(`${LINK_PATH}:token`, route, async (request: LinkRequest, reply) => {
    readOwnForm(request, config.publicUrl, formTokens.expected(request));
    return consume(request, reply);
  });
}
