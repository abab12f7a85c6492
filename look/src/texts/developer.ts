import type { Lang } from '../format.ts';
import type { developer } from './en/developer.ts';

/** The texts of who develops plugins, by area. */
export type DeveloperTexts = typeof developer;

/** Loads them in a language: beside the pages that they are on, so that nobody else waits for them. */
export async function loadDeveloperTexts(lang: Lang): Promise<DeveloperTexts> {
  if (lang === 'de') return (await import('./de/developer.ts')).developer;
  return (await import('./en/developer.ts')).developer;
}
