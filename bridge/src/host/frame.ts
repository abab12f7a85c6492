import type { Theme } from '../messages.ts';
import type { EmbeddedPlugin, Embeds } from './embeds.ts';

// Never `allow-top-navigation`: a plugin reaches the top window only by asking for `beginOAuth`.
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-downloads';

/**
 * Where the embedding page is: `location` has this shape.
 *
 * @example
 * const page: EmbeddingPage = { protocol: 'https:', host: 'app.example:8443' };
 */
export interface EmbeddingPage {
  /** With its colon: `https:`. */
  protocol: string;
  /** With the port, if it is not the protocol's own: `app.example:8443`. */
  host: string;
}

/**
 * What {@link pluginPageUrl} tells a plugin's page.
 *
 * @example
 * const options: PageOptions = { plugin, space: { id: 1, name: 'Acme' }, user };
 */
export interface PageOptions extends Pick<Embeds, 'space' | 'user'> {
  plugin: EmbeddedPlugin;
  /** Default: `location`. */
  page?: EmbeddingPage;
  /** The Plugboard server's URL. Default: the page's origin. */
  base?: string;
  /** Whether the page around it is light or dark; by default the plugin is not told so in its address. */
  theme?: Theme;
}

/**
 * The address of a plugin's page, with the query parameters that tell it where it is and who looks at it.
 *
 * @throws Error when the plugin has no page, or one that must not be embedded: not `http(s)`, or on the origin of the
 *   embedding page or of the server, where a sandbox with `allow-same-origin` would hold nothing back.
 * @example
 * pluginPageUrl({ plugin, space: { id: 1, name: 'Acme' }, user }).searchParams.get('space_id'); // '1'
 */
export function pluginPageUrl(options: PageOptions): URL {
  const { plugin, space, user } = options;
  const page = options.page ?? location;
  const url = parsePage(plugin);
  const here = new URL(`${page.protocol}//${page.host}`);
  const server = new URL(options.base || '/', here);
  if (url.origin === here.origin || url.origin === server.origin) {
    throw new Error(`“${plugin.name}” cannot be shown: its page is on our own origin`);
  }
  const parameters = {
    space_id: space.id,
    space_name: space.name,
    user_id: user.id,
    user_name: user.name,
    user_lang: user.lang,
    user_is_admin: user.is_admin,
    slug: plugin.slug,
    protocol: page.protocol,
    host: page.host,
    ...(options.theme !== undefined && { theme: options.theme }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, `${value}`);
  url.searchParams.delete('init_oauth');
  if (plugin.oauth_pending === true) url.searchParams.set('init_oauth', 'true');
  return url;
}

/**
 * Gives an iframe what a plugin's page may have: scripts, its own origin, forms, pop-ups and downloads; not the top window.
 *
 * @example
 * const iframe = document.createElement('iframe');
 * prepareFrame(iframe, 'Link checker');
 */
export function prepareFrame(iframe: HTMLIFrameElement, title: string): void {
  iframe.setAttribute('sandbox', SANDBOX);
  // The plugin compares the referrer with the `host` it was given: the origin is all it needs.
  iframe.referrerPolicy = 'strict-origin';
  iframe.allow = 'clipboard-write';
  iframe.title = title;
}

function parsePage({ name, url }: EmbeddedPlugin): URL {
  if (url === null) throw new Error(`“${name}” has no page to show`);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') {
    throw new Error(`“${name}” cannot be shown: the address of its page is not http or https`);
  }
  return parsed;
}
