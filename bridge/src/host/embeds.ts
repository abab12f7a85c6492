import { withSlash } from './destination.ts';

/**
 * A plugin of the space that has a page, as the server describes it.
 *
 * @example
 * const plugin: EmbeddedPlugin = {
 *   id: 3,
 *   slug: 'link-checker',
 *   name: 'Link checker',
 *   sidebar: true,
 *   toolbar: false,
 *   url: 'https://links.example/app',
 * };
 */
export interface EmbeddedPlugin {
  /** The `app_id` of the App Bridge token. */
  id: number;
  slug: string;
  name: string;
  /** Its icon: an `http(s)` address, or one relative to the server. */
  icon?: string | null;
  /** It has a page in the sidebar. */
  sidebar: boolean;
  /** It has a tool in the toolbar. */
  toolbar: boolean;
  /** Its page: the one for developers when the user has development mode on. Null when it has none. */
  url: string | null;
  /** It uses OAuth: its frame is opened by a ticket, so that the user is known to the server in it. */
  oauth?: boolean;
  /** Its page speaks the App Bridge: until it says something it is not there. */
  app_bridge?: boolean;
  /** The user has yet to give the consent (OAuth) that the plugin needs: its page is told so by `init_oauth=true`. */
  oauth_pending?: boolean;
}

/**
 * Who looks at the page, as the plugins are told in their address.
 *
 * @example
 * const user: EmbedUser = { id: 2, name: 'Noor', lang: 'nl', is_admin: true };
 */
export interface EmbedUser {
  id: number;
  name: string;
  /** A language tag (BCP 47). */
  lang: string;
  is_admin: boolean;
}

/**
 * The answer of `GET /v1/spaces/{space}/embeds`: what a host page needs to show the plugins of a space.
 *
 * @example
 * const embeds: Embeds = { space: { id: 1, name: 'Acme' }, user, plugins: [plugin] };
 */
export interface Embeds {
  space: { id: number; name: string };
  user: EmbedUser;
  /** The user has development mode on. */
  development?: boolean;
  plugins: EmbeddedPlugin[];
}

/**
 * How the server is reached.
 *
 * @example
 * const options: ServerOptions = { base: 'https://plugboard.example' };
 */
export interface ServerOptions {
  /** The Plugboard server's URL, absolute or relative to the page's origin. Default: the page's origin. */
  base?: string;
  /** Stands in for `fetch`, e.g. to add a CSRF token, or to go through the host's own backend. */
  fetch?: typeof fetch;
}

const SHARED_MS = 2_000;

/** How long an answer of the server is waited for, in milliseconds. */
export const ANSWER_MS = 15_000;

// The elements of one page ask for the same thing within moments: they share one request. Keyed by the `fetch` they use,
// which may carry another user's credentials.
const shared = new WeakMap<typeof fetch, Map<string, Promise<Embeds>>>();

/**
 * Loads the plugins that the signed-in user sees in a space.
 *
 * Calls for the same space within two seconds share one request.
 *
 * @param space The id of the space.
 * @throws Error with the status when the server refuses, or when its answer is no list of plugins.
 * @example
 * const { plugins } = await loadEmbeds(1, { base: 'https://plugboard.example' });
 */
export function loadEmbeds(space: number | string, options: ServerOptions = {}): Promise<Embeds> {
  const ask = options.fetch ?? fetch;
  const address = spaceUrl(options.base, space, 'embeds');
  const known = shared.get(ask) ?? new Map<string, Promise<Embeds>>();
  shared.set(ask, known);
  const existing = known.get(address);
  if (existing !== undefined) return existing;
  const loading = request(ask, address);
  known.set(address, loading);
  const forget = () => known.get(address) === loading && known.delete(address);
  loading.then(() => setTimeout(forget, SHARED_MS), forget);
  return loading;
}

/**
 * Makes the next {@link loadEmbeds} ask the server again, for every space.
 *
 * @example
 * forgetEmbeds();
 * const { plugins } = await loadEmbeds(1);
 */
export function forgetEmbeds(options: ServerOptions = {}): void {
  shared.delete(options.fetch ?? fetch);
}

/** `{base}/v1/spaces/{space}/{path}`, absolute. */
export function spaceUrl(base: string | undefined, space: number | string, path: string): string {
  return new URL(`v1/spaces/${encodeURIComponent(space)}/${path}`, serverUrl(base)).href;
}

/** The server's URL, absolute and with a slash at the end. */
export function serverUrl(base: string | undefined): string {
  return withSlash(new URL(base || '/', location.origin).href);
}

async function request(ask: typeof fetch, address: string): Promise<Embeds> {
  const response = await ask(address, {
    credentials: 'include',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!response.ok) throw new Error(`The plugins could not be loaded: ${explain(response.status)}`);
  return checkedEmbeds(await response.json());
}

/** @throws Error for what is no list of plugins, such as an error that somebody hands on. */
export function checkedEmbeds(answer: unknown): Embeds {
  if (isEmbeds(answer)) return answer;
  throw new Error('The plugins could not be loaded: the answer is not a list');
}

/** What an HTTP status means to the person in front of the page. */
export function explain(status: number): string {
  if (status === 401) return 'you are signed out';
  if (status === 403 || status === 404) return 'there is no such space, or you are not a member';
  if (status === 429) return 'too many requests, try again in a moment';
  return `the server answered ${status}`;
}

function isEmbeds(value: unknown): value is Embeds {
  if (!isObject(value)) return false;
  const { space, user, plugins } = value as Partial<Embeds>;
  return isObject(space) && isObject(user) && Array.isArray(plugins) && plugins.every(isObject);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
