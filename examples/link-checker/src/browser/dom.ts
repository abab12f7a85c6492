/** What {@link create} sets on a new element. */
export interface Attributes {
  [name: string]: string | boolean | undefined;
}

/** Makes an element. Strings become text, never markup; `false` and undefined are left out. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string | false | undefined)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(attribute, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** A button that does something; while it does it cannot be pressed again. */
export function button(
  text: string,
  work: () => Promise<void> | void,
  className = '',
): HTMLButtonElement {
  const made = create('button', { type: 'button', class: className }, text);
  made.addEventListener('click', async () => {
    made.disabled = true;
    try {
      await work();
    } finally {
      made.disabled = false;
    }
  });
  return made;
}

/** Calls `work` when a form is submitted; meanwhile its buttons cannot be pressed. */
export function onSubmit(form: HTMLFormElement, work: () => Promise<void>): void {
  form.addEventListener('submit', async (event) => {
    // Nothing is sent by the browser itself: the page's policy forbids it, too.
    event.preventDefault();
    const buttons = [...form.querySelectorAll('button')];
    for (const made of buttons) made.disabled = true;
    try {
      await work();
    } finally {
      for (const made of buttons) made.disabled = false;
    }
  });
}
