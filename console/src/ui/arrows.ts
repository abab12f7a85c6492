import type { KeyboardEvent } from 'react';

/** Whether a key is one that opens a list. */
export const isArrow = ({ key }: KeyboardEvent): boolean =>
  key === 'ArrowDown' || key === 'ArrowUp';

/** Arrows, Home and End go through the links and buttons of an open list, and round; other keys do what they do. */
export function goByArrows(event: KeyboardEvent, list: HTMLElement | null): void {
  // A part of the list that goes by them itself, such as the pages of plugins, has done so by now.
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = stopsIn(list);
  const at = all.findIndex((stop) => stop.matches(':focus'));
  const last = all.length - 1;
  const to: Record<string, number> = {
    ArrowDown: at === last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  };
  const target = all[to[event.key] ?? -1];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

const stopsIn = (list: ParentNode | null): HTMLElement[] =>
  [...(list?.querySelectorAll<HTMLElement>('a[href], button, plugboard-sidebar') ?? [])].flatMap(
    (stop) => (stop.shadowRoot === null ? [stop] : stopsIn(stop.shadowRoot)),
  );
