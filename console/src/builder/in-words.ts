import type { Part } from './pointers.ts';
import { valueAt } from './pointers.ts';
import { useBuilderTexts } from './texts.ts';

const NAMES = ['title', 'label', 'name'] as const;

/** What a place of the manifest is called, such as "Set-up › How to greet › Greeting › Key". */
export function useInWords(): (manifest: Part, pointer: string) => string {
  const { names, members, setUp, rawLabel } = useBuilderTexts();
  const known: Partial<Record<string, string>> = { ...members, ...setUp.plain, ...names };
  return (manifest, pointer) => {
    if (pointer === '') return rawLabel;
    const keys = pointer.split('/').slice(1);
    const words = keys.map((key, index) => {
      if (!/^\d+$/.test(key))
        return (index === 0 ? names[key as keyof typeof names] : undefined) ?? known[key] ?? key;
      const item = valueAt(manifest, `/${keys.slice(0, index + 1).join('/')}`);
      return nameOf(item) ?? String(Number(key) + 1);
    });
    return words.join(' › ');
  };
}

function nameOf(item: unknown): string | undefined {
  const name = NAMES.map((key) => (item as Part | undefined)?.[key]).find(
    (one) => typeof one === 'string' && one !== '',
  );
  return typeof name === 'string' ? name : undefined;
}
