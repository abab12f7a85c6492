import { SetupError } from '../errors.ts';

/** What browsers keep of a cookie, with its name (RFC 6265bis §5.6). */
const MOST_BYTES = 4096;

/**
 * For the plugin's own origin alone, in a frame kept apart for each site around it, out of the reach of scripts. Names have the prefix
 * `__Host-`, so that no other origin of the site can set one.
 */
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=None; Partitioned';

/**
 * What all cookies together take in a request, at most: proxies refuse a header of 8 KB, Node.js all headers where they have 16. Sessions and ways to
 * Plugboard have each their part, so that a link that begins many of these ends nobody's session.
 */
export const MOST_SESSION_BYTES = 5000;
/** The part of what was begun, and has not come back. @see MOST_SESSION_BYTES */
export const MOST_STATE_BYTES = 3000;

/** What a cookie takes in a request: `name=value; `. */
export const bytesOf = (name: string, value: string): number => name.length + value.length + 3;

/** What a cookie of a `Set-Cookie` takes in a request. */
export const bytesOfSet = (line: string): number => line.indexOf(';') + 2;

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

/**
 * The names of cookies for which there is no room.
 *
 * @param cookies those that are to stay first
 */
export function withoutRoom(
  cookies: readonly { name: string; bytes: number }[],
  { bytes, count }: { bytes: number; count: number },
): Set<string> {
  let [bytesLeft, countLeft] = [bytes, count];
  const left = cookies.filter((cookie) => {
    bytesLeft -= cookie.bytes;
    countLeft--;
    return bytesLeft < 0 || countLeft < 0;
  });
  return new Set(left.map(({ name }) => name));
}
