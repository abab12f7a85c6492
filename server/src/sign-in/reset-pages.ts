import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PasswordResetRow } from '../auth/password-reset-queries.ts';
import type { PasswordProblem } from '../lib/password-rules.ts';
import { csrfField, errorSummary, field } from '../pages/forms.ts';
import { html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { NEW_PASSWORD, newPasswordField, passwordProblemText } from '../pages/new-password.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, translator } from '../pages/texts.ts';

/** Where people say whose password they forgot. */
export const FORGOTTEN_PATH = '/sign-in/forgotten';

/** Asks for the address of an account; `rejected` is what was entered and is none. */
export function sendForgottenPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { csrfToken, rejected }: { csrfToken: string; rejected?: string },
): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const error = rejected === undefined ? undefined : t('forgotten_invalid');
  const content = html`<h1>${t('forgotten_title')}</h1>
<p class="muted">${t('forgotten_text')}</p>
${errorSummary(t, { email: error })}
<form method="post" action="${FORGOTTEN_PATH}">
${csrfField(csrfToken)}
${field({ name: 'email', label: t('email'), type: 'email', autocomplete: 'username', maxLength: 254, value: rejected, error })}
<button class="primary wide">${t('forgotten_button')}</button>
</form>
<p><a href="/sign-in">${t('sign_in_again')}</a></p>`;
  const status = rejected === undefined ? 200 : 422;
  return sendPage(reply, {
    lang,
    title: t('forgotten_title'),
    status,
    body: cardLayout({ content }),
  });
}

/** The same whether there is such an account or not. */
export function sendMailedPage(
  reply: FastifyReply,
  request: FastifyRequest,
  email: string,
): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const content = html`<h1>${t('forgotten_sent_title')}</h1>
<p>${t('forgotten_sent_text', { email })}</p>
<p><a href="/sign-in">${t('sign_in_again')}</a></p>`;
  return sendPage(reply, { lang, title: t('forgotten_sent_title'), body: cardLayout({ content }) });
}

/** Asks for the new password; `problem` is what is wrong with the one that was entered. */
export function sendResetPage(
  reply: FastifyReply,
  request: FastifyRequest,
  {
    reset,
    csrfToken,
    problem,
  }: { reset: PasswordResetRow; csrfToken: string; problem?: PasswordProblem },
): FastifyReply {
  const lang = chooseLang(reset.lang, request.headers['accept-language']);
  const t = translator(lang);
  const error = passwordProblemText(t, problem);
  const content = html`<h1>${t('reset_title')}</h1>
<p class="muted">${t('reset_text', { email: reset.email })}</p>
${errorSummary(t, { [NEW_PASSWORD]: error })}
<form method="post">
${csrfField(csrfToken)}
<input type="text" name="username" value="${reset.email}" autocomplete="username" hidden>
${newPasswordField(t, error)}
<button class="primary wide">${t('reset_button')}</button>
</form>`;
  const status = problem === undefined ? 200 : 422;
  return sendPage(reply, { lang, title: t('reset_title'), status, body: cardLayout({ content }) });
}

/** For a link that was used, has expired, or never was: nobody is told which. */
export function sendResetGonePage(reply: FastifyReply, request: FastifyRequest): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const content = html`<h1>${t('reset_gone_title')}</h1>
<p>${t('reset_gone_text')}</p>
<p><a href="${FORGOTTEN_PATH}">${t('reset_again')}</a></p>`;
  return sendPage(reply, {
    lang,
    title: t('reset_gone_title'),
    status: 410,
    body: cardLayout({ content }),
  });
}
