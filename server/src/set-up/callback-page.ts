import type { FastifyReply, FastifyRequest } from 'fastify';
import { embeddingOrigins } from '../app-bridge/host-page.ts';
import type { Session } from '../auth/sessions.ts';
import type { Config } from '../config.ts';
import type { WindowResult } from '../installs/setup/finish-window.ts';
import { SETUP_CALLBACK_SCRIPT_PATH } from '../pages/assets.ts';
import { html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, type TextKey, translator } from '../pages/texts.ts';

/** What {@link sendCallbackPage} shows, and to whom. */
export interface CallbackPage {
  result: Exclude<WindowResult, { kind: 'nobody' | 'unconfirmed' }>;
  session: Session | undefined;
  config: Config;
}

const TEXTS = {
  done: ['setup_done_title', 'setup_done_text', 200],
  failed: ['setup_failed_title', 'setup_close', 200],
  unknown: ['setup_unknown_title', 'setup_unknown_text', 400],
  somebody_else: ['setup_somebody_else_title', 'setup_somebody_else_text', 403],
  another_session: ['setup_another_session_title', 'setup_another_session_text', 403],
} as const satisfies Record<CallbackPage['result']['kind'], [TextKey, TextKey, number]>;

/**
 * Says how a step went in whose window this is. Whoever opened it, where that is a page of ours or of the host, is told that it came back
 * and how, and nothing else; a window that is done with closes.
 */
export function sendCallbackPage(
  reply: FastifyReply,
  request: FastifyRequest,
  { result, session, config }: CallbackPage,
): FastifyReply {
  const lang = chooseLang(session?.lang ?? undefined, request.headers['accept-language']);
  const t = translator(lang);
  const [title, text, status] = TEXTS[result.kind];
  const origins = [...new Set([new URL(config.publicUrl).origin, ...embeddingOrigins(config)])];
  const told =
    (result.kind === 'done' || result.kind === 'failed') &&
    html`<div id="set-up-callback" hidden data-install="${result.installId}" data-step="${result.step}" data-outcome="${result.kind}" data-origins="${origins.join(' ')}"></div>`;
  const content = html`<h1>${t(title)}</h1>
${result.kind === 'failed' && html`<p>${result.message}</p>`}
<p>${t(text)}</p>
${told}`;
  return sendPage(reply, {
    lang,
    theme: session?.theme,
    title: t(title),
    status,
    body: cardLayout({ content }),
    scripts: [SETUP_CALLBACK_SCRIPT_PATH],
    keepsOpener: true,
  });
}
