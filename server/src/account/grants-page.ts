import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../auth/sessions.ts';
import type { GrantRow } from '../grants/queries.ts';
import { csrfField } from '../pages/forms.ts';
import { type Html, html } from '../pages/html.ts';
import { layout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, type Lang, type Translate, translator } from '../pages/texts.ts';

/** The plugins that act for somebody, each with a button that ends it. */
export function sendGrantsPage(
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
  grants: readonly GrantRow[],
): FastifyReply {
  const lang = chooseLang(session.lang, request.headers['accept-language']);
  const t = translator(lang);
  const title = t('grants_title');
  const content = html`<h1>${title}</h1>
${
  grants.length === 0
    ? html`<p>${t('grants_empty')}</p>`
    : html`<p>${t('grants_intro')}</p>
${grants.map((grant) => card(t, lang, session, grant))}`
}`;
  return sendPage(reply, { lang, title, body: layout({ t, session, content }) });
}

function card(t: Translate, lang: Lang, session: Session, grant: GrantRow): Html {
  const names = { plugin: grant.plugin_name, space: grant.space_name };
  const day = grant.created_at.toISOString().slice(0, 10);
  const shown = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' });
  const scopes = grant.scopes.map((scope) => html`<li><code>${scope}</code></li>`);
  return html`<section class="card">
<h2>${grant.plugin_name} <small>${t('grants_in_space', names)}</small></h2>
${scopes.length > 0 && html`<ul>${scopes}</ul>`}
<p class="muted">${t('grants_since')} <time datetime="${day}">${shown.format(grant.created_at)}</time></p>
<form method="post" action="/grants/${grant.id}/revoke">${csrfField(session.csrfToken)}<button class="danger" aria-label="${t('grants_revoke_which', names)}">${t('grants_revoke')}</button></form>
</section>`;
}
