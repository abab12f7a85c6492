import { useVocabulary } from '../parts/vocabulary.ts';
import type { Part } from './pointers.ts';
import { valueAt } from './pointers.ts';
import { useBuilderTexts } from './texts.ts';

/** What a place of the manifest is called, such as "Set-up › How to greet › Greeting › Key". */
export function useInWords(): (manifest: Part, pointer: string) => string {
  const { names, members, setUp, events, rawLabel } = useBuilderTexts();
  const vocabulary = useVocabulary();
  const top: Partial<Record<string, string>> = names;
  const below: Partial<Record<string, string>> = { ...names, ...setUp.plain, ...members };
  const ofEvent: Partial<Record<string, string>> = { name: events.event, url: events.url };
  return (manifest, pointer) => {
    if (pointer === '') return rawLabel;
    const [first = '', ...keys] = pointer.split('/').slice(1);
    const isEvent = first === 'events';
    const words = keys.map((key, index) => {
      if (!/^\d+$/.test(key)) return (isEvent ? ofEvent[key] : undefined) ?? below[key] ?? key;
      const item = valueAt(manifest, `/${[first, ...keys.slice(0, index + 1)].join('/')}`);
      const { title, label, name } = (item ?? {}) as Part;
      const event = isEvent && typeof name === 'string' ? vocabulary.event(name) : undefined;
      return [title, label, event].find(isName) ?? String(Number(key) + 1);
    });
    return [top[first] ?? first, ...words].join(' › ');
  };
}

const isName = (word: unknown): word is string => typeof word === 'string' && word !== '';
