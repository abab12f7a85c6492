import type { FastifyReply, FastifyRequest } from 'fastify';
import { hostPageUrl } from '../app-bridge/host-page.ts';
import { readVisitor, type Visitor } from '../auth/visitors.ts';
import type { WebDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { refererOrigin } from '../lib/http/referer.ts';
import { parseId } from '../lib/ids.ts';
import type { Manifest } from '../manifest/schema.ts';
import { html } from '../pages/html.ts';
import { layout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, translator } from '../pages/texts.ts';
import { usePages } from '../pages/use-pages.ts';
import { signInUrl } from '../sign-in/return-to.ts';
import { selectVisits, type Visit } from './app-redirect-queries.ts';

const config = { auth: 'none' } as const;
const schema = { hide: true };

type Placement = 'sidebar' | 'toolbar';

/**
 * The way back into the host page, for a plugin that finds itself outside of its frame after the user let it in. Storyblok's plugins
 * come here without any parameter, so that which one it was is told by where the browser comes from, else by whom the user let in last.
 * `client_id` and `space_id` may say it.
 */
export async function appRedirectRoutes(app: App, deps: WebDeps): Promise<void> {
  usePages(app);
  const paths: [string, Placement][] = [
    ['/oauth/app_redirect', 'sidebar'],
    ['/oauth/tool_redirect', 'toolbar'],
  ];
  for (const [path, placement] of paths) {
    app.get(path, { config, schema }, async (request, reply) => {
      const session = await readVisitor(deps, request);
      if (session === undefined) {
        return reply.redirect(signInUrl(request.url), 303);
      }
      const { onlySpace } = session;
      const visits = (await selectVisits(deps.db, session.userId)).filter(
        ({ space_id }) => onlySpace === undefined || space_id === onlySpace,
      );
      const visit = mostLikely(visits, request, placement);
      if (visit === undefined) return sendUnknown(request, reply, session);
      return reply.redirect(hostPageUrl(deps.config, visit.space_id, visit.slug), 303);
    });
  }
}

/** `visits` are in order, the latest first; what is asked for by name must be so, the rest only weighs. */
function mostLikely(
  visits: readonly Visit[],
  request: FastifyRequest,
  placement: Placement,
): Visit | undefined {
  const { client_id, space_id } = request.query as Record<string, unknown>;
  const from = refererOrigin(request.headers.referer);
  const weigh = ({ manifest }: Visit): number =>
    (isFrom(manifest, from) ? 2 : 0) + (isPlaced(manifest, placement) ? 1 : 0);
  return visits
    .filter((visit) => client_id === undefined || visit.client_id === client_id)
    .filter((visit) => space_id === undefined || visit.space_id === parseId(space_id))
    .reduce<Visit | undefined>(
      (best, visit) => (best === undefined || weigh(visit) > weigh(best) ? visit : best),
      undefined,
    );
}

function isFrom(manifest: Manifest, origin: string | undefined): boolean {
  const urls = [
    manifest.app_url,
    manifest.embedded_app_url,
    manifest.dev_embedded_app_url,
    manifest.oauth_redirect_uri,
    manifest.dev_oauth_redirect_uri,
  ];
  return origin !== undefined && urls.some((url) => url !== null && new URL(url).origin === origin);
}

const isPlaced = ({ placements }: Manifest, placement: Placement): boolean =>
  placement === 'toolbar' ? placements.toolbar : placements.sidebar !== null;

function sendUnknown(request: FastifyRequest, reply: FastifyReply, session: Visitor): FastifyReply {
  const lang = chooseLang(session.lang, request.headers['accept-language']);
  const t = translator(lang);
  const title = t('redirect_title');
  const content = html`<h1>${title}</h1>
<p>${t('redirect_text')}</p>
<p><a href="/spaces">${t('redirect_spaces')}</a></p>`;
  const body = layout({ t, session, content });
  return sendPage(reply, { lang, theme: session.theme, title, status: 404, body });
}
