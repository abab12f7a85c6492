import { parseExactly } from '../api/exact.ts';

/** What was typed into a form and not saved: it outlives a reload of the tab, and nothing else. */
export interface Draft {
  /** By the keys of the fields. Passwords are not in it. */
  typed: Record<string, unknown>;
  /** When the step had last been saved as the first of it was typed. */
  since: string | null;
}

const keyOf = (install: number, step: number) => `set-up ${install} ${step}`;

/** What was typed before; undefined where nothing was. */
export function readDraft(install: number, step: number): Draft | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(install, step));
    return text === null ? undefined : (parseExactly(text) as Draft);
  } catch {
    // Frames of other sites may have no storage.
    return undefined;
  }
}

/** Keeps what was typed, or forgets it. */
export function keepDraft(install: number, step: number, draft: Draft | undefined): void {
  try {
    const key = keyOf(install, step);
    if (draft === undefined || Object.keys(draft.typed).length === 0)
      sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // It is a convenience.
  }
}
