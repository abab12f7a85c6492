import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { type FailureWriter, failureOf } from '../lib/http/errors.ts';
import { setWhenToTryAgain } from '../lib/http/failure-headers.ts';
import { sendProblem } from '../lib/http/problem.ts';
import { html } from './html.ts';
import { cardLayout } from './layout.ts';
import { sendPage } from './page.ts';
import { chooseLang, type TextKey, translator } from './texts.ts';

/** Answers the errors of the routes below `app` with a page, or with problem details where no page is asked for. */
export function answerFailuresWithPages(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const failure = failureOf(error, request);
    return acceptsPage(request) ? sendErrorPage(reply, failure) : sendProblem(reply, failure);
  });
}

// What programs call, whatever they accept.
const API_PATH =
  /^\/(?:platform|v1|api|a|oauth\/(?:token|revoke|introspect|user_info|space_info)|\.well-known)(?:\/|$|\?)/;

/** Writes a page where a browser asks for one that does not exist or not in this way, and what `write` writes everywhere else. */
export const pageOr =
  (write: FailureWriter): FailureWriter =>
  (reply, failure) => {
    const { request } = reply;
    const isPage = acceptsPage(request) && !API_PATH.test(request.url);
    return isPage ? sendErrorPage(reply, failure) : write(reply, failure);
  };

// Browsers name HTML when they navigate and only then; programs name what they want, or anything.
const acceptsPage = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.toLowerCase().includes('text/html') === true;

/** A page that says what went wrong, in the words of the reader's language. */
function sendErrorPage(reply: FastifyReply, failure: Failure): FastifyReply {
  setWhenToTryAgain(reply, failure);
  const lang = chooseLang(undefined, reply.request.headers['accept-language']);
  const t = translator(lang);
  const [title, text] = textsOf(failure);
  const minutes = Math.ceil((failure.retryAfter ?? 60) / 60);
  // The failure's own words are in English only.
  const detail = text === 'error_text' && lang === 'en' ? failure.message : t(text, { minutes });
  const content = html`<h1>${t(title)}</h1>
<p>${detail}</p>
<p><a href="/spaces">${t('error_home')}</a></p>`;
  return sendPage(reply, {
    lang,
    title: t(title),
    status: failure.status,
    body: cardLayout({ content }),
  });
}

function textsOf({ status }: Failure): [title: TextKey, text: TextKey] {
  if (status === 404) return ['error_not_found_title', 'error_not_found_text'];
  if (status === 403) return ['error_forbidden_title', 'error_forbidden_text'];
  if (status === 429) return ['error_too_many_title', 'error_too_many_text'];
  if (status === 503) return ['error_unavailable_title', 'error_unavailable_text'];
  if (status >= 500) return ['error_internal_title', 'error_internal_text'];
  return ['error_title', 'error_text'];
}
