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
    'plugboard-error': CustomEvent<PlugboardErrorDetail>;
  }
}
