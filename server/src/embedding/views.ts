import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../auth/sessions.ts';
import type { Manifest } from '../manifest/schema.ts';
import { csrfField } from '../pages/forms.ts';
import { type Html, html } from '../pages/html.ts';
import { layout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, type Translate, translator } from '../pages/texts.ts';
import type { VisitedSpace } from '../spaces/membership-queries.ts';

/** The spaces of whoever is signed in. */
export function sendSpaces(
  reply: FastifyReply,
  request: FastifyRequest,
  session: Session,
  spaces: VisitedSpace[],
): FastifyReply {
  const lang = chooseLang(session.lang, request.headers['accept-language']);
  const t = translator(lang);
  const items = spaces.map(
    ({ id, name, role }) =>
      html`<li><a class="space" href="/spaces/${id}">${name} <span class="hint">${role}</span></a></li>`,
  );
  const content = html`<h1>${t('space_list_title')}</h1>
${items.length === 0 ? html`<p>${t('space_list_empty')}</p>` : html`<ul class="spaces">${items}</ul>`}`;
  return sendPage(reply, {
    lang,
    title: t('space_list_title'),
    body: layout({ t, session, content }),
  });
}

/** A space with the page of one of its plugins, or with its own. */
export interface HostPage {
  space: VisitedSpace;
  /** The space plugin that is shown; undefined on the space's own page. */
  slug: string | undefined;
  /** The plugins that are installed. */
  plugins: readonly Pick<Manifest, 'slug' | 'name' | 'placements'>[];
  /** The origins that the page may embed (CSP `frame-src`). */
  frameOrigins: string[];
}

/** A space with its sidebar, its toolbar, and the page of the chosen plugin. */
export function sendHostPage(
  reply: FastifyReply,
  request: FastifyRequest,
  session: Session,
  { space, slug, plugins, frameOrigins }: HostPage,
): FastifyReply {
  const lang = chooseLang(session.lang, request.headers['accept-language']);
  const t = translator(lang);
  const { id } = space;
  const shown = plugins.find((plugin) => plugin.slug === slug)?.name;
  const tools = html`<div class="host-tools">
<h2>${t('space_tools')}</h2>
<plugboard-toolbar space="${id}" label="${t('space_tools')}"></plugboard-toolbar>
</div>`;
  const content = html`<div class="host">
<div class="host-bar">
<h1><a class="host-space" href="/spaces/${id}">${space.name}</a>${shown !== undefined && html` <span class="host-plugin">${shown}</span>`}</h1>
${plugins.some(({ placements }) => placements.toolbar) && tools}
</div>
<div class="host-plugins">
<h2>${t('space_plugins')}</h2>
<plugboard-sidebar space="${id}" label="${t('space_plugins')}" href="/spaces/${id}/plugins/{slug}"${slug !== undefined && html` selected="${slug}"`}></plugboard-sidebar>
</div>
<div class="host-page">
${
  slug === undefined
    ? overview(t, space, session)
    : html`<plugboard-plugin space="${id}" slug="${slug}"></plugboard-plugin>`
}
</div>
</div>`;
  return sendPage(reply, {
    lang,
    title: shown === undefined ? space.name : `${shown} · ${space.name}`,
    body: layout({ t, session, content }),
    frameOrigins,
    scripts: ['/assets/host-page.js'],
  });
}

function overview(t: Translate, { id, development }: VisitedSpace, session: Session): Html {
  return html`<div class="host-overview">
<p>${t('space_welcome', { name: session.friendlyName })}</p>
<p><a href="/grants">${t('space_grants')}</a></p>
<form class="card" method="post" action="/spaces/${id}/development">
${csrfField(session.csrfToken)}
<input type="hidden" name="development" value="${development ? 'off' : 'on'}">
<h2>${t('space_development')}</h2>
<p>${t(development ? 'space_development_on' : 'space_development_off')}</p>
<button class="secondary">${t(development ? 'space_leave_development' : 'space_enter_development')}</button>
</form>
</div>`;
}
