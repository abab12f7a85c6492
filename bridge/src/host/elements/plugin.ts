import { type Embedding, type EmbedOptions, embedPlugin } from '../embed.ts';
import type { Embeds } from '../embeds.ts';
import { create } from './dom.ts';
import { PlugboardElement } from './element.ts';
import { emit } from './events.ts';
import { baseSheet, pluginSheet } from './styles.ts';
import { textFor } from './texts.ts';

/**
 * `<plugboard-plugin space="1" slug="link-checker">`: one plugin's page.
 *
 * Attributes: `space`, `slug`, `base`, `min-height`, `max-height` (pixels), `hello-ms` (how long the page may take to say hello), `theme`.
 * Properties: {@link PlugboardPlugin.context},
 * {@link PlugboardPlugin.fetchToken}, `fetch`, `embeds`. Events: `plugboard-validated`, `plugboard-navigate` (cancelable),
 * `plugboard-error`.
 *
 * @example
 * const element = document.querySelector('plugboard-plugin')!;
 * element.context = () => ({ story: editor.story });
 * element.addEventListener('plugboard-navigate', (event) => {
 *   if (editor.unsaved) event.preventDefault();
 * });
 */
export class PlugboardPlugin extends PlugboardElement {
  static {
    // React and others set what they find as a property, and anything else as an attribute.
    PlugboardPlugin.prototype.context = undefined;
  }

  static readonly observedAttributes = [
    'space',
    'slug',
    'base',
    'min-height',
    'max-height',
    'hello-ms',
  ];

  protected readonly ownProperties = ['slug', 'fetchToken'];
  #embedding: Embedding | undefined;
  #fetchToken: EmbedOptions['fetchToken'];

  /** Answers the plugin's `getContext`: fields, or a function that is asked each time; see `EmbedContext` for what tools expect. */
  declare context: EmbedOptions['context'];

  constructor() {
    super([baseSheet, pluginSheet]);
  }

  /** The plugin. Attribute `slug`. */
  get slug(): string {
    return this.getAttribute('slug') ?? '';
  }

  set slug(slug: string) {
    this.setAttribute('slug', slug);
  }

  /** Gets the App Bridge token, instead of the request to the server. */
  get fetchToken(): EmbedOptions['fetchToken'] {
    return this.#fetchToken;
  }

  set fetchToken(fetchToken: EmbedOptions['fetchToken']) {
    this.#fetchToken = fetchToken;
    this.update();
  }

  /** The plugin's frame, while it is shown. */
  get iframe(): HTMLIFrameElement | undefined {
    return this.#embedding?.iframe;
  }

  protected override showLoading(): void {
    this.clear();
    if (this.slug !== '') this.root.replaceChildren(loading(this));
  }

  protected override show(embeds: Embeds): void {
    this.clear();
    const { slug } = this;
    if (slug === '') return;
    const plugin = embeds.plugins.find((candidate) => candidate.slug === slug);
    try {
      if (plugin === undefined) throw new Error(`No plugin “${slug}” is installed in this space`);
      this.#embed({ ...embeds, plugin });
    } catch (error) {
      this.fail(error as Error, slug);
    }
  }

  protected override clear(): void {
    this.#embedding?.destroy();
    this.#embedding = undefined;
    this.root.replaceChildren();
  }

  #embed(shown: Pick<EmbedOptions, 'space' | 'user' | 'plugin'>): void {
    const { slug } = shown.plugin;
    const iframe = create('iframe', { part: 'frame' });
    const waiting = loading(this);
    // An empty frame is loaded at once, before it has the address of the plugin.
    iframe.addEventListener('load', () => iframe.hasAttribute('src') && waiting.remove());
    this.#embedding = embedPlugin(iframe, {
      ...shown,
      ...this.serverOptions,
      fetchToken: this.#fetchToken,
      context: async () => (typeof this.context === 'function' ? this.context() : this.context),
      minHeight: this.#number('min-height'),
      maxHeight: this.#number('max-height'),
      helloMs: this.#number('hello-ms'),
      around: this,
      onSilent: (error) => this.fail(error, slug, textFor(this, 'silent', shown.plugin.name)),
      onValidated: () => emit(this, 'plugboard-validated', { slug }),
      onNavigate: ({ href }) => emit(this, 'plugboard-navigate', { slug, url: href }),
      onError: (error) => emit(this, 'plugboard-error', { slug, error }),
    });
    this.root.replaceChildren(iframe, waiting);
  }

  #number(attribute: string): number | undefined {
    const value = Number(this.getAttribute(attribute) ?? Number.NaN);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  }
}

function loading(element: Element): HTMLElement {
  const spinner = create('span', { class: 'spinner', 'aria-hidden': 'true' });
  return create('div', { part: 'loading', role: 'status' }, spinner, textFor(element, 'loading'));
}
