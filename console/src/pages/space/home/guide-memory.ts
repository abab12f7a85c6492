/** What a browser remembers of the guide: that it is not to be shown, and what leaves no trace at the server. */

const HIDDEN = 'guide-hidden';

/** Whether somebody had enough of it. */
export const isGuideHidden = (): boolean => localStorage.getItem(HIDDEN) !== null;

/** Shows it no more. */
export const hideGuide = (): void => localStorage.setItem(HIDDEN, 'yes');

const LOOKS = ['watch', 'request'] as const;
/** A step that is a look at a page. */
export type Look = (typeof LOOKS)[number];

// Another demo at the same address has another guide.
const keyOf = (step: Look, began: string) => `guide-${step} ${began}`;

/** Those that were done. @param began when the demo was set up. */
export const looksTaken = (began: string): Look[] =>
  LOOKS.filter((step) => localStorage.getItem(keyOf(step, began)) !== null);

/** Remembers one. */
export const takeLook = (step: Look, began: string): void =>
  localStorage.setItem(keyOf(step, began), 'yes');
