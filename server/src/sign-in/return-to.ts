import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseUrl } from '../lib/parse-url.ts';

/** Of a path to go on to, in characters: as long as a request may be that a plugin sends people here with. */
export const MAX_PATH_LENGTH = 8192;

// In a path: what some browser or proxy reads as the start of another host, or as the end of a header.
const AMBIGUOUS_PATH = /\/\/|\\|@|%(?:0[0-9a-f]|1[0-9a-f]|2f|5c|7f)/i;

/**
 * Where to go after signing in: a path of this server with its query, else `fallback`. Whatever may lead elsewhere is refused: other
 * origins, `//host`, `/\host`, userinfo, control characters.
 */
export function localPath(given: unknown, publicUrl: string, fallback = '/'): string {
  if (typeof given !== 'string' || given.length > MAX_PATH_LENGTH || !given.startsWith('/')) {
    return fallback;
  }
  // The parser drops tabs and line feeds, and turns `\` into `/`: neither is in a path of ours.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  const url = /[\u0000-\u001f\u007f\\]/.test(given) ? undefined : parseUrl(given, publicUrl);
  if (url === undefined) return fallback;
  const isOurs = url.origin === new URL(publicUrl).origin && !AMBIGUOUS_PATH.test(url.pathname);
  const path = url.pathname + url.search + url.hash;
  // What the parser encoded is longer than it was, and must be taken again when it comes back.
  return isOurs && path.length <= MAX_PATH_LENGTH ? path : fallback;
}

/** The page of the host that signs people in here and leads them to `back`, a path of this server. */
export function hostSignInUrl(signInUrl: string, back: string): string {
  const url = new URL(signInUrl);
  url.searchParams.set('return_to', back);
  return url.href;
}

/** The sign-in page that leads to `back`, a path of this server. */
export const signInUrl = (back: string): string => `/sign-in?return_to=${encodeURIComponent(back)}`;

const AUTHORIZE_PATHS = ['/oauth/authorize', '/a/auth/v0/authorize'];

/**
 * The origins besides ours that a sign-in form may lead to: signing in for a plugin that was consented to before goes on to the
 * plugin or to the page of the host that shows it, at once, and browsers check that redirect against the page of the form, too.
 *
 * @param hostPage the setting.
 */
export function originsBehind(returnTo: string, hostPage: string | undefined): string[] {
  const url = new URL(returnTo, 'http://localhost');
  if (!AUTHORIZE_PATHS.includes(url.pathname)) return [];
  return [url.searchParams.get('redirect_uri'), hostPage].flatMap((target) => {
    const { protocol, origin = '' } = (target && parseUrl(target)) || {};
    return protocol === 'https:' || protocol === 'http:' ? [origin] : [];
  });
}

/** Sends whoever has to sign in there, and back here afterwards. */
export function redirectToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(request.method === 'GET' ? signInUrl(request.url) : '/sign-in', 303);
}
