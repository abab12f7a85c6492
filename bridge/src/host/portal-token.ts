import { explain } from './embeds.ts';

/**
 * A portal token, as `POST /platform/v1/portal_tokens` answers it; without `expires_at` it is taken to live for fifteen minutes.
 *
 * @example
 * const token: GivenPortalToken = { token: 'pbv_…', expires_at: '2026-03-02T09:15:00.000Z' };
 */
export interface GivenPortalToken {
  token: string;
  /** ISO 8601. */
  expires_at?: string;
}

/**
 * Gets a portal token of the host's backend.
 *
 * @example
 * element.fetchToken = async () => (await fetch('/plugboard-token', { method: 'POST' })).json();
 */
export type FetchPortalToken = () => Promise<string | GivenPortalToken>;

const ANSWER_MS = 10_000;
const LIFE_MS = 900_000;
/** A page that was left open has its next token well before the last one ends. */
const EARLY_MS = 120_000;
/** Timers and clocks that are wrong by a lot ask no more often than this. */
const AT_LEAST_MS = 10_000;

/** A token with when to ask for the next one, in milliseconds from now. */
export interface PortalTokenInHand {
  token: string;
  renewIn: number;
}

/**
 * Asks for a token.
 *
 * @throws Error for an answer that is none.
 */
export async function askForToken(fetchToken: FetchPortalToken): Promise<PortalTokenInHand> {
  const given = await fetchToken();
  const { token, expires_at }: GivenPortalToken =
    typeof given === 'string' ? { token: given } : (given ?? {});
  if (typeof token !== 'string' || token === '') throw new Error('There is no token in the answer');
  const left = Date.parse(expires_at ?? '') - Date.now();
  const life = Number.isFinite(left) ? Math.min(left, LIFE_MS) : LIFE_MS;
  return { token, renewIn: Math.max(life - EARLY_MS, AT_LEAST_MS) };
}

/** Gets tokens from an address of the host, as whoever is signed in there. */
export const tokensFrom = (address: string): FetchPortalToken =>
  async function fetchPortalToken() {
    const response = await fetch(new URL(address, document.baseURI), {
      credentials: 'same-origin',
      headers: { accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (response.ok) return response.json();
    throw new Error(`The token could not be got: ${explain(response.status)}`);
  };
