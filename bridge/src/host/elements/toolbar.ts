import type { EmbedOptions } from '../embed.ts';
import { type EmbeddedPlugin, type Embeds, serverUrl } from '../embeds.ts';
import { create, moveFocus } from './dom.ts';
import { PlugboardElement } from './element.ts';
import { emit } from './events.ts';
import { createIcon } from './icon.ts';
import type { PlugboardPlugin } from './plugin.ts';
import { baseSheet, toolbarSheet } from './styles.ts';
import { textFor } from './texts.ts';

/**
 * `<plugboard-toolbar space="1">`: the tool plugins as a row of buttons, each opening a panel with the tool's page.
 *
 * Attributes: `space`, `base`, `open` (the slug of the open tool), `label`, `hello-ms`, `theme`. Properties:
 * {@link PlugboardToolbar.context}, {@link PlugboardToolbar.fetchToken}, `fetch`, `embeds`. Events: `plugboard-select` (cancelable),
 * `plugboard-validated`, `plugboard-navigate` (cancelable), `plugboard-error`.
 *
 * @example
 * const toolbar = document.querySelector('plugboard-toolbar')!;
 * toolbar.context = () => ({ story: editor.story, language: 'en' });
 */
export class PlugboardToolbar extends PlugboardElement {
  static {
    // React and others set what they find as a property, and anything else as an attribute.
    PlugboardToolbar.prototype.context = undefined;
    PlugboardToolbar.prototype.fetchToken = undefined;
  }

  static readonly observedAttributes = ['space', 'base', 'open', 'label', 'hello-ms'];

  protected readonly ownProperties = ['open'];
  #loaded: Embeds | undefined;

  /** Answers the tools' `getContext`: fields, or a function that is asked each time; see `EmbedContext` for what they expect. */
  declare context: EmbedOptions['context'];

  /** Gets the App Bridge token, instead of the request to the server. */
  declare fetchToken: EmbedOptions['fetchToken'];

  constructor() {
    super([baseSheet, toolbarSheet]);
    this.root.addEventListener('keydown', (event) => this.#onKey(event as KeyboardEvent));
  }

  /** The slug of the tool whose panel is open, or null. Attribute `open`. */
  get open(): string | null {
    return this.getAttribute('open');
  }

  set open(slug: string | null) {
    if (slug === null) this.removeAttribute('open');
    else this.setAttribute('open', slug);
  }

  /** @internal */
  override attributeChangedCallback(
    name: string,
    before: string | null,
    after: string | null,
  ): void {
    if (name === 'open' && before !== after) this.#showPanel();
    else super.attributeChangedCallback(name, before, after);
  }

  protected override showLoading(): void {
    if (this.root.childElementCount > 0) return;
    const dot = () => create('span', { class: 'skeleton' });
    this.root.replaceChildren(
      create(
        'div',
        { part: 'loading', role: 'status', 'aria-label': textFor(this, 'loading') },
        dot(),
        dot(),
      ),
    );
  }

  protected override show(embeds: Embeds): void {
    this.#loaded = embeds;
    const tools = embeds.plugins.filter((plugin) => plugin.toolbar);
    if (tools.length === 0) {
      this.root.replaceChildren();
      return;
    }
    const buttons = tools.map((plugin) => this.#button(plugin));
    const label = this.getAttribute('label') ?? textFor(this, 'tools');
    this.root.replaceChildren(
      create(
        'div',
        { part: 'bar', class: 'bar', role: 'toolbar', 'aria-label': label },
        ...buttons,
      ),
    );
    setTabStop(buttons, buttons[0]);
    this.#showPanel();
  }

  protected override clear(): void {
    this.#loaded = undefined;
    this.root.replaceChildren();
  }

  get #buttons(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>('.tool')];
  }

  #button(plugin: EmbeddedPlugin): HTMLElement {
    const { slug, name } = plugin;
    const button = create(
      'button',
      { type: 'button', part: 'tool', class: 'tool', 'data-slug': slug, title: name },
      createIcon(plugin, serverUrl(this.base)),
      create('span', { part: 'name', class: 'name' }, name),
    );
    button.addEventListener('click', () => this.#select(this.open === slug ? null : slug));
    return button;
  }

  #select(slug: string | null): void {
    if (!emit(this, 'plugboard-select', { slug })) return;
    this.open = slug;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.open !== null) {
      event.preventDefault();
      this.#close();
      return;
    }
    const focused = moveFocus(event, this.#buttons);
    if (focused !== undefined) setTabStop(this.#buttons, focused);
  }

  // The focus goes back to the button that had opened the panel.
  #close(): void {
    const opener = this.#buttons.find((button) => button.dataset.slug === this.open);
    this.#select(null);
    if (this.open === null) opener?.focus();
  }

  #showPanel(): void {
    this.root.querySelector('.panel')?.remove();
    const plugin = this.#loaded?.plugins.find(({ slug, toolbar }) => toolbar && slug === this.open);
    for (const button of this.#buttons) {
      const isOpen = button.dataset.slug === plugin?.slug;
      button.setAttribute('aria-expanded', `${isOpen}`);
      if (isOpen) button.setAttribute('aria-controls', 'panel');
      else button.removeAttribute('aria-controls');
    }
    if (plugin === undefined) return;
    const panel = this.#panel(plugin);
    this.root.append(panel);
    this.#placeBelow(panel, plugin.slug);
  }

  // Below its button, as far as it fits: the sheet keeps it inside.
  #placeBelow(panel: HTMLElement, slug: string): void {
    const button = this.#buttons.find((candidate) => candidate.dataset.slug === slug);
    if (button === undefined) return;
    const left = button.getBoundingClientRect().left - this.getBoundingClientRect().left;
    panel.style.setProperty('--_at', `${left}px`);
  }

  #panel({ name, slug }: EmbeddedPlugin): HTMLElement {
    const close = create('button', {
      type: 'button',
      part: 'close',
      class: 'close',
      'aria-label': textFor(this, 'close', name),
    });
    close.addEventListener('click', () => this.#close());
    const heading = create(
      'div',
      { class: 'heading' },
      create('h2', { id: 'heading' }, name),
      close,
    );
    const attributes = { id: 'panel', part: 'panel', class: 'panel', role: 'region' };
    const panel = create('section', { ...attributes, 'aria-labelledby': 'heading' }, heading);
    panel.append(this.#plugin(slug));
    return panel;
  }

  #plugin(slug: string): PlugboardPlugin {
    const element = document.createElement('plugboard-plugin');
    element.slug = slug;
    element.base = this.base;
    element.embeds = this.#loaded;
    element.fetch = this.fetch;
    const helloMs = this.getAttribute('hello-ms');
    if (helloMs !== null) element.setAttribute('hello-ms', helloMs);
    element.fetchToken = this.fetchToken;
    element.context = async () =>
      typeof this.context === 'function' ? this.context() : this.context;
    return element;
  }
}

// One stop for the Tab key: the arrow keys move inside, as in every toolbar (ARIA Authoring Practices).
function setTabStop(buttons: HTMLElement[], stop: HTMLElement | undefined): void {
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}
