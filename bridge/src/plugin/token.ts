/**
 * The claims of an App Bridge token.
 *
 * @example
 * const claims: TokenClaims | undefined = readClaims(bridge.token);
 */
export interface TokenClaims {
  /** The plugin. */
  app_id: number;
  space_id: number;
  user_id: number;
  /** Seconds since 1970. */
  iat: number;
  /** Seconds since 1970. */
  exp: number;
  /** The plugin's client id. */
  aud?: string;
  install_id?: number;
  /** The user's role in the space. */
  role?: string;
}

const REFRESH_AHEAD_MS = 60_000;
const SHORTEST_MS = 1_000;

// Past 2^31−1 ms a timer fires at once.
const LONGEST_MS = 2_147_483_647;

/**
 * Reads a token's claims **without verifying it**: only the plugin's backend can, with the client secret.
 *
 * @returns undefined when it is no JWT (RFC 7519) with `iat` and `exp`.
 * @example
 * readClaims(connection.token)?.space_id; // 1
 */
export function readClaims(token: string): TokenClaims | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isClaims(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How long after its arrival a token should be replaced, in milliseconds: a minute before it expires, or after three quarters of
 * a short life. Reckoned from `iat` to `exp`, so that a wrong clock on the user's computer does not matter.
 *
 * @example
 * refreshDelay({ app_id: 3, space_id: 1, user_id: 2, iat: 1_000, exp: 4_600 }); // 3_540_000
 */
export function refreshDelay({ iat, exp }: TokenClaims): number {
  const lifeMs = (exp - iat) * 1_000;
  const delay = lifeMs - Math.min(REFRESH_AHEAD_MS, lifeMs / 4);
  return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, delay));
}

function isClaims(value: unknown): value is TokenClaims {
  if (typeof value !== 'object' || value === null) return false;
  const { iat, exp } = value as Partial<TokenClaims>;
  return typeof iat === 'number' && typeof exp === 'number';
}
