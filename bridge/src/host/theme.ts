import type { Theme } from '../messages.ts';
import { outwards } from './outwards.ts';

/** A frame that has the colours of the page around it. */
export interface Themed {
  readonly current: Theme;
  stop(): void;
}

/** Whether light or dark colours are used in an element. A page that says nothing of it (`color-scheme: normal`) is light on every system. */
export function themeOf(element: Element): Theme {
  const schemes = getComputedStyle(element).colorScheme.split(' ');
  if (!schemes.includes('dark')) return 'light';
  return schemes.includes('light') && !prefersDark().matches ? 'light' : 'dark';
}

/**
 * Gives a frame the colour scheme of the element around it, now and whenever that changes: by the reader's preference, or by an attribute
 * of an element around it.
 *
 * @param tell Is called with each new one, but not with the first.
 */
export function followTheme(
  iframe: HTMLIFrameElement,
  around: Element,
  tell: (theme: Theme) => void,
): Themed {
  let current = themeOf(around);
  iframe.style.colorScheme = current;
  const look = () => {
    const theme = themeOf(around);
    if (theme === current) return;
    current = theme;
    iframe.style.colorScheme = theme;
    tell(theme);
  };
  const preference = prefersDark();
  preference.addEventListener('change', look);
  const observer = new MutationObserver(look);
  for (const element of outwards(around)) observer.observe(element, { attributes: true });
  return {
    get current() {
      return current;
    },
    stop() {
      preference.removeEventListener('change', look);
      observer.disconnect();
    },
  };
}

const prefersDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');
