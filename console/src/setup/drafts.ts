import { parseExactly } from '../api/exact.ts';
import { recall, remember } from '../parts/tab-memory.ts';

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
  const text = recall(keyOf(install, step));
  if (text === undefined) return undefined;
  try {
    return parseExactly(text) as Draft;
  } catch {
    return undefined;
  }
}

/** Keeps what was typed, or forgets it. */
export function keepDraft(install: number, step: number, draft: Draft | undefined): void {
  const text =
    draft === undefined || Object.keys(draft.typed).length === 0
      ? undefined
      : JSON.stringify(draft);
  remember(keyOf(install, step), text);
}
