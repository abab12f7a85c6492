import type { Lang } from '../format.ts';
import type { operator } from './en/operator.ts';

/** The texts of who runs the product, by area. */
export type OperatorTexts = typeof operator;

/** Loads them in a language: beside the pages that they are on, so that nobody else waits for them. */
export async function loadOperatorTexts(lang: Lang): Promise<OperatorTexts> {
  if (lang === 'de') return (await import('./de/operator.ts')).operator;
  return (await import('./en/operator.ts')).operator;
}
