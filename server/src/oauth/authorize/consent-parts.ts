import { choice } from '../../pages/forms.ts';
import { type Html, html } from '../../pages/html.ts';
import { pluginIcon } from '../../pages/plugin-icon.ts';
import type { TextKey, Translate } from '../../pages/texts.ts';
import type { HeardEvent } from './heard-events.ts';
import { tickName } from './offer.ts';
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

/** A scope in the host's words. */
export interface DescribedScope {
  name: string;
  description: string;
}

/** What the plugin may do: all of it to be seen at once, since it is what the user agrees to. */
export const scopeList = (t: Translate, scopes: readonly DescribedScope[]): Html =>
  scopes.length === 0
    ? html`<p>${t('consent_no_scopes')}</p>`
    : html`<h2>${t('consent_scopes')}</h2>
${scopeItems(scopes)}`;

const scopeItems = (scopes: readonly DescribedScope[]): Html =>
  html`<ul>${scopes.map(
    ({ name, description }) => html`<li>${description} <code>${name}</code></li>`,
  )}</ul>`;

/** What the plugin can do without, each scope with a box to tick; nothing where there is none. */
export function optionalScopes(t: Translate, scopes: readonly DescribedScope[]): Html {
  const boxes = scopes.map(
    ({ name, description }, index) =>
      html`<label class="check"><input type="checkbox" name="${tickName(index)}" value="yes"> <span>${description} <code>${name}</code></span></label>`,
  );
  return html`${
    scopes.length > 0 &&
    html`<fieldset>
<legend>${t('consent_optional')}</legend>
${boxes}
</fieldset>`
  }`;
}

/** The name of the choice of {@link pastChoice} in the form. */
export const PAST_FIELD = 'backfill_days';

/** How many days of the past an admin can choose; the first is what is chosen for them. */
const PAST_DAYS = ['0', '1', '7', '30'];

/** How many days were chosen; undefined for none. */
export const chosenDays = (given: string): number | undefined =>
  PAST_DAYS.slice(1).includes(given) ? Number(given) : undefined;

/** Whether the plugin is to hear, too, of what has happened before it is installed; or why that cannot be chosen. */
export const pastChoice = (
  t: Translate,
  names: { plugin: string; space: string },
  isOffered: boolean,
): Html =>
  isOffered
    ? choice({
        name: PAST_FIELD,
        label: t('consent_past'),
        hint: t('consent_past_hint', names),
        value: '0',
        options: PAST_DAYS.map((days) => [days, t(pastText(days), { days })] as const),
      })
    : html`<div class="notice"><p>${t('consent_past_full', names)}</p></div>`;

function pastText(days: string): TextKey {
  if (days === '0') return 'consent_past_none';
  return days === '1' ? 'consent_past_day' : 'consent_past_days';
}

/** What a release has come to ask for since an admin agreed; nothing where there is nothing. */
export interface News {
  scopes: readonly DescribedScope[];
  events: readonly HeardEvent[];
}

/** What is new, for the admin of the space that `names` has. */
export function newsList(
  t: Translate,
  { scopes, events }: News,
  names: { plugin: string; space: string },
): Html {
  if (scopes.length + events.length === 0) return html``;
  return html`<div class="notice">
<p>${t('consent_news', names)}</p>
${
  scopes.length > 0 &&
  html`<h2>${t('consent_new_scopes')}</h2>
${scopeItems(scopes)}`
}
${
  events.length > 0 &&
  html`<h2>${t('consent_new_events')}</h2>
${eventItems(t, events)}`
}
</div>`;
}

// As many as leave the buttons in sight on a desktop.
const EVENTS_AT_ONCE = 5;

/** Which events the plugin hears; many of them can be unfolded. */
export function eventList(t: Translate, events: readonly HeardEvent[]): Html {
  if (events.length === 0) return html`<p>${t('consent_no_events')}</p>`;
  return html`<h2>${t('consent_events')}</h2>
${eventItems(t, events)}`;
}

function eventItems(t: Translate, events: readonly HeardEvent[]): Html {
  const items = events.map(
    ({ name, description }) =>
      html`<li>${typeof description === 'string' ? description : t(description.text)} <code>${name}</code></li>`,
  );
  const folds = items.length > EVENTS_AT_ONCE + 1;
  const [shown, folded] = folds
    ? [items.slice(0, EVENTS_AT_ONCE), items.slice(EVENTS_AT_ONCE)]
    : [items, []];
  return html`<ul>${shown}</ul>
${
  folded.length > 0 &&
  html`<details><summary>${t('consent_events_more', { count: folded.length })}</summary><ul>${folded}</ul></details>`
}`;
}
