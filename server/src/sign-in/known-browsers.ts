import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownCookie } from '../auth/cookies.ts';
import type { Vault } from '../lib/crypto.ts';
import { newId } from '../lib/ids.ts';
import { lowerAscii } from '../lib/text.ts';

/** A browser in which an account signed in. */
export interface KnownBrowser {
  id: string;
  /** The address that was entered, in small letters of ASCII. */
  email: string;
}

/**
 * Browsers in which an account signed in with its password. Their guesses are counted apart, so that nobody who guesses elsewhere can lock
 * the owner out of them.
 */
export interface KnownBrowsers {
  /** A request's browser, if who entered this address signed in there. */
  find(request: FastifyRequest, email: string): KnownBrowser | undefined;
  /** Makes the browser known for an address, after its password was right. */
  remember(request: FastifyRequest, reply: FastifyReply, email: string): void;
}

const SEAL = 'a browser that signed in';
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * The cookie is sealed and lasts a year; it opens nothing. A browser is known for the account that signed in there last, by its address as
 * it was entered but for capitals of ASCII: what else may be folded is another account's address, whose owner would be let guess.
 */
export function createKnownBrowsers(vault: Vault, publicUrl: string): KnownBrowsers {
  const cookie = ownCookie(publicUrl, 'browser');

  function find(request: FastifyRequest, email: string): KnownBrowser | undefined {
    try {
      const sealed = Buffer.from(request.cookies[cookie.name] ?? '', 'base64url');
      const known: KnownBrowser = JSON.parse(vault.open(sealed, SEAL));
      return known.email === lowerAscii(email) ? known : undefined;
    } catch {
      // None, or not one of ours.
      return undefined;
    }
  }

  return {
    find,
    remember(request, reply, email) {
      if (find(request, email) !== undefined) return;
      const browser: KnownBrowser = { id: newId(), email: lowerAscii(email) };
      const sealed = vault.seal(JSON.stringify(browser), SEAL);
      const options = { ...cookie.options, maxAge: YEAR_SECONDS };
      reply.setCookie(cookie.name, sealed.toString('base64url'), options);
    },
  };
}
