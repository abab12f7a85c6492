import { createContext, use } from 'react';
import { useViolationWords } from '../parts/violation-words.ts';
import { useTexts } from '../texts.tsx';
import type { Action, Draft } from './draft.ts';
import { isWithin, valueAt } from './pointers.ts';

interface Builder {
  draft: Draft;
  dispatch: (action: Action) => void;
  /** Whoever looks may not change it. */
  isReadOnly: boolean;
  /** By the pointer of a list, the places of those items that are folded to their names. */
  folds: Map<string, readonly number[]>;
}

/** What all of the form works on. */
export const BuilderContext = createContext<Builder | undefined>(undefined);

/** The manifest that is worked on, and what is wrong with it. */
export function useBuilder(): Builder {
  const builder = use(BuilderContext);
  if (builder === undefined) throw new Error('There is no manifest around');
  return builder;
}

/** One place of the manifest. */
export interface Place {
  value: unknown;
  set: (value: unknown) => void;
  /** What is wrong there, in words. */
  error: string | undefined;
  isReadOnly: boolean;
}

/**
 * What stands at a JSON Pointer.
 *
 * @param label what it is called where something is wrong with it.
 * @param isWhole whether nothing below it says by itself what is wrong there.
 */
export function usePlace(at: string, label?: string, isWhole = true): Place {
  const { draft, dispatch, isReadOnly } = useBuilder();
  const { setup } = useTexts();
  const wordsOf = useViolationWords();
  const wrong = draft.wrong.find(({ pointer }) =>
    isWhole ? isWithin(pointer, at) : pointer === at,
  );
  return {
    value: valueAt(draft.manifest, at),
    set: (value) => dispatch({ type: 'set', at, value }),
    error: wrong && (label === undefined ? wordsOf(wrong) : setup.violation(label, wordsOf(wrong))),
    isReadOnly,
  };
}
