/** What {@link create} sets on a new element. */
export interface Attributes {
  [name: string]: string | boolean | undefined;
}

/** Makes an element. Strings among the children become text, never markup; `false` and undefined attributes are left out. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(attribute, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/**
 * Moves the focus among `items` by the arrow keys, Home and End, as people expect of a menu.
 *
 * @returns The item that has the focus now, or undefined when the key was none of these.
 */
export function moveFocus(event: KeyboardEvent, items: HTMLElement[]): HTMLElement | undefined {
  const current = items.indexOf(event.target as HTMLElement);
  if (current === -1 || event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const last = items.length - 1;
  const next = {
    ArrowDown: current === last ? 0 : current + 1,
    ArrowRight: current === last ? 0 : current + 1,
    ArrowUp: current === 0 ? last : current - 1,
    ArrowLeft: current === 0 ? last : current - 1,
    Home: 0,
    End: last,
  }[event.key];
  if (next === undefined) return undefined;
  event.preventDefault();
  items[next]?.focus();
  return items[next];
}
