import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../auth/sessions.ts';
import type { PasswordProblem } from '../lib/password-rules.ts';
import { csrfField, errorSummary, field } from '../pages/forms.ts';
import { type Html, html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { NEW_PASSWORD, newPasswordField, passwordProblemText } from '../pages/new-password.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, type Translate, translator } from '../pages/texts.ts';
import type { ShownInvitation } from '../users/invitation-queries.ts';
import { MAX_NAME_LENGTH } from '../users/schema.ts';
import { signInUrl } from './return-to.ts';

/** The name of the field with which whoever makes an account says how they are called. */
export const FRIENDLY_NAME = 'friendly_name';

/** What pages of an invitation show, and how its forms are sent. */
export interface InvitationPage {
  invitation: ShownInvitation;
  csrfToken: string;
  /** What the host's identity provider is called; undefined where there is none. */
  provider: string | undefined;
}

/** What was entered for a new account and cannot be: each field with what is wrong. */
export interface RejectedAccount {
  name: string;
  isNameWrong: boolean;
  password: PasswordProblem | undefined;
}

/** For who has no account yet: makes one, here or at the provider, which has to vouch for the address. */
export function sendNewAccountPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { invitation, csrfToken, provider }: InvitationPage,
  rejected?: RejectedAccount,
): FastifyReply {
  const { email } = invitation;
  const { name: brand } = reply.server.brand;
  return sendCard(reply, request, { status: rejected === undefined ? 200 : 422 }, (t) => {
    const nameError = rejected?.isNameWrong
      ? t('invitation_name_invalid', { max: MAX_NAME_LENGTH })
      : undefined;
    const passwordError = passwordProblemText(t, rejected?.password);
    return {
      title: t('invitation_title'),
      content: html`<p class="muted">${t('invitation_new_text', { brand, email })}</p>
${errorSummary(t, { [FRIENDLY_NAME]: nameError, [NEW_PASSWORD]: passwordError })}
${provider !== undefined && providerButton(t, request, provider)}
<form method="post">
${csrfField(csrfToken)}
<input type="text" name="username" value="${email}" autocomplete="username" hidden>
${field({ name: FRIENDLY_NAME, label: t('invitation_name'), hint: t('invitation_name_hint'), autocomplete: 'name', maxLength: MAX_NAME_LENGTH, value: rejected?.name, error: nameError })}
${newPasswordField(t, passwordError, 'invitation_password')}
<button class="primary wide">${t('invitation_new_button')}</button>
</form>`,
    };
  });
}

const providerButton = (t: Translate, { url }: FastifyRequest, provider: string): Html =>
  html`<p><a class="button wide" href="/sign-in/oidc?return_to=${encodeURIComponent(url)}">${t('sign_in_with', { name: provider })}</a></p>
<p class="or">${t('sign_in_or')}</p>`;

/** For who has an account and is not signed in to it. */
export const sendKnownAccountPage = (
  reply: FastifyReply,
  request: FastifyRequest,
  { email, lang }: ShownInvitation,
): FastifyReply =>
  sendCard(reply, request, { lang }, (t) => ({
    title: t('invitation_title'),
    content: html`<p>${t('invitation_known_text', { brand: reply.server.brand.name, email })}</p>
<p><a class="button primary wide" href="${signInUrl(request.url)}">${t('sign_in')}</a></p>`,
  }));

/** Asks whoever is signed in, and is whom the invitation is for. */
export const sendAcceptPage = (
  reply: FastifyReply,
  request: FastifyRequest,
  { invitation: { email, lang }, csrfToken }: InvitationPage,
): FastifyReply =>
  sendCard(reply, request, { lang }, (t) => ({
    title: t('invitation_title'),
    content: html`<p>${t('invitation_accept_text', { brand: reply.server.brand.name, email })}</p>
<form method="post">
${csrfField(csrfToken)}
<button class="primary wide">${t('invitation_accept_button')}</button>
</form>`,
  }));

/** For who is signed in as somebody else: signing out leads back here. */
export const sendSomebodyElsePage = (
  reply: FastifyReply,
  request: FastifyRequest,
  { email }: ShownInvitation,
  { lang, friendlyName: name, csrfToken }: Session,
): FastifyReply =>
  sendCard(reply, request, { lang, status: 403 }, (t) => ({
    title: t('invitation_else_title'),
    content: html`<p>${t('invitation_else_text', { email, name })}</p>
<form method="post" action="/sign-out">
${csrfField(csrfToken)}
<input type="hidden" name="return_to" value="${request.url}">
<button class="primary wide">${t('sign_out')}</button>
</form>`,
  }));

/** For a link that was used, is over or was withdrawn, or never was: nobody is told which. */
export const sendInvitationGonePage = (
  reply: FastifyReply,
  request: FastifyRequest,
): FastifyReply =>
  sendCard(reply, request, { status: 410 }, (t) => ({
    title: t('invitation_gone_title'),
    content: html`<p>${t('invitation_gone_text')}</p>
<p><a href="/sign-in">${t('sign_in_again')}</a></p>`,
  }));

function sendCard(
  reply: FastifyReply,
  request: FastifyRequest,
  { lang: chosen, status = 200 }: { lang?: string | null; status?: number },
  words: (t: Translate) => { title: string; content: Html },
): FastifyReply {
  const lang = chooseLang(chosen, request.headers['accept-language']);
  const { title, content } = words(translator(lang));
  const body = cardLayout({ content: html`<h1>${title}</h1>\n${content}` });
  return sendPage(reply, { lang, title, status, body });
}
