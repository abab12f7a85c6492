import type { Theme } from '../messages.ts';

/** What the page around is now, light or dark, and who is told of it. */
export interface Themes {
  readonly current: Theme;
  /** The host page said so. */
  set(theme: Theme): void;
  listen(listener: (theme: Theme) => void): () => void;
}

/** Begins with what the address said; without a word of the host, with what this frame looks like to the browser. */
export function keepTheme(stated: Theme | undefined): Themes {
  const listeners = new Set<(theme: Theme) => void>();
  let current = stated ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  return {
    get current() {
      return current;
    },
    set(theme) {
      if (theme === current) return;
      current = theme;
      for (const listener of listeners) listener(theme);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
