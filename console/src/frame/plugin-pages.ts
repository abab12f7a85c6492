import { useEffect, useRef } from 'react';
import { useInstalls } from '../parts/use-installs.ts';

type Reloading = HTMLElement & { reload(): void };

/**
 * Keeps the sidebar and the toolbar of plugins as the installs of a space are: whoever installs a plugin finds its page there at
 * once. They are asked again only where one came, went or was suspended, because an open tool begins anew with that.
 */
export function useFreshPlugins(spaceId: number): void {
  const { data, isPlaceholderData, hasNextPage } = useInstalls(spaceId);
  const now =
    data === undefined || isPlaceholderData || hasNextPage
      ? undefined
      : data.map(({ id, status, release }) => `${id} ${status} ${release}`).join();
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (now === undefined) return;
    const isChanged = before.current !== undefined && before.current !== now;
    before.current = now;
    if (!isChanged) return;
    for (const element of document.querySelectorAll<Reloading>(
      'plugboard-sidebar, plugboard-toolbar',
    )) {
      element.reload();
    }
  }, [now]);
}
