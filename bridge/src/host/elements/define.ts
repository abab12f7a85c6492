import { PlugboardPlugin } from './plugin.ts';
import { PlugboardSidebar } from './sidebar.ts';
import { PlugboardToolbar } from './toolbar.ts';

export { PlugboardPlugin, PlugboardSidebar, PlugboardToolbar };

/**
 * Registers `<plugboard-plugin>`, `<plugboard-sidebar>` and `<plugboard-toolbar>`. Does nothing for names that are taken, and
 * nothing on a server, where there are no elements.
 *
 * Importing `@plugboard/bridge/host/define` does the same.
 *
 * @example
 * import { defineElements } from '@plugboard/bridge/host';
 * defineElements();
 */
export function defineElements(): void {
  if (typeof customElements === 'undefined') return;
  define('plugboard-plugin', PlugboardPlugin);
  define('plugboard-sidebar', PlugboardSidebar);
  define('plugboard-toolbar', PlugboardToolbar);
}

function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}

declare global {
  interface HTMLElementTagNameMap {
    'plugboard-plugin': PlugboardPlugin;
    'plugboard-sidebar': PlugboardSidebar;
    'plugboard-toolbar': PlugboardToolbar;
  }
}
