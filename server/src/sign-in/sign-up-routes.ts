import type { FastifyReply, FastifyRequest } from 'fastify';
import { doingOfNobody } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Guesses } from '../auth/guesses.ts';
import type { WebDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { networkOf } from '../lib/http/client-address.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { mailInvitation } from '../mail/outbox.ts';
import { csrfField, errorSummary, field } from '../pages/forms.ts';
import { html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, translator } from '../pages/texts.ts';
import { readOwnForm } from '../pages/use-pages.ts';
import { inviteByMail } from '../users/invitations.ts';
import type { FormTokens } from './form-tokens.ts';
import { isAddress } from './given-address.ts';
import { accountOf } from './password-check.ts';

/** What {@link signUpRoutes} needs; its form is for browsers without a session. */
export interface SignUpDeps extends WebDeps {
  formTokens: FormTokens;
  /** Counts who asks for links, and for whom. */
  failedSignIns: Guesses;
}

const PATH = '/developers/sign-up';
const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

/** In five minutes, for one address: each is a mail to somebody who may not have asked. */
const MOST_FOR_ONE = 5;

/** The page by which anybody gets an invitation by mail, where whoever wants to may develop plugins. */
export function signUpRoutes(
  app: App,
  { config, db, formTokens, failedSignIns }: SignUpDeps,
): void {
  app.get(PATH, route, (request, reply) =>
    sendSignUpPage(reply, request, { csrfToken: formTokens.issue(request, reply) }),
  );

  app.post(PATH, route, async (request, reply) => {
    const csrfToken = formTokens.expected(request);
    const email = readOwnForm(request, config.publicUrl, csrfToken)('email').trim();
    if (!isAddress(email)) return sendSignUpPage(reply, request, { csrfToken, rejected: email });
    await failedSignIns.take([
      { key: `invitation of ${accountOf(email)}`, limit: MOST_FOR_ONE },
      { key: `invitations from ${networkOf(request.ip)}`, limit: config.failedSignInLimit * 10 },
    ]);
    // The same for whoever has an account and whoever has none: nobody learns which.
    await runAgainOnDeadlock(db, async (tx) => {
      const { id } = await inviteByMail(tx, { email, invitedBy: null, isOwn: true });
      await mailInvitation(tx, email);
      await record(tx, doingOfNobody(request), { action: 'developer.invited', target: id });
    });
    return sendSentPage(reply, request, email);
  });
}

function sendSignUpPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { csrfToken, rejected }: { csrfToken: string; rejected?: string },
): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const error = rejected === undefined ? undefined : t('forgotten_invalid');
  const title = t('sign_up_title');
  const content = html`<h1>${title}</h1>
<p class="muted">${t('sign_up_text', { brand: reply.server.brand.name })}</p>
${errorSummary(t, { email: error })}
<form method="post" action="${PATH}">
${csrfField(csrfToken)}
${field({ name: 'email', label: t('email'), type: 'email', autocomplete: 'email', maxLength: 254, value: rejected, error })}
<button class="primary wide">${t('forgotten_button')}</button>
</form>
<p><a href="/sign-in">${t('sign_in_again')}</a></p>`;
  const status = rejected === undefined ? 200 : 422;
  return sendPage(reply, { lang, title, status, body: cardLayout({ content }) });
}

function sendSentPage(reply: FastifyReply, request: FastifyRequest, email: string): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const title = t('forgotten_sent_title');
  const content = html`<h1>${title}</h1>
<p>${t('sign_up_sent_text', { email })}</p>
<p><a href="/sign-in">${t('sign_in_again')}</a></p>`;
  return sendPage(reply, { lang, title, body: cardLayout({ content }) });
}
