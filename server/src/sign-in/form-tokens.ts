import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownCookie } from '../auth/cookies.ts';
import { sha256 } from '../lib/crypto.ts';
import { newSecret } from '../lib/ids.ts';

/** Tokens for forms of people who have no session yet, such as signing in: a cookie's value and a form field that must fit it. */
export interface FormTokens {
  /** For the form that is about to be shown; gives the browser the cookie when it has none. */
  issue(request: FastifyRequest, reply: FastifyReply): string;
  /** What the form of this browser must carry; of a browser without the cookie, nothing does. */
  expected(request: FastifyRequest): string;
}

/** The cookie holds 256 random bits and lasts as long as the browser's session; the field is a hash of it. */
export function createFormTokens(publicUrl: string): FormTokens {
  const cookie = ownCookie(publicUrl, 'form');
  const tokenOf = (value: string): string => sha256(`form:${value}`).toString('base64url');
  return {
    issue(request, reply) {
      let value = request.cookies[cookie.name];
      if (!value) {
        value = newSecret('form');
        reply.setCookie(cookie.name, value, cookie.options);
      }
      return tokenOf(value);
    },
    expected: (request) => tokenOf(request.cookies[cookie.name] || newSecret('form')),
  };
}
