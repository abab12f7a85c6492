import type { FastifyReply, FastifyRequest } from 'fastify';
import { embeddingOrigins } from '../../app-bridge/host-page.ts';
import type { EmbedVisit } from '../../app-bridge/visit-queries.ts';
import { holdVisit, readEmbedVisit } from '../../app-bridge/visits.ts';
import { doingOfUser } from '../../audit/doing.ts';
import type { WebDeps } from '../../deps.ts';
import type { Db } from '../../lib/db.ts';
import { answerUrl } from './answer.ts';
import { orPage, orRedirect, redirect } from './answering.ts';
import { approve } from './approve.ts';
import { identifyAsker } from './asker.ts';
import { sendBeginPage } from './framed-pages.ts';
import { withHostPageMark } from './host-page.ts';
import { sendSuspendedPage, showing } from './pages.ts';
import { readQuery } from './query.ts';
import { type AuthorizationRequest, checkRequest } from './request.ts';
import { spacesFor } from './spaces.ts';
import { standingScopes } from './standing.ts';

/**
 * The authorization endpoint in a frame: never asks anything there, where a page of somebody else is around it. Where the user has let
 * the plugin in, it is answered at once; otherwise the page around is asked to lead its window here.
 */
export async function answerInFrame(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { config, db } = deps;
  const query = readQuery(request.url);
  const visit = await visitIn(deps, request, query.get('client_id'));
  const to = { ...showing(request, reply, visit), frameAncestors: config.hostOrigins };
  const asking = { query, issuer: config.publicUrl, userId: visit?.userId ?? null };
  const asker = await orPage(to, () => identifyAsker(db, asking));
  if (asker === undefined) return reply;
  if (asker.plugin.isSuspended) return sendSuspendedPage(to, asker);
  return orRedirect(reply, asker, async () => {
    const asked = checkRequest(asker, query);
    const scopes = visit && (await scopesOf(deps, asked, visit));
    const code = visit && scopes && (await letIn(deps, request, { asked, visit, scopes }));
    if (code !== undefined) {
      const space_id = String(visit?.spaceId);
      return redirect(reply, answerUrl(asked.destination, { code, space_id }));
    }
    // There is one: it has the client's id.
    const search = request.url.slice(request.url.indexOf('?'));
    return sendBeginPage(to, asked, {
      redirectTo: withHostPageMark(`${config.publicUrl}/oauth/authorize${search}`),
      hostOrigins: visit === undefined ? embeddingOrigins(config) : [visit.hostOrigin],
    });
  });
}

/** The visit, if its page may still embed plugins. */
async function visitIn(
  deps: WebDeps,
  request: FastifyRequest,
  clientId: string | undefined,
): Promise<EmbedVisit | undefined> {
  const visit = await readEmbedVisit(deps, request, clientId);
  const isAllowed = visit && embeddingOrigins(deps.config).includes(visit.hostOrigin);
  return isAllowed ? visit : undefined;
}

/** In the space of the page around: another one that is named is not theirs. */
async function scopesOf(
  { db }: WebDeps,
  asked: AuthorizationRequest,
  { userId, spaceId }: EmbedVisit,
): Promise<string[] | undefined> {
  if ((asked.spaceId ?? spaceId) !== spaceId) return undefined;
  const choices = await spacesFor(db, userId, asked.plugin);
  const space = choices.find(({ id }) => id === spaceId);
  return space && standingScopes(db, { asked, space, userId });
}

/** Who is let in, with what. */
interface Entry {
  asked: AuthorizationRequest;
  visit: EmbedVisit;
  scopes: string[];
}

/** @returns the code; undefined when the consent has ended meanwhile. */
function letIn(
  deps: WebDeps,
  request: FastifyRequest,
  { asked, visit: { userId, spaceId }, scopes }: Entry,
): Promise<string | undefined> {
  const hold = (tx: Db) => holdVisit(tx, deps.config, request, asked.plugin.clientId);
  const doing = doingOfUser(request, userId);
  const given = { userId, spaceId, scopes, installs: false, isStanding: true, doing };
  return approve(deps, asked, { ...given, hold });
}
