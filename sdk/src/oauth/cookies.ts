import { SetupError } from '../errors.ts';

/** What browsers keep of a cookie, with its name (RFC 6265bis §5.6). */
const MOST_BYTES = 4096;

/**
 * For the plugin's own origin alone, in a frame kept apart for each site around it, out of the reach of scripts. Names have the prefix
 * `__Host-`, so that no other origin of the site can set one.
 */
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=None; Partitioned';

/** The cookies of a request, by their names. */
export function readCookies(request: Request): Map<string, string> {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  return new Map(pairs.filter(([name]) => name !== ''));
}

/**
 * A `Set-Cookie`.
 *
 * @throws SetupError `cookie_too_large`
 */
export function setCookie(name: string, value: string, seconds: number): string {
  const size = name.length + value.length;
  if (size > MOST_BYTES) {
    throw new SetupError(
      'cookie_too_large',
      `A session takes ${size} bytes, and browsers keep ${MOST_BYTES} of a cookie: give createOAuth a store`,
    );
  }
  return `${name}=${value}; Max-Age=${Math.ceil(seconds)}; ${ATTRIBUTES}`;
}

/** A `Set-Cookie` that takes the cookie away. */
export const clearCookie = (name: string): string => `${name}=; Max-Age=0; ${ATTRIBUTES}`;

/** Goes somewhere else, with cookies. */
export function redirect(to: string | URL, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location: String(to), 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}
