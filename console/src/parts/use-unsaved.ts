import { useBlocker } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTexts } from '../texts.tsx';
import { holdTyped } from './typed.ts';
import { useView } from './view.ts';

/** Asks before a page is left on which something is typed that is not saved, or by `question` whatever else would be lost. */
export function useUnsaved(isUnsaved: boolean, question?: string): void {
  const { common } = useTexts();
  // Browsers open no dialogs for frames of other sites.
  const mayLeave = useView()?.mayLeave ?? window.confirm;
  useEffect(() => (isUnsaved ? holdTyped() : undefined), [isUnsaved]);
  useBlocker({
    shouldBlockFn: async ({ current, next }) =>
      isUnsaved &&
      current.pathname !== next.pathname &&
      !(await mayLeave(question ?? common.unsaved)),
    enableBeforeUnload: isUnsaved,
  });
}
