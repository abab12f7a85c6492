import { useBlocker } from '@tanstack/react-router';
import { useTexts } from '../texts.tsx';

/** Asks before a page is left on which something is typed that is not saved, or by `question` whatever else would be lost. */
export function useUnsaved(isUnsaved: boolean, question?: string): void {
  const { common } = useTexts();
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isUnsaved &&
      current.pathname !== next.pathname &&
      !window.confirm(question ?? common.unsaved),
    enableBeforeUnload: isUnsaved,
  });
}
