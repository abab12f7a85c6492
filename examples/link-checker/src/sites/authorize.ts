import type { SitesConfig } from './config.ts';

/** The scope that there is. */
const SITES_SCOPE = 'sites.read';

/** What a browser is sent to us for: to let a client see somebody's sites. */
export interface AuthorizationRequest {
  redirectUri: string;
  state: string | null;
  challenge: string;
  scope: string;
}

/** What is wrong with an authorization request: for the client where it can be told there, else for whoever looks. */
export type AuthorizationError = { redirectTo: URL } | { message: string };

/**
 * Reads an authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3). Nobody is sent to an address that is not the client's: until that is
 * sure, what is wrong is told here.
 */
export function readAuthorizationRequest(
  query: URLSearchParams,
  { clientId, redirectUri }: SitesConfig,
): AuthorizationRequest | AuthorizationError {
  if (query.get('client_id') !== clientId) return { message: 'Sites does not know this client.' };
  if (query.get('redirect_uri') !== redirectUri) {
    return { message: `Sites sends browsers of this client to ${redirectUri} and nowhere else.` };
  }
  const state = query.get('state');
  const refuse = (error: string, description: string): AuthorizationError => ({
    redirectTo: backTo(redirectUri, state, { error, error_description: description }),
  });
  if (query.get('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'Sites gives codes only');
  }
  const scope = query.get('scope') ?? SITES_SCOPE;
  if (scope !== SITES_SCOPE) return refuse('invalid_scope', `The scope is ${SITES_SCOPE}`);
  const challenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) {
    return refuse('invalid_request', 'Sites asks for a code_challenge by S256');
  }
  return { redirectUri, state, challenge, scope };
}

/** Where a browser goes back to with an answer. */
export function backTo(
  redirectUri: string,
  state: string | null,
  answer: Record<string, string>,
): URL {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return url;
}
