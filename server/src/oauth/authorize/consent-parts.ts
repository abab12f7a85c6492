import { type Html, html } from '../../pages/html.ts';
import { pluginIcon } from '../../pages/plugin-icon.ts';
import type { TextKey, Translate } from '../../pages/texts.ts';
import type { HeardEvent } from './heard-events.ts';
import type { AuthorizingPlugin } from './queries.ts';

/** Who asks: the title of the page, beside what the plugin looks like, whose it is and what it is for. */
export function identity(
  t: Translate,
  { slug, origin, isPublished, manifest }: AuthorizingPlugin,
  hostName: string,
): Html {
  const { name, icon, author, website, intro } = manifest;
  return html`<div class="plugin-heading">${pluginIcon({ slug, name, icon })}
<div>
<h1>${t('consent_title', { plugin: name })}</h1>
${author !== null && html`<p class="muted">${t('consent_by', { author })}</p>`}
<p class="muted">${t(originText(origin, isPublished), { host: hostName })}</p>
</div>
</div>
${intro !== null && html`<p>${intro}</p>`}
${
  website !== null &&
  html`<p><a href="${website}" target="_blank" rel="noopener noreferrer">${t('consent_website')}: ${new URL(website).host}</a></p>`
}`;
}

// Whose word stands for the plugin: never what it says of itself.
function originText(origin: AuthorizingPlugin['origin'], isPublished: boolean): TextKey {
  if (origin !== 'partner') return 'consent_of_host';
  return isPublished ? 'consent_reviewed' : 'consent_draft';
}

/** What the plugin may do: all of it to be seen at once, since it is what the user agrees to. */
export function scopeList(
  t: Translate,
  scopes: readonly { name: string; description: string }[],
): Html {
  if (scopes.length === 0) return html`<p>${t('consent_no_scopes')}</p>`;
  const items = scopes.map(
    ({ name, description }) => html`<li>${description} <code>${name}</code></li>`,
  );
  return html`<h2>${t('consent_scopes')}</h2>
<ul>${items}</ul>`;
}

// As many as leave the buttons in sight on a desktop.
const EVENTS_AT_ONCE = 5;

/** Which events the plugin hears; many of them can be unfolded. */
export function eventList(t: Translate, events: readonly HeardEvent[]): Html {
  if (events.length === 0) return html`<p>${t('consent_no_events')}</p>`;
  const items = events.map(
    ({ name, description }) =>
      html`<li>${typeof description === 'string' ? description : t(description.text)} <code>${name}</code></li>`,
  );
  const folds = items.length > EVENTS_AT_ONCE + 1;
  const [shown, folded] = folds
    ? [items.slice(0, EVENTS_AT_ONCE), items.slice(EVENTS_AT_ONCE)]
    : [items, []];
  return html`<h2>${t('consent_events')}</h2>
<ul>${shown}</ul>
${
  folded.length > 0 &&
  html`<details><summary>${t('consent_events_more', { count: folded.length })}</summary><ul>${folded}</ul></details>`
}`;
}
