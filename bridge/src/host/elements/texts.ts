import { outwards } from '../outwards.ts';

/** All texts of the elements, by language. `{name}` is replaced by a plugin's name. */
const texts = {
  loading: { en: 'Loading…', de: 'Lädt…' },
  retry: { en: 'Try again', de: 'Noch einmal versuchen' },
  silent: {
    en: '{name} does not answer.',
    de: '{name} antwortet nicht.',
  },
  plugins: { en: 'Plugins', de: 'Plugins' },
  noPlugins: {
    en: 'No plugins in this space yet',
    de: 'In diesem Space gibt es noch keine Plugins',
  },
  catalog: { en: 'Plugin catalog', de: 'Plugin-Katalog' },
  installed: { en: 'Installed plugins', de: 'Installierte Plugins' },
  settings: { en: 'Settings of the plugin', de: 'Einstellungen des Plugins' },
  activity: { en: 'Activity', de: 'Aktivität' },
  noToken: { en: 'You cannot be let in right now.', de: 'Der Zugang ist gerade nicht möglich.' },
  tools: { en: 'Tools', de: 'Werkzeuge' },
  close: { en: 'Close {name}', de: '{name} schließen' },
} as const satisfies Record<string, { en: string; de: string }>;

/** A text in the language of the page around an element (`lang`): German, or else English. */
export function textFor(element: Element, key: keyof typeof texts, name = ''): string {
  const languages = [...outwards(element)].map((one) => one.getAttribute('lang'));
  const lang = languages.find((given) => given !== null) ?? '';
  const text = texts[key][/^de(-|$)/i.test(lang) ? 'de' : 'en'];
  return text.replace('{name}', () => name);
}
