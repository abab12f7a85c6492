import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../auth/sessions.ts';
import type { GrantRow } from '../grants/queries.ts';
import { csrfField, doneNotice } from '../pages/forms.ts';
import { type Html, html } from '../pages/html.ts';
import { layout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { pluginIcon } from '../pages/plugin-icon.ts';
import { chooseLang, type Lang, type Translate, translator } from '../pages/texts.ts';

/** What {@link sendGrantsPage} shows. */
export interface GrantsPage {
  session: Session;
  grants: readonly GrantRow[];
  /** What scopes mean, by their names. */
  descriptions: ReadonlyMap<string, string>;
  /** One was just revoked. */
  revoked: boolean;
}

/** What a card is made from. */
interface Part extends GrantsPage {
  t: Translate;
  lang: Lang;
}

/** The plugins that act for somebody, each with a button that ends it. */
export function sendGrantsPage(
  reply: FastifyReply,
  request: FastifyRequest,
  page: GrantsPage,
): FastifyReply {
  const { session, grants, revoked } = page;
  const lang = chooseLang(session.lang, request.headers['accept-language']);
  const t = translator(lang);
  const title = t('grants_title');
  const content = html`<h1>${title}</h1>
${revoked && doneNotice(t('grants_revoked'))}
<p>${t(grants.length === 0 ? 'grants_empty' : 'grants_intro')}</p>
${grants.map((grant) => card({ ...page, t, lang }, grant))}`;
  const body = layout({ t, session, content });
  return sendPage(reply, { lang, theme: session.theme, title, body });
}

function card(part: Part, grant: GrantRow): Html {
  const { t, lang, session } = part;
  const { plugin_slug: slug, plugin_name: name, plugin_icon: icon } = grant;
  const inSpace = t('grants_in_space', { space: grant.space_name });
  const day = grant.created_at.toISOString().slice(0, 10);
  const shown = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' });
  return html`<section class="card" aria-labelledby="grant-${grant.id}">
<div class="plugin-heading">${pluginIcon({ slug, name, icon })}
<div>
<h2 id="grant-${grant.id}">${name} <small>${inSpace}</small></h2>
<p class="muted">${t('grants_since')} <time datetime="${day}">${shown.format(grant.created_at)}</time></p>
</div>
</div>
${scopeList(part, grant.scopes)}
<form method="post" action="/grants/${grant.id}/revoke">${csrfField(session.csrfToken)}<button class="danger">${t('grants_revoke', { plugin: name })}<span class="visually-hidden"> ${inSpace}</span></button></form>
</section>`;
}

function scopeList({ t, descriptions }: Part, scopes: readonly string[]): Html {
  if (scopes.length === 0) return html`<p>${t('grants_no_scopes')}</p>`;
  // One that the host has removed since has no description any more.
  const items = scopes.map(
    (scope) => html`<li>${descriptions.get(scope)} <code>${scope}</code></li>`,
  );
  return html`<h3>${t('grants_scopes')}</h3>
<ul>${items}</ul>`;
}
