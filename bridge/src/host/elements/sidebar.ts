import { type EmbeddedPlugin, type Embeds, serverUrl } from '../embeds.ts';
import { create, moveFocus } from './dom.ts';
import { PlugboardElement } from './element.ts';
import { emit } from './events.ts';
import { createIcon } from './icon.ts';
import { baseSheet, sidebarSheet } from './styles.ts';
import { textFor } from './texts.ts';

/**
 * `<plugboard-sidebar space="1" for="page">`: the space plugins, to choose from.
 *
 * Attributes: `space`, `base`, `selected` (the slug of the chosen one), `for` (the id of a `<plugboard-plugin>` that shows it),
 * `href` (a template such as `/apps/{slug}`: the entries are then links to there), `label`, `theme`. Properties: `fetch`,
 * `embeds`. Events: `plugboard-select` (cancelable; a link that is not cancelled is followed), `plugboard-error`.
 *
 * @example
 * const sidebar = document.querySelector('plugboard-sidebar')!;
 * sidebar.addEventListener('plugboard-select', (event) => {
 *   event.preventDefault();
 *   router.push(`/apps/${event.detail.slug}`);
 * });
 */
export class PlugboardSidebar extends PlugboardElement {
  static readonly observedAttributes = ['space', 'base', 'selected', 'for', 'href', 'label'];

  protected readonly ownProperties = ['selected'];

  constructor() {
    super([baseSheet, sidebarSheet]);
    this.root.addEventListener('keydown', (event) =>
      moveFocus(event as KeyboardEvent, [...this.root.querySelectorAll<HTMLElement>('.entry')]),
    );
  }

  /** The slug of the chosen plugin, or null. Attribute `selected`. */
  get selected(): string | null {
    return this.getAttribute('selected');
  }

  set selected(slug: string | null) {
    if (slug === null) this.removeAttribute('selected');
    else this.setAttribute('selected', slug);
  }

  /** @internal */
  override attributeChangedCallback(
    name: string,
    before: string | null,
    after: string | null,
  ): void {
    // The entries stay, and with them the focus.
    if (name === 'selected') this.#markSelected();
    else super.attributeChangedCallback(name, before, after);
  }

  protected override showLoading(): void {
    if (this.root.childElementCount > 0) return;
    const line = () => create('span', { class: 'skeleton' });
    this.root.replaceChildren(
      create(
        'div',
        { part: 'loading', role: 'status', 'aria-label': textFor(this, 'loading') },
        line(),
        line(),
      ),
    );
  }

  protected override show({ plugins }: Embeds): void {
    const shown = plugins.filter((plugin) => plugin.sidebar);
    if (shown.length === 0) {
      this.root.replaceChildren(create('p', { part: 'empty' }, textFor(this, 'noPlugins')));
      return;
    }
    const entries = shown.map((plugin) => create('li', {}, this.#entry(plugin)));
    const label = this.getAttribute('label') ?? textFor(this, 'plugins');
    this.root.replaceChildren(
      create('nav', { part: 'nav', 'aria-label': label }, create('ul', {}, ...entries)),
    );
    this.#markSelected();
  }

  protected override clear(): void {
    this.root.replaceChildren();
  }

  #entry(plugin: EmbeddedPlugin): HTMLElement {
    const { slug } = plugin;
    const content = [
      createIcon(plugin, serverUrl(this.base)),
      create('span', { part: 'name', class: 'name' }, plugin.name),
    ];
    const href = this.getAttribute('href')?.replaceAll('{slug}', encodeURIComponent(slug));
    const shared = { part: 'entry', class: 'entry', 'data-slug': slug, title: plugin.name };
    const entry: HTMLElement =
      href === undefined
        ? create('button', { ...shared, type: 'button' }, ...content)
        : create('a', { ...shared, href }, ...content);
    entry.addEventListener('click', (event: MouseEvent) => {
      // A click that opens a new tab or window leaves this page as it is.
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (elsewhere && href !== undefined) return;
      if (!this.#select(slug)) event.preventDefault();
    });
    return entry;
  }

  #select(slug: string): boolean {
    if (!emit(this, 'plugboard-select', { slug })) return false;
    this.selected = slug;
    return true;
  }

  #markSelected(): void {
    for (const entry of this.root.querySelectorAll<HTMLElement>('.entry')) {
      if (entry.dataset.slug === this.selected) entry.setAttribute('aria-current', 'page');
      else entry.removeAttribute('aria-current');
    }
    const shows = this.getAttribute('for');
    if (shows === null || this.selected === null) return;
    const root = this.getRootNode() as Document | ShadowRoot;
    root.getElementById(shows)?.setAttribute('slug', this.selected);
  }
}
