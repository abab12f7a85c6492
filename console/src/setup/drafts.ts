import { parseExactly } from '../api/exact.ts';

/** What was typed into a form and not saved: it outlives a reload of the tab, and nothing else. */
export interface Draft {
  /** By the keys of the fields. Passwords are not in it. */
  typed: Record<string, unknown>;
  /** When the step had last been saved as the first of it was typed. */
  since: string | null;
}

/** Of frames of other sites, which may have no storage: as long as they are shown. */
const held = new Map<string, string>();

const keyOf = (install: number, step: number) => `set-up ${install} ${step}`;

/** What was typed before; undefined where nothing was. */
export function readDraft(install: number, step: number): Draft | undefined {
  const key = keyOf(install, step);
  try {
    const text = held.get(key) ?? sessionStorage.getItem(key);
    return text === null ? undefined : (parseExactly(text) as Draft);
  } catch {
    return undefined;
  }
}

/** Keeps what was typed, or forgets it. */
export function keepDraft(install: number, step: number, draft: Draft | undefined): void {
  const key = keyOf(install, step);
  const text =
    draft === undefined || Object.keys(draft.typed).length === 0
      ? undefined
      : JSON.stringify(draft);
  try {
    if (text === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    if (text === undefined) held.delete(key);
    else held.set(key, text);
  }
}
