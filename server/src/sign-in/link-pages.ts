import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInLinkRow } from '../auth/sign-in-link-queries.ts';
import { csrfField } from '../pages/forms.ts';
import { html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, translator } from '../pages/texts.ts';
import { originsBehind } from './return-to.ts';
import { type HostSignIn, hostButton } from './sign-in-page.ts';

/** What {@link sendLinkPage} shows of a link that still works. */
export interface LinkPage {
  link: SignInLinkRow;
  csrfToken: string;
  /** Who is signed in with this browser now, when it is somebody else. */
  instead: string | undefined;
  /** The setting: signing in may lead on there. */
  hostPage: string | undefined;
}

/** Asks before a link is used. */
export function sendLinkPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { link, hostPage, csrfToken, instead }: LinkPage,
): FastifyReply {
  const lang = chooseLang(link.lang, request.headers['accept-language']);
  const t = translator(lang);
  const name = link.friendly_name;
  const content = html`<h1>${t('sign_in_link_title')}</h1>
<p>${t('sign_in_link_text', { name, email: link.email })}</p>
${instead !== undefined && html`<p>${t('sign_in_link_instead', { name: instead })}</p>`}
<form method="post">
${csrfField(csrfToken)}
<button class="primary wide">${t('sign_in_link_button', { name })}</button>
</form>`;
  return sendPage(reply, {
    lang,
    title: t('sign_in_link_title'),
    formOrigins: originsBehind(link.path, hostPage),
    body: cardLayout({ content }),
  });
}

/** For a link that was used, has expired, or never was: nobody is told which. */
export function sendGonePage(
  reply: FastifyReply,
  request: FastifyRequest,
  host: HostSignIn | undefined,
): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const content = html`<h1>${t('sign_in_link_gone_title')}</h1>
<p>${t('sign_in_link_gone_text')}</p>
${host && hostButton(t, host, '/spaces')}
<p><a href="/sign-in">${t('sign_in_again')}</a></p>`;
  return sendPage(reply, {
    lang,
    title: t('sign_in_link_gone_title'),
    status: 410,
    body: cardLayout({ content }),
  });
}
