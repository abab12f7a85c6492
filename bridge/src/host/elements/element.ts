import {
  checkedEmbeds,
  type Embeds,
  forgetEmbeds,
  loadEmbeds,
  type ServerOptions,
} from '../embeds.ts';
import { create } from './dom.ts';
import { emit } from './events.ts';
import { textFor } from './texts.ts';

/** So that the module can be imported where pages are rendered on a server. */
export const Base: typeof HTMLElement =
  typeof HTMLElement === 'undefined' ? (class {} as typeof HTMLElement) : HTMLElement;

/**
 * What the three elements share: the space and server they are for, loading the list of plugins, and rendering again, once, after
 * attributes or properties have changed.
 */
export abstract class PlugboardElement extends Base {
  #fetch: typeof fetch | undefined;
  #embeds: Embeds | undefined;
  #loaded: { from: string; by: typeof fetch | undefined; embeds: Embeds } | undefined;
  #scheduled = false;
  #round = 0;

  /** The shadow tree's content goes in here. */
  protected readonly root: ShadowRoot;

  /** Properties that a framework may have set before the element was defined. */
  protected abstract readonly ownProperties: readonly string[];

  constructor(sheets: CSSStyleSheet[]) {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    this.root.adoptedStyleSheets = sheets;
  }

  /** The id of the space whose plugins are shown. Attribute `space`. */
  get space(): string {
    return this.getAttribute('space') ?? '';
  }

  set space(space: string | number) {
    this.setAttribute('space', `${space}`);
  }

  /** The Plugboard server's URL. Attribute `base`; default: the page's origin. */
  get base(): string {
    return this.getAttribute('base') ?? '';
  }

  set base(base: string) {
    this.setAttribute('base', base);
  }

  /** Stands in for `fetch` in all requests of this element. */
  get fetch(): typeof fetch | undefined {
    return this.#fetch;
  }

  set fetch(fetch: typeof globalThis.fetch | undefined) {
    this.#fetch = fetch;
    this.update();
  }

  /** The list of plugins, for hosts that have it already: then it is not asked of the server. */
  get embeds(): Embeds | undefined {
    return this.#embeds;
  }

  set embeds(embeds: Embeds | undefined) {
    this.#embeds = embeds;
    this.update();
  }

  /** Asks the server again, e.g. after a plugin was installed. */
  reload(): void {
    forgetEmbeds(this.serverOptions);
    this.#loaded = undefined;
    this.update();
  }

  /** @internal */
  connectedCallback(): void {
    for (const name of [...this.ownProperties, 'space', 'base', 'fetch', 'embeds']) {
      this.#takeOver(name);
    }
    this.update();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#round += 1;
    this.#loaded = undefined;
    this.clear();
  }

  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.update();
  }

  /** How this element reaches the server. */
  protected get serverOptions(): ServerOptions {
    return { base: this.base, fetch: this.#fetch };
  }

  /** Renders soon; several changes in a row render once. */
  protected update(): void {
    if (this.#scheduled || !this.isConnected) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.isConnected) void this.#render();
    });
  }

  /** Shows a failure, with a way to try again, and tells the page. */
  protected fail(error: Error, slug: string | null, shown = error.message): void {
    this.clear();
    const retry = create(
      'button',
      { type: 'button', part: 'retry', class: 'retry' },
      textFor(this, 'retry'),
    );
    retry.addEventListener('click', () => this.reload());
    const text = create('span', { class: 'message' }, shown);
    this.root.replaceChildren(create('div', { part: 'error', role: 'alert' }, text, retry));
    emit(this, 'plugboard-error', { slug, error });
  }

  /** Shows the plugins of the space. */
  protected abstract show(embeds: Embeds): void;

  /** Shows that the list is being loaded. */
  protected abstract showLoading(): void;

  /** Empties the shadow tree and stops listening. */
  protected abstract clear(): void;

  async #render(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    try {
      const known = this.#known();
      if (known !== undefined) return this.show(checkedEmbeds(known));
      if (this.space === '') throw new Error('The attribute “space” is missing');
      this.showLoading();
      const embeds = await loadEmbeds(this.space, this.serverOptions);
      if (round !== this.#round) return;
      this.#loaded = { from: this.#source, by: this.#fetch, embeds };
      this.show(embeds);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      if (round === this.#round) this.fail(failure, null);
    }
  }

  // Another choice among the same plugins needs no request, and shows no "loading".
  #known(): Embeds | undefined {
    const loaded = this.#loaded;
    const isCurrent = loaded?.from === this.#source && loaded.by === this.#fetch;
    return this.#embeds ?? (isCurrent ? loaded.embeds : undefined);
  }

  get #source(): string {
    return `${this.base} ${this.space}`;
  }

  // An own property set before the definition hides the accessor: set it again, through the accessor.
  #takeOver(name: string): void {
    if (!Object.hasOwn(this, name)) return;
    const value = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }
}
