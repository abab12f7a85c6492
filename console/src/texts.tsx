import { createFormat, type Format, type Lang } from '@plugboard/look/format';
import { loadTexts, type Texts } from '@plugboard/look/texts';
import { createContext, type ReactNode, use } from 'react';

interface Language {
  lang: Lang;
  texts: Texts;
  format: Format;
}

const LanguageContext = createContext<Language | undefined>(undefined);

/** The language of the document, which the server chose. */
export const documentLang = (): Lang => (document.documentElement.lang === 'de' ? 'de' : 'en');

/** Loads a language, with how it writes numbers and times. */
export async function loadLanguage(lang: Lang): Promise<Language> {
  return { lang, texts: await loadTexts(lang), format: createFormat(lang) };
}

/** Everything below it speaks this language. */
export function LanguageProvider({
  language,
  children,
}: {
  language: Language;
  children: ReactNode;
}) {
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === undefined) throw new Error('No language is provided');
  return language;
}

/** All texts, by area, in the person's language. */
export const useTexts = (): Texts => useLanguage().texts;

/** How numbers, times and sizes are written in the person's language. */
export const useFormat = (): Format => useLanguage().format;
