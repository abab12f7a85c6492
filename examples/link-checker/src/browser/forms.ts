import type { CheckRequest, ChosenSite, Me, Settings } from '../shapes.ts';
import { button, create, onSubmit } from './dom.ts';

/** What the host tells of the page that the user has open, if it tells anything. */
export interface HostContext {
  url?: unknown;
  title?: unknown;
  links?: unknown;
}

/** The page that is open in the host: its links, ready to be checked. */
export function openPageCard(
  { url, title, links }: HostContext,
  check: (request: CheckRequest) => Promise<void>,
): HTMLElement | undefined {
  if (!Array.isArray(links) || links.length === 0) return undefined;
  const name = typeof title === 'string' && title !== '' ? title : 'The page you are on';
  const count = `${links.length} ${links.length === 1 ? 'link' : 'links'}`;
  const request = { links, title: name, ...(typeof url === 'string' && { url }) };
  return create(
    'section',
    { class: 'card row', 'aria-label': 'This page' },
    create(
      'div',
      { class: 'grow' },
      create('h2', {}, name),
      create('p', { class: 'quiet' }, count),
    ),
    button(`Check ${count}`, () => check(request), 'primary'),
  );
}

/** The site that was chosen in the set-up, and its pages that matter most. */
export function siteCard(
  site: ChosenSite | null,
  check: (request: CheckRequest) => Promise<void>,
): HTMLElement | undefined {
  if (site === null) return undefined;
  const pages = site.pages.filter((url) => url !== site.url);
  return create(
    'section',
    { class: 'card', 'aria-label': 'Your site' },
    create(
      'div',
      { class: 'row' },
      create(
        'div',
        { class: 'grow' },
        create('h2', {}, site.title),
        create('p', { class: 'quiet' }, site.url),
      ),
      button('Check its first page', () => check({ url: site.url }), 'primary'),
    ),
    ...pages.map((url) => {
      const name = url.startsWith(site.url) ? url.slice(site.url.length) : url;
      return create(
        'div',
        { class: 'row' },
        create('span', { class: 'grow' }, name),
        button(`Check ${name}`, () => check({ url })),
      );
    }),
  );
}

/** Any page, by its address or as HTML. */
export function otherPageCard(check: (request: CheckRequest) => Promise<void>): HTMLElement {
  const url = create('input', {
    id: 'url',
    name: 'url',
    type: 'url',
    inputmode: 'url',
    placeholder: 'https://',
    autocomplete: 'off',
  });
  const html = create('textarea', { id: 'html', name: 'html', rows: '5', spellcheck: 'false' });
  const form = create(
    'form',
    { class: 'card', novalidate: true },
    create('h2', {}, 'Another page'),
    create('label', { for: 'url' }, 'Its address'),
    create('div', { class: 'row' }, url, create('button', {}, 'Check')),
    create(
      'details',
      {},
      create('summary', {}, 'Or paste its HTML'),
      create('label', { for: 'html', class: 'hidden' }, 'HTML'),
      html,
      create('button', {}, 'Check the HTML'),
    ),
  );
  onSubmit(form, async () => {
    const pasted = html.value.trim();
    await check(pasted !== '' && url.value.trim() === '' ? { html: pasted } : { url: url.value });
  });
  return form;
}

/** What the space's admins decide; the others see it. */
export function settingsCard(
  me: Me,
  save: (settings: Settings) => Promise<void>,
): HTMLElement | undefined {
  const { settings } = me;
  if (!me.is_admin || !me.connected) return readOnly(settings);
  const hosts = create('textarea', { id: 'hosts', rows: '3', spellcheck: 'false' });
  hosts.value = settings.ignored_hosts.join('\n');
  const strict = create('input', { id: 'strict', type: 'checkbox' });
  strict.checked = settings.redirects_are_broken;
  const form = create(
    'form',
    { class: 'card' },
    create('h2', {}, 'Settings of this space'),
    create('label', { for: 'hosts' }, 'Hosts to ignore, one a line'),
    hosts,
    create('label', { class: 'tick' }, strict, 'Links that redirect count as broken'),
    create('button', {}, 'Save settings'),
  );
  onSubmit(form, () =>
    save({
      ignored_hosts: hosts.value.split(/\s+/).filter((host) => host !== ''),
      redirects_are_broken: strict.checked,
    }),
  );
  return form;
}

function readOnly({ ignored_hosts, redirects_are_broken }: Settings): HTMLElement {
  const hosts = ignored_hosts.length === 0 ? 'none' : ignored_hosts.join(', ');
  const text = `Ignored hosts: ${hosts}. Links that redirect count as ${redirects_are_broken ? 'broken' : 'working'}.`;
  return create(
    'section',
    { class: 'card' },
    create('h2', {}, 'Settings of this space'),
    create('p', { class: 'quiet' }, text),
  );
}
