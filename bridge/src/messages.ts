/**
 * The messages of the App Bridge, as they are on the wire, and parsers that let nothing else through.
 *
 * A message of the host has no `event`, a message of the plugin always has one: neither parser accepts the other's messages.
 */

/**
 * Who speaks: a space plugin's page (`app-changed`) or a tool plugin's (`tool-changed`).
 *
 * @example
 * const action: PluginAction = 'tool-changed';
 */
export type PluginAction = 'app-changed' | 'tool-changed';

/**
 * Plugin → host: "who looks at me?" The host answers with {@link ValidatedMessage}.
 *
 * @example
 * const message: ValidateMessage = { action: 'app-changed', event: 'validate' };
 */
export interface ValidateMessage {
  action: PluginAction;
  event: 'validate';
  /** The slug of a tool plugin. The frame that sent the message says which plugin it is, so this is never relied on. */
  tool?: string;
}

/**
 * Plugin → host: "send the browser's top window there, I need the user's consent."
 *
 * @example
 * const message: BeginOAuthMessage = {
 *   action: 'app-changed',
 *   event: 'beginOAuth',
 *   redirectTo: '/api/connect/storyblok',
 * };
 */
export interface BeginOAuthMessage {
  action: PluginAction;
  event: 'beginOAuth';
  tool?: string;
  /** Relative to the plugin's origin, or absolute: on that origin or the server's `/oauth/authorize`. */
  redirectTo: string;
}

/**
 * Tool plugin → host: "what is the user looking at?" The host answers with {@link ContextMessage}.
 *
 * @example
 * const message: GetContextMessage = { action: 'tool-changed', tool: 'word-count', event: 'getContext' };
 */
export interface GetContextMessage {
  action: 'tool-changed';
  event: 'getContext';
  tool?: string;
}

/**
 * Tool plugin → host: "my content is this high."
 *
 * @example
 * const message: HeightChangeMessage = { action: 'tool-changed', event: 'heightChange', height: 480 };
 */
export interface HeightChangeMessage {
  action: 'tool-changed';
  event: 'heightChange';
  tool?: string;
  /** CSS pixels. */
  height: number;
}

/**
 * Everything a plugin can say to its host page.
 *
 * @example
 * const message: PluginMessage = { action: 'app-changed', event: 'validate' };
 */
export type PluginMessage =
  | ValidateMessage
  | BeginOAuthMessage
  | GetContextMessage
  | HeightChangeMessage;

/**
 * Host → plugin: the App Bridge token, a JWT (RFC 7519) that the plugin's backend verifies with the client secret.
 *
 * @example
 * const message: ValidatedMessage = { action: 'validated', token: 'eyJhbGciOiJIUzI1NiJ9…' };
 */
export interface ValidatedMessage {
  action: 'validated';
  token: string;
  /** Ours: whether the page around is light or dark. Storyblok's clients pass over it. */
  theme?: Theme;
}

/**
 * Host → plugin: whatever the host page tells about what the user has open, beside `action`. Storyblok's tools read `language` and
 * `story: { name, slug, updated_at, content, published }` without asking whether they are there.
 *
 * @example
 * const message: ContextMessage = { action: 'get-context', language: 'en', story: { name: 'Home', slug: 'home' } };
 */
export interface ContextMessage {
  action: 'get-context';
  [field: string]: unknown;
}

/**
 * Whether a page is light or dark.
 *
 * @example
 * const theme: Theme = 'dark';
 */
export type Theme = 'light' | 'dark';

/**
 * Host → plugin: "the page around you is light, or dark, from now on." What it is at first the address and {@link ValidatedMessage} say.
 * Storyblok's clients do not know it, and pass over it.
 *
 * @example
 * const message: ThemeMessage = { action: 'theme', theme: 'dark' };
 */
export interface ThemeMessage {
  action: 'theme';
  theme: Theme;
}

/**
 * Everything a host page can say to a plugin.
 *
 * @example
 * const message: HostMessage = { action: 'validated', token };
 */
export type HostMessage = ValidatedMessage | ContextMessage | ThemeMessage;

/**
 * Reads what a plugin's frame sent. Unknown fields are left out of the result.
 *
 * @param data `event.data`, as it came.
 * @returns undefined for everything that is no message of a plugin; it never throws.
 * @example
 * parsePluginMessage({ action: 'app-changed', event: 'validate' }); // { action: 'app-changed', event: 'validate' }
 * parsePluginMessage({ source: 'react-devtools' }); // undefined
 */
export function parsePluginMessage(data: unknown): PluginMessage | undefined {
  const fields = ownFields(data);
  if (fields === undefined) return undefined;
  const { action, event } = fields;
  if (action !== 'app-changed' && action !== 'tool-changed') return undefined;
  // Some plugins send `tool: null` while they don't know their slug yet.
  const tool = typeof fields.tool === 'string' ? { tool: fields.tool } : {};
  if (event === 'validate') return { action, event, ...tool };
  if (event === 'beginOAuth') {
    const { redirectTo } = fields;
    return typeof redirectTo === 'string' ? { action, event, ...tool, redirectTo } : undefined;
  }
  if (action !== 'tool-changed') return undefined;
  if (event === 'getContext') return { action, event, ...tool };
  if (event === 'heightChange') {
    const { height } = fields;
    return isHeight(height) ? { action, event, ...tool, height } : undefined;
  }
  return undefined;
}

/**
 * Reads what the host page sent.
 *
 * @param data `event.data`, as it came.
 * @returns undefined for everything that is no message of a host; it never throws.
 * @example
 * parseHostMessage({ action: 'validated', token: 'eyJ…' }); // { action: 'validated', token: 'eyJ…' }
 * parseHostMessage('validated'); // undefined
 */
export function parseHostMessage(data: unknown): HostMessage | undefined {
  const fields = ownFields(data);
  if (fields === undefined || Object.hasOwn(fields, 'event')) return undefined;
  const { action, token, theme } = fields;
  if (action === 'validated') {
    if (typeof token !== 'string' || token === '') return undefined;
    return isTheme(theme) ? { action, token, theme } : { action, token };
  }
  if (action === 'theme') return isTheme(theme) ? { action, theme } : undefined;
  return action === 'get-context' ? { ...fields, action } : undefined;
}

/** A copy without a prototype: a name such as `event` is then never found on a prototype that a page has changed. */
export function ownFields(data: unknown): Record<string, unknown> | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  return Object.assign(Object.create(null), data);
}

/** Whether this says that a page is light or dark. */
export const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark';

function isHeight(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
