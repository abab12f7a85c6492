import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PortalLinkRow } from '../auth/portal-link-queries.ts';
import type { PortalSession } from '../auth/portal-sessions.ts';
import { csrfField } from '../pages/forms.ts';
import { type Html, html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, type Translate, translator } from '../pages/texts.ts';
import { signInUrl } from './return-to.ts';

/** What {@link sendPortalLinkPage} shows of a link that still works. */
export interface PortalLinkPage {
  link: PortalLinkRow;
  csrfToken: string;
  /** Who is signed in with this browser now, when it is somebody else. */
  instead: string | undefined;
}

/** Asks before a link to a portal is used. */
export function sendPortalLinkPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { link, csrfToken, instead }: PortalLinkPage,
): FastifyReply {
  const lang = chooseLang(link.lang, request.headers['accept-language']);
  const t = translator(lang);
  const names = { name: link.friendly_name, space: link.space_name };
  const title = t('portal_link_title', names);
  const content = html`<h1>${title}</h1>
<p>${t('portal_link_text', names)}</p>
${instead !== undefined && html`<p>${t('sign_in_link_instead', { name: instead })}</p>`}
<form method="post">
${csrfField(csrfToken)}
<button class="primary wide">${t('portal_link_button', names)}</button>
</form>`;
  return sendPage(reply, { lang, title, body: cardLayout({ content }) });
}

/** For a link that was used, has expired, or never was: nobody is told which. */
export const sendPortalGonePage = (
  reply: FastifyReply,
  request: FastifyRequest,
  host: string,
): FastifyReply =>
  sendNotice(reply, request, { status: 410 }, (t) => ({
    title: t('portal_gone_title'),
    text: t('portal_gone_text', { host }),
  }));

/**
 * For who came by a link, when that is over: they have no password, maybe, and are led back to where they came from.
 *
 * @param status of the answer; `back` a path to go on to for who signs in instead.
 */
export const sendPortalEndedPage = (
  reply: FastifyReply,
  request: FastifyRequest,
  { host, status = 410, back = '/spaces' }: { host: string; status?: number; back?: string },
): FastifyReply =>
  sendNotice(reply, request, { status }, (t) => ({
    title: t('portal_ended_title'),
    text: t('portal_ended_text', { host }),
    more: html`<p><a href="${signInUrl(back)}">${t('portal_sign_in')}</a></p>`,
  }));

/** For who came by a link, on a page that is not part of what it opens. */
export const sendOutsidePortalPage = (
  reply: FastifyReply,
  request: FastifyRequest,
  { session, space, host }: { session: PortalSession; space: string; host: string },
): FastifyReply =>
  sendNotice(reply, request, { status: 403, session }, (t) => ({
    title: t('portal_outside_title'),
    text: t('portal_outside_text', { host, space }),
    more: html`<p><a class="button primary wide" href="/spaces/${session.onlySpace}">${t('portal_outside_back', { space })}</a></p>
<p><a href="${signInUrl(request.url)}">${t('portal_sign_in')}</a></p>`,
  }));

function sendNotice(
  reply: FastifyReply,
  request: FastifyRequest,
  { status, session }: { status: number; session?: PortalSession },
  words: (t: Translate) => { title: string; text: string; more?: Html },
): FastifyReply {
  const lang = chooseLang(session?.lang, request.headers['accept-language']);
  const { title, text, more } = words(translator(lang));
  const content = html`<h1>${title}</h1>
<p>${text}</p>
${more}`;
  const page = { lang, title, status, body: cardLayout({ content }) };
  return sendPage(reply, session === undefined ? page : { ...page, theme: session.theme });
}
