import { flushSync } from 'react-dom';

const placeOf = (pointer: string) =>
  document.querySelector<HTMLElement>(`[data-pointer=${JSON.stringify(pointer)}]`);

/** Brings the field of a JSON Pointer into sight, or what it is part of where it has none, and gives it the focus. */
export function goTo(pointer: string): void {
  unfold(pointer);
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = placeOf(at);
    if (place === null) continue;
    const field = place.querySelector<HTMLElement>('input, select, textarea, button');
    (field ?? place).focus({ preventScroll: true });
    place.scrollIntoView({ block: 'center' });
    return;
  }
}

/** Opens whatever is folded on the way there, from without to within. */
function unfold(pointer: string): void {
  const keys = pointer.split('/');
  for (const index of keys.keys()) {
    const place = placeOf(keys.slice(0, index + 1).join('/'));
    const closed = place?.querySelector<HTMLElement>(
      ':scope > * > [data-fold][aria-expanded="false"]',
    );
    if (closed) flushSync(() => closed.click());
  }
}
