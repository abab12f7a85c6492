import { PlugboardPlugin } from './plugin.ts';
import { PlugboardSidebar } from './sidebar.ts';
import { PlugboardToolbar } from './toolbar.ts';
import {
  PlugboardActivity,
  PlugboardCatalog,
  PlugboardInstalled,
  PlugboardSettings,
} from './view.ts';

export {
  PlugboardActivity,
  PlugboardCatalog,
  PlugboardInstalled,
  PlugboardPlugin,
  PlugboardSettings,
  PlugboardSidebar,
  PlugboardToolbar,
};

/**
 * Registers `<plugboard-plugin>`, `<plugboard-sidebar>`, `<plugboard-toolbar>`, and the views `<plugboard-catalog>`,
 * `<plugboard-installed>`, `<plugboard-settings>` and `<plugboard-activity>`. Does nothing for names that are taken, and
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
  define('plugboard-catalog', PlugboardCatalog);
  define('plugboard-installed', PlugboardInstalled);
  define('plugboard-settings', PlugboardSettings);
  define('plugboard-activity', PlugboardActivity);
}

function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}

declare global {
  interface HTMLElementTagNameMap {
    'plugboard-plugin': PlugboardPlugin;
    'plugboard-sidebar': PlugboardSidebar;
    'plugboard-toolbar': PlugboardToolbar;
    'plugboard-catalog': PlugboardCatalog;
    'plugboard-installed': PlugboardInstalled;
    'plugboard-settings': PlugboardSettings;
    'plugboard-activity': PlugboardActivity;
  }
}
