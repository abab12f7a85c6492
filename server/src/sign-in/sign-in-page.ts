import type { FastifyReply, FastifyRequest } from 'fastify';
import { csrfField, doneNotice, errorSummary, field } from '../pages/forms.ts';
import { html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, translator } from '../pages/texts.ts';
import { originsBehind } from './return-to.ts';

/** What {@link sendSignInPage} shows. What was rejected is answered as 422. */
export interface SignInPage {
  csrfToken: string;
  /** The path of this server to go on to. */
  returnTo: string;
  /** The setting: signing in may lead on there. */
  hostPage: string | undefined;
  /** What the host's identity provider is called; without one there is only the form. */
  provider: string | undefined;
  /** What was entered, when it was wrong. */
  rejected?: { email: string };
  signedOut?: boolean;
}

/** Asks who somebody is: by password, or by the host's identity provider. */
export function sendSignInPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { csrfToken, returnTo, hostPage, provider, rejected, signedOut }: SignInPage,
): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const providerUrl = `/sign-in/oidc?return_to=${encodeURIComponent(returnTo)}`;
  const content = html`<h1>${t('sign_in')}</h1>
${
  signedOut
    ? doneNotice(t('sign_in_signed_out'))
    : rejected === undefined && html`<p class="muted">${t('sign_in_lead')}</p>`
}
${rejected && errorSummary(t, { email: t('sign_in_wrong') })}
${
  provider !== undefined &&
  html`<p><a class="button wide" href="${providerUrl}">${t('sign_in_with', { name: provider })}</a></p>
<p class="or">${t('sign_in_or')}</p>`
}
<form method="post" action="/sign-in">
${csrfField(csrfToken)}
<input type="hidden" name="return_to" value="${returnTo}">
${field({ name: 'email', label: t('email'), type: 'email', autocomplete: 'username', maxLength: 254, value: rejected?.email })}
${field({ name: 'password', label: t('password'), type: 'password', autocomplete: 'current-password' })}
<button class="primary wide">${t('sign_in')}</button>
</form>`;
  return sendPage(reply, {
    lang,
    title: t('sign_in'),
    // Not 401: that would have to name a scheme of HTTP authentication (RFC 9110 §15.5.2).
    status: rejected === undefined ? 200 : 422,
    formOrigins: originsBehind(returnTo, hostPage),
    body: cardLayout({ t, content }),
  });
}
