import { parseUrl } from '../parse-url.ts';

/** Methods that change nothing (RFC 9110 §9.2.1). */
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Whether a request may act with the cookies that came along, which browsers send whoever made it: one that changes something, and one that names
 * another origin, must come from a page of the plugin's own.
 */
export function isFromOwnPage({ method, headers }: Request, origin: string): boolean {
  const site = headers.get('sec-fetch-site');
  const from = headers.get('origin');
  if (SAFE.includes(method)) return from === null || from === origin || site === 'same-origin';
  return site === null ? from === origin : site === 'same-origin';
}

/**
 * An address of the plugin's own, in full; undefined for any other. It is in full because a path may read as another address: `//example.com`.
 *
 * @param to a path, or an address
 */
export function ownAddress(to: string | URL | null | undefined, origin: string): URL | undefined {
  const url = to === null || to === undefined ? undefined : parseUrl(String(to), origin);
  if (url === undefined) return undefined;
  const { protocol } = new URL(origin);
  const isOwn = url.origin === origin && url.protocol === protocol;
  return isOwn && url.username === '' && url.password === '' ? url : undefined;
}

/** Whether the browser asks for it to be shown in a frame. */
export const isInFrame = ({ headers }: Request): boolean =>
  /^(?:i?frame|embed|object)$/.test(headers.get('sec-fetch-dest') ?? '');
