import type { CookieSerializeOptions } from '@fastify/cookie';

/** A cookie that only this server reads and sets. */
export interface OwnCookie {
  name: string;
  options: CookieSerializeOptions;
}

/**
 * Names a cookie and says how it is set. Over https its prefix makes browsers refuse one that came from another host or over plain
 * http; a laptop has only plain http. `lax`, so that people who follow a link from the host's product are still signed in.
 */
export function ownCookie(publicUrl: string, name: string): OwnCookie {
  const secure = publicUrl.startsWith('https:');
  return {
    name: `${secure ? '__Host-' : ''}plugboard_${name}`,
    options: { path: '/', httpOnly: true, secure, sameSite: 'lax' },
  };
}
