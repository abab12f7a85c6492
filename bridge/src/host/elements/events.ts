import type { ViewName } from '../../views.ts';

/**
 * `plugboard-validated`: a plugin has been sent its App Bridge token.
 *
 * @example
 * element.addEventListener('plugboard-validated', ({ detail }) => console.log(detail.slug));
 */
export interface PlugboardValidatedDetail {
  slug: string;
}

/**
 * `plugboard-navigate`, cancelable: the top window is about to leave for `url`, where the user gives a consent.
 *
 * @example
 * element.addEventListener('plugboard-navigate', (event) => {
 *   if (!confirm(`Leave for ${event.detail.url}?`)) event.preventDefault();
 * });
 */
export interface PlugboardNavigateDetail {
  slug: string;
  /** Absolute. */
  url: string;
}

/**
 * `plugboard-select`, cancelable: the user chose a plugin; `slug` is null when they closed a tool.
 *
 * @example
 * element.addEventListener('plugboard-select', ({ detail }) => console.log(detail.slug ?? 'closed'));
 */
export interface PlugboardSelectDetail {
  slug: string | null;
}

/**
 * `plugboard-open`: in a view the user goes on to another one, such as the settings of an install.
 *
 * @example
 * element.addEventListener('plugboard-open', ({ detail }) => router.push(`/plugins/${detail.install}/${detail.view}`));
 */
export interface PlugboardOpenDetail {
  view: ViewName;
  /** Of which install; null where it is the space's. */
  install: number | null;
}

/**
 * `plugboard-error`: something failed.
 *
 * @example
 * element.addEventListener('plugboard-error', ({ detail }) => report(detail.error));
 */
export interface PlugboardErrorDetail {
  /** The plugin concerned, if it is one. */
  slug: string | null;
  error: Error;
}

interface Details {
  'plugboard-validated': PlugboardValidatedDetail;
  'plugboard-navigate': PlugboardNavigateDetail;
  'plugboard-select': PlugboardSelectDetail;
  'plugboard-open': PlugboardOpenDetail;
  'plugboard-error': PlugboardErrorDetail;
}

const CANCELABLE: ReadonlySet<string> = new Set(['plugboard-navigate', 'plugboard-select']);

/** Dispatches an event of ours, which also leaves the shadow tree. Returns false when a listener cancelled it. */
export function emit<Name extends keyof Details>(
  element: HTMLElement,
  name: Name,
  detail: Details[Name],
): boolean {
  const cancelable = CANCELABLE.has(name);
  return element.dispatchEvent(
    new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }),
  );
}

declare global {
  interface HTMLElementEventMap {
    'plugboard-validated': CustomEvent<PlugboardValidatedDetail>;
    'plugboard-navigate': CustomEvent<PlugboardNavigateDetail>;
    'plugboard-select': CustomEvent<PlugboardSelectDetail>;
    'plugboard-open': CustomEvent<PlugboardOpenDetail>;
    'plugboard-error': CustomEvent<PlugboardErrorDetail>;
  }
}
