import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { csrfField, doneNotice, errorSummary, field } from '../pages/forms.ts';
import { type Html, html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, type Translate, translator } from '../pages/texts.ts';
import { hostSignInUrl, originsBehind } from './return-to.ts';

/** A page of the host that signs people in here, and what people call the host. */
export interface HostSignIn {
  url: string;
  name: string;
}

/** What the host's page is, if the settings name one. */
export const hostSignIn = ({ signInUrl, brandName }: Config): HostSignIn | undefined =>
  signInUrl === undefined ? undefined : { url: signInUrl, name: brandName };

/** Leads to the host's page, and from there on to `back`. */
export const hostButton = (t: Translate, { url, name }: HostSignIn, back: string): Html =>
  html`<p><a class="button primary wide" href="${hostSignInUrl(url, back)}">${t('sign_in_with', { name })}</a></p>`;

/** What {@link sendSignInPage} shows. What was rejected is answered as 422. */
export interface SignInPage {
  csrfToken: string;
  /** The path of this server to go on to. */
  returnTo: string;
  /** The setting: signing in may lead on there. */
  hostPage: string | undefined;
  /** What the host's identity provider is called; undefined where there is none. */
  provider: string | undefined;
  /** The host's own page that signs people in here; undefined where there is none. */
  host: HostSignIn | undefined;
  /** What was entered, when it was wrong. */
  /** Where a link to set a new password can be mailed. */
  canReset: boolean;
  rejected?: { email: string };
  signedOut?: boolean;
}

/** Asks who somebody is: of the host, of the host's identity provider, or by password. */
export function sendSignInPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { csrfToken, returnTo, hostPage, provider, host, canReset, rejected, signedOut }: SignInPage,
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
${host && hostButton(t, host, returnTo)}
${
  provider !== undefined &&
  html`<p><a class="button wide" href="${providerUrl}">${t('sign_in_with', { name: provider })}</a></p>`
}
${(host !== undefined || provider !== undefined) && html`<p class="or">${t('sign_in_or')}</p>`}
<form method="post" action="/sign-in">
${csrfField(csrfToken)}
<input type="hidden" name="return_to" value="${returnTo}">
${field({ name: 'email', label: t('email'), type: 'email', autocomplete: 'username', maxLength: 254, value: rejected?.email })}
${field({ name: 'password', label: t('password'), type: 'password', autocomplete: 'current-password' })}
<button class="${host === undefined && 'primary '}wide">${t('sign_in')}</button>
</form>
${canReset && html`<p><a href="/sign-in/forgotten">${t('sign_in_forgotten')}</a></p>`}
${host === undefined && html`<p class="muted">${t('sign_in_no_password')}</p>`}`;
  return sendPage(reply, {
    lang,
    title: t('sign_in'),
    // Not 401: that would have to name a scheme of HTTP authentication (RFC 9110 §15.5.2).
    status: rejected === undefined ? 200 : 422,
    formOrigins: originsBehind(returnTo, hostPage),
    body: cardLayout({ content }),
  });
}
