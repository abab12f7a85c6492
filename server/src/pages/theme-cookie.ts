import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Theme } from '../lib/themes.ts';

/** Scripts of our pages may read it: it is no secret, and says how a page begins before anything else is known. */
const NAME = 'plugboard_theme';
const OPTIONS = { path: '/', sameSite: 'lax', secure: 'auto' } as const;
const YEAR_S = 365 * 24 * 3600;

/** The theme that this browser was last told, by whoever was signed in with it; `system` for none. */
export function rememberedTheme(request: FastifyRequest): Theme {
  // Absent where a request fails before its cookies are read.
  const value = (request.cookies as FastifyRequest['cookies'] | null)?.[NAME];
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Has the browser keep it beyond the session, for the pages by which people sign in. */
export function rememberTheme(reply: FastifyReply, theme: Theme): void {
  if (theme === 'system') reply.clearCookie(NAME, OPTIONS);
  else reply.setCookie(NAME, theme, { ...OPTIONS, maxAge: YEAR_S });
}
