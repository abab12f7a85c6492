import { equalSecrets, sha256 } from '../lib/crypto.ts';

// RFC 7636 §4.1 and §4.2.
const PKCE_VALUE = /^[A-Za-z0-9._~-]{43,128}$/;

/** Whether a text can be a code challenge. */
export const isChallenge = (text: string): boolean => PKCE_VALUE.test(text);

/** Whether a verifier is that of a challenge by S256; where there is no challenge there must be no verifier (RFC 9700 §4.8.2). */
export function matchesChallenge(verifier: string | undefined, challenge: string | null): boolean {
  if (challenge === null) return verifier === undefined;
  if (verifier === undefined || !PKCE_VALUE.test(verifier)) return false;
  return equalSecrets(sha256(verifier).toString('base64url'), challenge);
}
