/** Brings the field of a JSON Pointer into sight, or what it is part of where it has none, and gives it the focus. */
export function goTo(pointer: string): void {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = document.querySelector<HTMLElement>(`[data-pointer=${JSON.stringify(at)}]`);
    if (place === null) continue;
    const field = place.querySelector<HTMLElement>('input, select, textarea, button');
    (field ?? place).focus({ preventScroll: true });
    place.scrollIntoView({ block: 'center' });
    return;
  }
}
