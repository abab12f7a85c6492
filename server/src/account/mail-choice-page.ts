import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, type TextKey, type Translate, translator } from '../pages/texts.ts';

/** What the page shows: the question, or what was chosen. */
export type MailChoice = 'asked' | 'off' | 'on';

const TEXTS: Record<MailChoice, [title: TextKey, text: TextKey]> = {
  asked: ['mail_stop_title', 'mail_stop_text'],
  off: ['mail_stopped_title', 'mail_stopped_text'],
  on: ['mail_started_title', 'mail_started_text'],
};

/** Asks whether somebody wants mail about plugins, or says what they chose, with the way back. */
export function sendMailChoicePage(
  reply: FastifyReply,
  request: FastifyRequest,
  { choice, lang: chosen }: { choice: MailChoice; lang: string | null },
): FastifyReply {
  const lang = chooseLang(chosen, request.headers['accept-language']);
  const t = translator(lang);
  const [title, text] = TEXTS[choice];
  const content = html`<h1>${t(title)}</h1>
<p>${t(text)}</p>
<form method="post">
${choice === 'off' ? button(t, 'on') : button(t, 'off')}
</form>`;
  return sendPage(reply, { lang, title: t(title), body: cardLayout({ content }) });
}

// The token in the address stands for whose mails these are: such a form needs no other.
const button = (t: Translate, to: 'on' | 'off'): Html => html`
<input type="hidden" name="mails" value="${to}">
<button class="wide">${t(to === 'on' ? 'mail_start_button' : 'mail_stop_button')}</button>`;
