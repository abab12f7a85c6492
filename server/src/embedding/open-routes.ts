import type { FastifyReply, FastifyRequest } from 'fastify';
import { embeddedPageUrl } from '../app-bridge/embedded-page.ts';
import { openTicket } from '../app-bridge/visits.ts';
import type { WebDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { isFramed } from '../pages/frames.ts';
import { html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, translator } from '../pages/texts.ts';

const route = { config: { auth: 'none' }, schema: { hide: true }, exposeHeadRoute: false } as const;

/** Where a page of the host begins the frame of a plugin, so that its user is known in it (see `openTicket`). */
export function openRoutes(app: App, deps: WebDeps): void {
  app.get('/embed/open', route, async (request, reply) => {
    const { ticket, theme } = request.query as Record<string, unknown>;
    if (!isFramed(request)) return sendNotOpened(request, reply, deps);
    const given = typeof ticket === 'string' ? ticket : '';
    const opened = await openTicket(deps, { request, reply, ticket: given });
    const acceptLanguage = request.headers['accept-language'];
    const url = opened && embeddedPageUrl(opened.visit, { ...opened, acceptLanguage, theme });
    if (url === undefined) return sendNotOpened(request, reply, deps);
    return reply.header('cache-control', 'no-store').redirect(url, 303);
  });
}

function sendNotOpened(
  request: FastifyRequest,
  reply: FastifyReply,
  { config: { hostOrigins } }: WebDeps,
): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const title = t('embed_not_opened_title');
  const content = html`<h1>${title}</h1>
<p>${t('embed_not_opened_text')}</p>`;
  const body = cardLayout({ content });
  return sendPage(reply, { lang, title, status: 400, frameAncestors: hostOrigins, body });
}
