import type { Lang } from '../format.ts';
import type { builder } from './en/builder.ts';

/** The texts of the Builder. */
export type BuilderTexts = typeof builder;

/** Loads them in a language: beside the Builder, so that nobody else waits for them. */
export async function loadBuilderTexts(lang: Lang): Promise<BuilderTexts> {
  if (lang === 'de') return (await import('./de/builder.ts')).builder;
  return (await import('./en/builder.ts')).builder;
}
