import { useSyncExternalStore } from 'react';

// As in frame.module.css.
const NARROW = matchMedia('(max-width: 60rem)');

function subscribe(onChange: () => void): () => void {
  NARROW.addEventListener('change', onChange);
  return () => NARROW.removeEventListener('change', onChange);
}

/** Whether the screen has no room for a rail beside the page. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => NARROW.matches);
