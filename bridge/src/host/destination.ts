/**
 * What {@link oauthDestination} judges by.
 *
 * @example
 * const origins: OAuthOrigins = { pluginOrigin: 'https://plugin.example', base: 'https://plugboard.example' };
 */
export interface OAuthOrigins {
  /** The origin of the plugin's page, e.g. `https://plugin.example`. */
  pluginOrigin: string;
  /** The URL of the Plugboard server, whose `/oauth/authorize` is allowed. */
  base: string;
}

// Browsers cut or refuse longer ones, and an authorization request (RFC 6749 §4.1.1) is far shorter.
const MAX_LENGTH = 8_192;

/**
 * Where a plugin may send the top window: anywhere on its own origin, or to the server's `/oauth/authorize`.
 *
 * A relative `redirectTo` is on the plugin's origin.
 *
 * @returns undefined when the plugin may not send the top window there.
 * @example
 * const origins = { pluginOrigin: 'https://plugin.example', base: 'https://plugboard.example' };
 * oauthDestination('/connect', origins)?.href; // 'https://plugin.example/connect'
 * oauthDestination('https://plugboard.example/oauth/authorize?client_id=…', origins); // URL
 * oauthDestination('//evil.example', origins); // undefined
 */
export function oauthDestination(redirectTo: string, origins: OAuthOrigins): URL | undefined {
  if (redirectTo.length > MAX_LENGTH) return undefined;
  const url = parse(redirectTo, origins.pluginOrigin);
  if (url === undefined || !isPlainWebAddress(url)) return undefined;
  if (url.origin === origins.pluginOrigin) return url;
  const authorize = new URL('oauth/authorize', withSlash(origins.base));
  return url.origin === authorize.origin && url.pathname === authorize.pathname ? url : undefined;
}

// `blob:https://plugin.example/…` has the plugin's origin too, and credentials can disguise where an address leads.
function isPlainWebAddress(url: URL): boolean {
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '';
}

function parse(address: string, relativeTo: string): URL | undefined {
  try {
    return new URL(address, relativeTo);
  } catch {
    return undefined;
  }
}

/** The URL under which relative addresses are below `base` and not beside it. */
export function withSlash(base: string): string {
  return base.endsWith('/') ? base : `${base}/`;
}
