import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What somebody allowed: what a code is exchanged for, and a token opens. */
export interface Allowed {
  accountId: string;
  scope: string;
}

/** What a code is bound to (RFC 6749 §4.1.3, RFC 7636 §4.6). */
interface Bound extends Allowed {
  redirectUri: string;
  challenge: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Codes that were given out, and tokens. */
export interface Tokens {
  issueCode(allowed: Allowed, redirectUri: string, challenge: string): string;
  /** What a code stands for, once; undefined for any that is not good, or was bound to something else. */
  takeCode(code: string, redirectUri: string, verifier: string): Allowed | undefined;
  issueToken(allowed: Allowed): string;
  readToken(token: string): Allowed | undefined;
}

const CODE_LIFE_MS = 60_000;

/**
 * Codes live in memory, for a minute and one use. Tokens say what they stand for and are signed, so that nothing has to be kept; a
 * service that lets people take back what they allowed looks tokens up instead.
 *
 * @param now the clock, in milliseconds since 1970
 */
export function createTokens(secret: string, now: () => number = Date.now): Tokens {
  const codes = new Map<string, Bound>();
  const sign = (text: string) =>
    createHmac('sha256', secret).update(`sites-token:${text}`).digest('base64url');

  return {
    issueCode(allowed, redirectUri, challenge) {
      for (const [code, { expiresAt }] of codes) if (expiresAt <= now()) codes.delete(code);
      const code = randomBytes(24).toString('base64url');
      codes.set(code, { ...allowed, redirectUri, challenge, expiresAt: now() + CODE_LIFE_MS });
      return code;
    },
    takeCode(code, redirectUri, verifier) {
      const bound = codes.get(code);
      // Whoever tries has used it up, whatever they know besides.
      codes.delete(code);
      if (bound === undefined || bound.expiresAt <= now()) return undefined;
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      if (bound.redirectUri !== redirectUri || bound.challenge !== challenge) return undefined;
      return { accountId: bound.accountId, scope: bound.scope };
    },
    issueToken(allowed) {
      const text = Buffer.from(JSON.stringify(allowed)).toString('base64url');
      return `${text}.${sign(text)}`;
    },
    readToken(token) {
      const [text = '', signature = ''] = token.split('.');
      if (!isEqual(signature, sign(text))) return undefined;
      return JSON.parse(Buffer.from(text, 'base64url').toString()) as Allowed;
    },
  };
}

/** Compares two texts in a time that says nothing of where they differ. */
export function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
