/** All texts of the server-rendered pages, by language. `{name}` is replaced by a value. */
export const texts = {
  product: { en: 'Plugboard', de: 'Plugboard' },
  error_title: { en: 'This did not work', de: 'Das hat nicht geklappt' },
} as const satisfies Record<string, Record<Lang, string>>;

export const LANGS = ['en', 'de'] as const;
export type Lang = (typeof LANGS)[number];
export type TextKey = keyof typeof texts;

/** Gives the texts of one language. */
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

export function translator(lang: Lang): Translate {
  return (key, values = {}) =>
    texts[key][lang].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The language of a page: the user's own, else the first of `Accept-Language` that there is, else English. */
export function chooseLang(
  preferred: string | undefined,
  acceptLanguage: string | undefined,
): Lang {
  const wanted = [preferred ?? '', ...(acceptLanguage ?? '').split(',')];
  for (const entry of wanted) {
    const primary = entry.trim().slice(0, 2).toLowerCase();
    const known = LANGS.find((lang) => lang === primary);
    if (known !== undefined) return known;
  }
  return 'en';
}
