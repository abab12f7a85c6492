import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../auth/sessions.ts';
import type { WindowQuestion } from '../installs/setup/finish-window.ts';
import { csrfField } from '../pages/forms.ts';
import { html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, translator } from '../pages/texts.ts';

/** What {@link sendConfirmPage} asks about, and whom. */
export interface ConfirmPage {
  question: WindowQuestion;
  session: Session | undefined;
  csrfToken: string;
  /** What people call the host. */
  hostName: string;
}

/** Asks whether a step is to go on in a browser of which nothing says that it began it. The form comes back to the address of the page. */
export function sendConfirmPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { question, session, csrfToken, hostName }: ConfirmPage,
): FastifyReply {
  const lang = chooseLang(session?.lang ?? undefined, request.headers['accept-language']);
  const t = translator(lang);
  const { plugin, step, space, begunBy } = question;
  const title = t('setup_confirm_title', { plugin });
  const content = html`<h1>${title}</h1>
<dl class="facts">
<div><dt>${t('consent_space')}</dt><dd>${space}</dd></div>
<div><dt>${t('setup_confirm_step')}</dt><dd>${step}</dd></div>
<div><dt>${t('setup_confirm_begun_by')}</dt><dd>${begunBy === 'user' ? session?.email : hostName}</dd></div>
</dl>
<p>${t('setup_confirm_text', { plugin, space })}</p>
<form method="post">
${csrfField(csrfToken)}
<button class="primary wide">${t('setup_confirm_button', { plugin })}</button>
</form>
<p class="muted">${t('setup_confirm_else')}</p>`;
  const body = cardLayout({ content });
  return sendPage(reply, { lang, theme: session?.theme, title, body, keepsOpener: true });
}
