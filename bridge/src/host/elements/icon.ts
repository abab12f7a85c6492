import { withSlash } from '../destination.ts';
import type { EmbeddedPlugin } from '../embeds.ts';
import { create } from './dom.ts';

/**
 * The address of a plugin's icon, absolute.
 *
 * @param icon As the plugin's author gave it: `http(s)`, or relative to the server.
 * @returns undefined when there is none, or it is anything else (`javascript:`, `data:`, …).
 * @example
 * iconUrl('/icons/3.png', 'https://plugboard.example'); // 'https://plugboard.example/icons/3.png'
 * iconUrl('javascript:alert(1)', 'https://plugboard.example'); // undefined
 */
export function iconUrl(icon: string | null | undefined, base: string): string | undefined {
  if (typeof icon !== 'string' || icon === '') return undefined;
  try {
    const url = new URL(icon, withSlash(base));
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** A plugin's icon as an element: decorative, since the name is always near. Without one that loads, its first letter. */
export function createIcon(plugin: EmbeddedPlugin, base: string): HTMLElement {
  const letter = Array.from(plugin.name.trim())[0]?.toUpperCase() ?? '?';
  const icon = create('span', { part: 'icon', class: 'icon', 'aria-hidden': 'true' }, letter);
  const src = iconUrl(plugin.icon, base);
  if (src === undefined) return icon;
  const image = create('img', { alt: '', referrerpolicy: 'no-referrer', loading: 'lazy' });
  image.addEventListener('error', () => icon.replaceChildren(letter));
  image.src = src;
  icon.replaceChildren(image);
  return icon;
}
