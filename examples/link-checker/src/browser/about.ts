import type { Me } from '../shapes.ts';
import { button, create } from './dom.ts';

/** Who looks: proven by Plugboard with a grant, else what the host says. */
export function whoLine(me: Me, said: { user: string; space: string }): HTMLElement {
  const parts = [me.name ?? said.user, me.role ?? 'no role', me.space ?? said.space];
  return create(
    'p',
    { class: 'who' },
    ...parts.filter((part) => part !== '').map((part) => create('span', {}, part)),
  );
}

/** Asks for the consent, and says what it is for; after a no, a little quieter. */
export function consentCard(me: Me, begin: () => Promise<void>): HTMLElement | undefined {
  if (me.connected) return undefined;
  const text = me.declined
    ? 'You said no, and that is fine: links can be checked all the same. Only the settings and the details of this plugin stay hidden.'
    : 'Checking works right away. To show who you are here and to change settings, it needs your consent.';
  return create(
    'section',
    { class: 'card notice row', 'aria-label': 'Consent' },
    create('p', { class: 'grow' }, text),
    button(me.declined ? 'Ask me again' : 'Connect', begin, me.declined ? '' : 'primary'),
  );
}

const SHOWN: [label: string, from: 'plugin' | 'provision', field: string][] = [
  ['Plugin', 'plugin', 'name'],
  ['Id', 'plugin', 'id'],
  ['Slug', 'plugin', 'slug'],
  ['Status', 'plugin', 'status'],
  ['Author', 'plugin', 'author'],
  ['In the sidebar', 'provision', 'in_sidebar'],
  ['In the toolbar', 'provision', 'in_toolbar'],
  ['Space settings', 'provision', 'enable_space_settings'],
];

/** The plugin object and its provision, as the Space API tells them. */
export function aboutCard(me: Me): HTMLElement | undefined {
  if (me.plugin === null) return undefined;
  const facts = SHOWN.flatMap(([label, from, field]) => [
    create('dt', {}, label),
    create('dd', {}, toWords(me[from]?.[field])),
  ]);
  return create(
    'details',
    { class: 'card' },
    create('summary', {}, 'About this plugin'),
    create('dl', {}, ...facts),
  );
}

function toWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || value === undefined ? '–' : String(value);
}
