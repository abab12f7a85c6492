import { useBlocker } from '@tanstack/react-router';
import { useTexts } from '../texts.tsx';

/** Asks before a page is left on which something is typed that is not saved. */
export function useUnsaved(isUnsaved: boolean): void {
  const { common } = useTexts();
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isUnsaved && current.pathname !== next.pathname && !window.confirm(common.unsaved),
    enableBeforeUnload: isUnsaved,
  });
}
