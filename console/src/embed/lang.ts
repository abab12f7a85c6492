import type { Lang } from '@plugboard/look/format';

const KNOWN: readonly Lang[] = ['en', 'de'];

/** The language of the page around, where we speak it; else the first that the browser names of those that we do. */
export function langOf(named: string, preferred: readonly string[]): Lang {
  const wanted = [named, ...preferred].map((tag) => tag.toLowerCase().split('-')[0]);
  return wanted.map((tag) => KNOWN.find((lang) => lang === tag)).find(Boolean) ?? 'en';
}
