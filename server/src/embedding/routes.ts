import { readFile } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { doingOfUser } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Session } from '../auth/sessions.ts';
import type { WebDeps } from '../deps.ts';
import { selectInstalledManifests } from '../installs/queries.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { parseId } from '../lib/ids.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import type { Manifest } from '../manifest/schema.ts';
import { readOwnForm, usePages } from '../pages/use-pages.ts';
import { signInUrl } from '../sign-in/return-to.ts';
import {
  selectSpacesOf,
  selectVisitedSpace,
  updateDevelopment,
  type VisitedSpace,
} from '../spaces/membership-queries.ts';
import { readBridgeFiles } from './bridge-files.ts';
import { openRoutes } from './open-routes.ts';
import { sendHostPage, sendSpaces } from './views.ts';

const config = { auth: 'none' } as const;
const schema = { hide: true };
const PAGE_SCRIPTS = {
  'host-page.js': new URL('../../assets/host-page.js', import.meta.url),
  'begin-oauth.js': new URL('../../assets/begin-oauth.js', import.meta.url),
};

type Handler<Params> = (
  session: Session,
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
) => Promise<FastifyReply>;

/** The host page: a space with the pages of its plugins, built from the elements of the bridge as any host would. */
export async function embeddingRoutes(app: App, deps: WebDeps): Promise<void> {
  const { db } = deps;
  usePages(app);

  function forVisitors<Params>(handler: Handler<Params>) {
    return async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply) => {
      const session = await deps.sessions.read(request);
      if (session !== undefined) return handler(session, request, reply);
      return reply.redirect(signInUrl(request.url), 303);
    };
  }

  app.get('/', { config, schema }, (_request, reply) => reply.redirect('/spaces', 303));
  app.get(
    '/spaces',
    { config, schema },
    forVisitors(async (session, request, reply) =>
      sendSpaces(reply, request, session, await selectSpacesOf(db, session.userId)),
    ),
  );
  for (const path of ['/spaces/:id', '/spaces/:id/plugins/:slug']) {
    app.get(
      path,
      { config, schema },
      forVisitors<{ id: string; slug?: string }>(async (session, request, reply) => {
        const space = await findVisitedSpace(deps, request.params.id, session);
        const manifests = await selectInstalledManifests(db, space.id);
        return sendHostPage(reply, request, session, {
          space,
          slug: request.params.slug,
          plugins: manifests,
          frameOrigins: frameOrigins(manifests, space.development),
        });
      }),
    );
  }
  app.post(
    '/spaces/:id/development',
    { config, schema },
    forVisitors<{ id: string }>(async (session, request, reply) => {
      const form = readOwnForm(request, deps.config.publicUrl, session.csrfToken);
      const space = await findVisitedSpace(deps, request.params.id, session);
      const { userId } = session;
      await runAgainOnDeadlock(db, async (tx) => {
        await updateDevelopment(tx, space.id, userId, form('development') === 'on');
        await record(tx, doingOfUser(request, userId), {
          action: 'member.updated',
          target: [space.id, userId],
          spaceId: space.id,
          changed: ['development'],
        });
      });
      return reply.redirect(`/spaces/${space.id}`, 303);
    }),
  );
  openRoutes(app, deps);
  await serveScripts(app);
}

async function findVisitedSpace(
  { db }: WebDeps,
  id: string,
  { userId }: Session,
): Promise<VisitedSpace> {
  const spaceId = parseId(id);
  const space = spaceId && (await selectVisitedSpace(db, spaceId, userId));
  if (!space) throw new Failure('space_not_found', 'There is no such space, or you are no member');
  return space;
}

async function serveScripts(app: App): Promise<void> {
  const bridge = await readBridgeFiles();
  const files = new Map([...bridge].map(([path, bytes]) => [`bridge/${path}`, bytes]));
  for (const [name, url] of Object.entries(PAGE_SCRIPTS)) files.set(name, await readFile(url));
  for (const [path, bytes] of files) {
    app.get(`/assets/${path}`, { config, schema }, (_request, reply) =>
      reply
        .headers({ 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' })
        .type('text/javascript; charset=utf-8')
        .send(bytes),
    );
  }
}

/**
 * The origins that the pages of these plugins come from: all that the host page may embed (CSP `frame-src`).
 *
 * @param development whether their developers' own addresses count too.
 */
function frameOrigins(manifests: readonly Manifest[], development: boolean): string[] {
  const urls = manifests.flatMap((manifest) => [
    manifest.embedded_app_url,
    development ? manifest.dev_embedded_app_url : null,
  ]);
  const origins = urls.flatMap((url) => (url === null ? [] : [new URL(url).origin]));
  return [...new Set(origins)];
}
