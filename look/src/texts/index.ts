import type { Lang } from '../format.ts';
import type { Texts } from './types.ts';

export type { Texts } from './types.ts';

/** Loads the texts of a language, alone. */
export async function loadTexts(lang: Lang): Promise<Texts> {
  if (lang === 'de') return (await import('./de/index.ts')).de;
  return (await import('./en/index.ts')).en;
}
