import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PortalSession } from '../auth/portal-sessions.ts';
import type { Visitor } from '../auth/visitors.ts';
import type { WebDeps } from '../deps.ts';
import { selectInstalledManifests } from '../installs/queries.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { parseId } from '../lib/ids.ts';
import type { Manifest } from '../manifest/schema.ts';
import { chooseLang, LANGS } from '../pages/texts.ts';
import { usePages } from '../pages/use-pages.ts';
import { sendOutsidePortalPage, sendPortalEndedPage } from '../sign-in/portal-pages.ts';
import { signInUrl } from '../sign-in/return-to.ts';
import { selectVisitedSpace } from '../spaces/membership-queries.ts';
import { NOT_BUILT, sendConsole } from './document.ts';
import { consoleFileRoutes } from './file-routes.ts';
import { openConsoleFiles } from './files.ts';
import { viewRoutes } from './view-routes.ts';

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

/** The addresses of the console's pages. Which page each is, its own routes say (`console/src/routes.tsx`). */
const STARTS = ['/', '/spaces'];
const NOTIFICATIONS = '/notifications';
// A plugin is there by its id or its slug: what of it is shown, and whether there is one, the console asks.
const DEVELOPER_PAGES = ['/plugins', '/plugins/:plugin', '/plugins/:plugin/*', '/deliveries'];
const OPERATOR_PAGES = ['/operator', '/operator/*'];
const OWN_PAGES = ['/account', '/grants', ...DEVELOPER_PAGES, ...OPERATOR_PAGES];
const PAGES = [...STARTS, NOTIFICATIONS, ...OWN_PAGES];
const SPACE_PAGES = ['/spaces/:id', '/spaces/:id/*'];
const ENTRY = 'src/main.tsx';

/** The console: one document for all its pages, one for each of its views in pages of hosts, and its files. */
export async function consoleRoutes(app: App, deps: WebDeps): Promise<void> {
  const { config } = deps;
  const files = openConsoleFiles();
  const entries = new Map(LANGS.map((lang) => [lang, files?.entry(ENTRY, lang)]));
  if (files === undefined) deps.log.warn(NOT_BUILT);
  usePages(app);

  async function show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const session = await deps.sessions.read(request);
    if (session !== undefined) return send(request, reply, session);
    const inPortal = await deps.portalSessions.read(request);
    if (inPortal !== undefined) return showPortal(request, reply, inPortal);
    if (!deps.portalSessions.isKnown(request)) return reply.redirect(signInUrl(request.url), 303);
    return sendPortalEndedPage(reply, request, { host: config.brandName, back: request.url });
  }

  /** Their space, what plugins told there, and nothing else. */
  async function showPortal(
    request: FastifyRequest,
    reply: FastifyReply,
    session: PortalSession,
  ): Promise<FastifyReply> {
    const { onlySpace } = session;
    const path = request.routeOptions.url ?? '';
    if (STARTS.includes(path)) return reply.redirect(`/spaces/${onlySpace}`, 303);
    const { id } = request.params as { id?: string };
    const isOfSpace = id === undefined ? path === NOTIFICATIONS : parseId(id) === onlySpace;
    if (isOfSpace) return send(request, reply, session);
    const space = await selectVisitedSpace(deps.db, onlySpace, session.userId);
    const names = { space: space?.name ?? '', host: config.brandName };
    return sendOutsidePortalPage(reply, request, { session, ...names });
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    session: Visitor,
  ): Promise<FastifyReply> {
    const lang = chooseLang(session.lang, request.headers['accept-language']);
    const entry = entries.get(lang);
    if (entry === undefined) throw new Failure('console_not_built', NOT_BUILT);
    const { id } = request.params as { id?: string };
    const document = { lang, session, entry };
    if (id === undefined) return sendConsole(reply, document);
    const frameOrigins = await originsIn(deps, id, session.userId);
    if (frameOrigins === undefined) return sendConsole(reply, { ...document, status: 404 });
    return sendConsole(reply, { ...document, frameOrigins });
  }

  for (const path of [...PAGES, ...SPACE_PAGES]) app.get(path, route, show);
  viewRoutes(app, deps, files);
  consoleFileRoutes(app, files);
}

/** The origins of the plugins' pages in a space: all that its pages may embed (CSP `frame-src`). Undefined for who is no member. */
async function originsIn(
  { db }: WebDeps,
  id: string,
  userId: number,
): Promise<string[] | undefined> {
  const spaceId = parseId(id);
  const space = spaceId && (await selectVisitedSpace(db, spaceId, userId));
  if (!space) return undefined;
  return frameOrigins(await selectInstalledManifests(db, space.id), space.development);
}

/** @param development whether their developers' own addresses count too. */
function frameOrigins(manifests: readonly Manifest[], development: boolean): string[] {
  const urls = manifests.flatMap((manifest) => [
    manifest.embedded_app_url,
    development ? manifest.dev_embedded_app_url : null,
  ]);
  const origins = urls.flatMap((url) => (url === null ? [] : [new URL(url).origin]));
  return [...new Set(origins)];
}
