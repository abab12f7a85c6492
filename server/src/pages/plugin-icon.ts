import { type Html, html } from './html.ts';

/** What a plugin is recognised by. */
export interface PluginFace {
  slug: string;
  name: string;
  /** The address of its icon; null where it has none. */
  icon: string | null;
}

const TONES = 6;

/** A plugin's icon; without one its first letter, on a colour that follows from its slug. Decorative: the name stands beside it. */
export function pluginIcon({ slug, name, icon }: PluginFace): Html {
  if (icon !== null)
    return html`<img class="plugin-icon" src="${icon}" alt="" width="48" height="48" referrerpolicy="no-referrer">`;
  const sum = [...slug].reduce((total, letter) => total + (letter.codePointAt(0) as number), 0);
  const [first = '?'] = new Intl.Segmenter().segment(name.trim());
  const letter = typeof first === 'string' ? first : first.segment.toUpperCase();
  return html`<span class="plugin-icon tone-${sum % TONES}" aria-hidden="true">${letter}</span>`;
}
