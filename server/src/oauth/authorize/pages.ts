import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../auth/sessions.ts';
import type { Visitor } from '../../auth/visitors.ts';
import type { Theme } from '../../lib/themes.ts';
import { isLifecycleEvent } from '../../manifest/lifecycle.ts';
import { csrfField } from '../../pages/forms.ts';
import { type Html, html } from '../../pages/html.ts';
import { cardLayout } from '../../pages/layout.ts';
import { sendPage } from '../../pages/page.ts';
import { chooseLang, type TextKey, type Translate, translator } from '../../pages/texts.ts';
import type { Asker } from './asker.ts';
import {
  type DescribedScope,
  eventList,
  identity,
  type News,
  newsList,
  optionalScopes,
  pastChoice,
  scopeList,
} from './consent-parts.ts';
import { eventsFingerprint, type HeardEvent } from './heard-events.ts';
import type { AuthorizationRequest } from './request.ts';
import { isOpen, type Obstacle, type SpaceChoice } from './spaces.ts';

/** Where a page is shown: the reply, whose language it is in, and the address that leads back to it. */
export interface Showing {
  reply: FastifyReply;
  lang: ReturnType<typeof chooseLang>;
  /** What they chose; undefined for what the browser knows. */
  theme: Theme | undefined;
  t: Translate;
  /** Path and query of the authorization request. */
  path: string;
  /** Origins whose pages may embed what is shown; by default nobody can. */
  frameAncestors?: readonly string[];
}

/** In the user's language where somebody is signed in, else in what the browser prefers. */
export function showing(
  request: FastifyRequest,
  reply: FastifyReply,
  session?: Pick<Session, 'lang'> & Partial<Pick<Session, 'theme'>>,
): Showing {
  const lang = chooseLang(session?.lang, request.headers['accept-language']);
  return { reply, lang, theme: session?.theme, t: translator(lang), path: request.url };
}

interface Content {
  title: string;
  content: Html;
  status?: number;
  formOrigins?: string[];
  scripts?: string[];
}

/** Sends one of the pages of this endpoint. */
export const show = (to: Showing, { content, ...page }: Content): FastifyReply => {
  const { reply, lang, theme, frameAncestors } = to;
  return sendPage(reply, {
    lang,
    theme,
    ...page,
    frameAncestors,
    body: cardLayout({ content }),
  });
};

/** What the page that asks for consent shows. A plugin that is not in the space yet is installed by the consent (`space.entry`). */
export interface ConsentPage {
  request: AuthorizationRequest;
  session: Visitor;
  space: SpaceChoice;
  /** What is asked for. */
  scopes: DescribedScope[];
  /** What the plugin hears in the space. */
  events: HeardEvent[];
  /** What the space's admin may grant beside that, with boxes to tick. */
  optional: DescribedScope[];
  /** What its admin has not agreed to yet. */
  news: News;
  /** Of all that is offered to the admin. */
  fingerprint: string;
  /** Whoever installs can have the plugin told of the past. */
  isPastOffered: boolean;
  /** What people call the host. */
  hostName: string;
  /** Where the host's product is, if the answer may lead there. */
  hostHome: string;
}

/** Asks the user whether the plugin may act for them. */
export function sendConsentPage(to: Showing, page: ConsentPage): FastifyReply {
  const { t, path } = to;
  const { request, session, space, scopes, events, optional, news, hostName } = page;
  const { manifest } = request.plugin;
  const names = { plugin: manifest.name, name: session.friendlyName, space: space.name };
  const installs = space.entry === 'install';
  const isNews = news.scopes.length + news.events.length > 0;
  const allow = isNews ? 'consent_allow_new' : installs ? 'consent_allow_install' : 'consent_allow';
  const title = t('consent_title', names);
  const content = html`${identity(t, request.plugin, hostName)}
<p>${t('consent_intro', names)}</p>
<dl class="facts">
<div><dt>${t('consent_space')}</dt><dd>${space.name}</dd></div>
<div><dt>${t('consent_account')}</dt><dd>${session.email}</dd></div>
</dl>
${scopeList(t, scopes)}
${eventList(t, events)}
${installs && html`<div class="notice"><p>${t('consent_installs', names)}</p></div>`}
<form method="post" action="${path}">
${csrfField(session.csrfToken)}
<input type="hidden" name="space_id" value="${space.id}">
<input type="hidden" name="scope" value="${scopes.map(({ name }) => name).join(' ')}">
<input type="hidden" name="events" value="${eventsFingerprint(manifest)}">
<input type="hidden" name="installs" value="${installs ? 'yes' : 'no'}">
<input type="hidden" name="offer" value="${page.fingerprint}">
${newsList(t, news, names)}
${optionalScopes(t, optional)}
${installs && request.plugin.isPublished && events.some(({ name }) => !isLifecycleEvent(name)) && pastChoice(t, names, page.isPastOffered)}
<p class="actions">
<button class="primary" name="decision" value="allow">${t(allow)}</button>
${isNews && html`<button name="decision" value="keep">${t('consent_keep')}</button>`}
<button name="decision" value="decline">${t('consent_decline')}</button>
</p>
</form>
${session.onlySpace === undefined && html`<p class="muted">${t('consent_revocable')} <a href="/grants">${t('grants_title')}</a></p>`}
<form class="not-you" method="post" action="/sign-out">
<input type="hidden" name="return_to" value="${path}">
<p class="muted">${t('consent_not_you', names)} <button class="plain">${t('consent_switch')}</button></p>
</form>`;
  return show(to, { title, content, formOrigins: originsOf(request, page.hostHome) });
}

// Browsers follow the redirect after the form only to these; the plugin's own callback may lead on to another of its pages.
function originsOf(
  { plugin: { manifest }, destination }: AuthorizationRequest,
  hostHome: string,
): string[] {
  const { app_url, embedded_app_url, dev_embedded_app_url } = manifest;
  const urls = [destination.redirectUri, app_url, embedded_app_url, dev_embedded_app_url];
  const origins = urls.flatMap((url) => (url === null ? [] : [new URL(url).origin]));
  return [...new Set([...origins, hostHome])];
}

/** Lets the user choose where. */
export function sendSpacesPage(
  to: Showing,
  { plugin }: AuthorizationRequest,
  choices: readonly SpaceChoice[],
): FastifyReply {
  const { t, path } = to;
  const title = t('consent_choose_title');
  const items = choices
    .filter(isOpen)
    .map(
      ({ id, name, entry }) =>
        html`<li><a href="${withoutSpace(path)}&amp;space_id=${id}">${name}</a>${
          entry === 'install' && html` <small>${t('consent_choose_installs')}</small>`
        }</li>`,
    );
  const content = html`<h1>${title}</h1>
<p>${t('consent_choose_intro', { plugin: plugin.manifest.name })}</p>
<ul class="list">${items}</ul>`;
  return show(to, { title, content });
}

const obstacles: Record<Obstacle, TextKey> = {
  suspended: 'consent_suspended',
  unreviewed: 'consent_unreviewed',
  needs_admin: 'consent_needs_admin',
  needs_plan: 'consent_needs_plan',
};

/** Says why the plugin cannot be let in there. */
export function sendObstaclePage(
  to: Showing,
  request: AuthorizationRequest,
  { entry, name }: SpaceChoice & { entry: Obstacle },
): FastifyReply {
  return sendCannotPage(to, request, { text: obstacles[entry], status: 403, space: name });
}

/** Why the plugin cannot be let in. */
interface Hindrance {
  text: TextKey;
  status: number;
  /** The name of the space that the text is about. */
  space?: string;
}

/** Says that the plugin cannot be let in, and leads to the choice of a space where one was named. */
export function sendCannotPage(
  to: Showing,
  { plugin, spaceId }: AuthorizationRequest,
  { text, status, space = '' }: Hindrance,
): FastifyReply {
  const { t, path } = to;
  const names = { plugin: plugin.manifest.name, space };
  const title = t('consent_cannot_title', names);
  const other =
    spaceId !== undefined &&
    html`<p><a href="${withoutSpace(path)}">${t('consent_other_space')}</a></p>`;
  const content = html`<h1>${title}</h1>
<p>${t(text, names)}</p>
${other}`;
  return show(to, { title, content, status });
}

/** Says that the host has stopped the plugin. */
export function sendSuspendedPage(to: Showing, { plugin }: Asker): FastifyReply {
  const { t } = to;
  const names = { plugin: plugin.manifest.name };
  const title = t('consent_cannot_title', names);
  const content = html`<h1>${title}</h1>
<p>${t('consent_plugin_suspended', names)}</p>`;
  return show(to, { title, content, status: 403 });
}

/** Says that the plugin was not let in, where nobody waits for the answer: the page around its frame began it. `home` is the host's. */
export function sendDeclinedPage(
  to: Showing,
  { plugin }: AuthorizationRequest,
  home: string,
): FastifyReply {
  const { t } = to;
  const names = { plugin: plugin.manifest.name };
  const title = t('consent_declined_title', names);
  const content = html`<h1>${title}</h1>
<p>${t('consent_declined_text', names)}</p>
<p><a href="${home}">${t('consent_declined_back')}</a></p>`;
  return show(to, { title, content });
}

function withoutSpace(path: string): string {
  const start = path.indexOf('?');
  const [route, query] = [path.slice(0, start), path.slice(start + 1)];
  const kept = query.split('&').filter((pair) => !pair.startsWith('space_id='));
  return `${route}?${kept.join('&')}`;
}

/** Says that the plugin's request is so wrong that it cannot even be answered. */
export function sendUnanswerablePage(to: Showing, text: TextKey): FastifyReply {
  const { t } = to;
  const title = t('consent_error_title');
  const content = html`<h1>${title}</h1>
<p>${t(text)}</p>
<p class="muted">${t('consent_error_developer')}</p>`;
  return show(to, { title, content, status: 400 });
}
