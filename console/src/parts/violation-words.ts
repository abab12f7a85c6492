import type { Violation } from '../api/errors.ts';
import { useFormat, useTexts } from '../texts.tsx';

/** Says what is wrong with something, behind its name, in the reader's language; in the server's words what there are no others for. */
export function useViolationWords(): (violation: Violation) => string {
  const { violations: texts } = useTexts();
  const { number } = useFormat();
  return ({ keyword = '', params = {}, message }) => {
    const { types = [], values = [], limit, format = '' } = params;
    if (keyword === 'type') return texts.type(types);
    if (keyword === 'enum') return texts.enum(values.map((value) => JSON.stringify(value)));
    if (keyword === 'format' && Object.hasOwn(texts.formats, format))
      return texts.formats[format as keyof typeof texts.formats];
    const words = Object.hasOwn(texts, keyword) ? texts[keyword as keyof typeof texts] : undefined;
    if (typeof words === 'string') return words;
    const isBound = typeof words === 'function' && limit !== undefined;
    return isBound ? (words as (limit: string) => string)(number(limit)) : message;
  };
}
