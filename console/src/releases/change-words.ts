import { useDeveloperTexts } from '../pages/developer/texts.ts';
import { useVocabulary } from '../parts/vocabulary.ts';
import type { Change } from './types.ts';

/** Says a change of a release in a sentence. */
export function useChangeWords(): (change: Change) => string {
  const { changes: texts } = useDeveloperTexts();
  const vocabulary = useVocabulary();
  const member = (name: string) => texts.members[name] ?? name;
  const partOf = (change: Change): string => {
    if (!('step' in change) || change.member === undefined) return '';
    return texts.parts[change.member] ?? change.member;
  };
  const nameOf = (change: Change): string => {
    if ('scope' in change) return vocabulary.scope(change.scope);
    if ('event' in change) return vocabulary.event(change.event);
    if ('field' in change) return change.label;
    return change.member === undefined ? '' : member(change.member);
  };
  return (change) => {
    const { from, to } = ends(change);
    return texts.kinds[change.kind]({
      name: nameOf(change),
      step: 'title' in change ? change.title : '',
      part: partOf(change),
      isRequired: 'required' in change && change.required,
      isNew: isNothing(from),
      isGone: isNothing(to),
    });
  };
}

/** What was said before, and what is said now. */
export function ends(change: Change): { from: unknown; to: unknown } {
  const { from, to } = change as { from?: unknown; to?: unknown };
  return { from, to };
}

/** Whether there is nothing to show of it. */
export const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);
