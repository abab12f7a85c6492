import type { AuthenticatedClient, Clients } from '../../auth/clients.ts';
import type { Guesses } from '../../auth/guesses.ts';
import type { TokenClaims, Tokens } from '../../auth/tokens.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../lib/db.ts';
import type { RateLimit } from '../../lib/rate-limit.ts';
import type { Logger } from '../../log.ts';
import type { Parameters } from '../parameters.ts';

/** What the grant types need; so does revoking. */
export interface TokenDeps {
  db: Database;
  clients: Clients;
  tokens: Tokens;
  /** Guesses at secrets, codes and refresh tokens, each kind under keys of its own. */
  failedLogins: Guesses;
  /** Requests of one client. */
  clientRequests: RateLimit;
  log: Logger;
  config: Config;
}

/** RFC 6749 §5.1. Lives are in seconds. */
export interface TokenResponse {
  token_type: 'Bearer';
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
  scope: string;
}

/** The parameters of grant types that are text. */
export const TEXT_PARAMETERS = ['refresh_token', 'code', 'redirect_uri', 'code_verifier'] as const;

/** What a grant type reads from the request. */
export interface GrantParameters extends Parameters<(typeof TEXT_PARAMETERS)[number]> {
  /** Where the request comes from, for counting guesses. */
  address: string;
  /** Undefined where none was asked for. */
  scope?: string[];
  install_id?: string | number;
  /** From a client that proved its secret, at the address of Envoy's clients. */
  mayOmitRedirectUri: boolean;
}

/** {@link GrantParameters} with some that are certainly there. */
export type Given<Name extends keyof GrantParameters> = GrantParameters &
  Required<Pick<GrantParameters, Name>>;

/**
 * What an authenticated client gets for its parameters, of which `Name` must be given.
 *
 * @throws OAuthError `invalid_grant`, `invalid_scope`, `invalid_request`; Failure `too_many_requests` for who guesses.
 */
export type Grant<Name extends keyof GrantParameters = never> = (
  deps: TokenDeps,
  client: AuthenticatedClient,
  parameters: Given<Name>,
) => Promise<TokenResponse>;

/** The claims of a plugin's own token; its life is still to be set. */
export function pluginClaims(client: AuthenticatedClient, scopes: string[]): TokenClaims {
  return {
    grant_type: 'client_credentials',
    plugin_id: client.pluginId,
    secret_generation: client.secretGeneration,
    install_id: null,
    install_generation: null,
    user_id: null,
    scopes,
    expires_in: 0,
  };
}

/** Issues an access token, and a refresh token unless there is to be none (`false`). */
export async function issue(
  deps: TokenDeps,
  claims: TokenClaims,
  accessSeconds: number,
  refreshSeconds: number | false,
): Promise<TokenResponse> {
  const { access, refresh } = await deps.tokens.issue(
    { ...claims, expires_in: accessSeconds },
    refreshSeconds === false ? undefined : { ...claims, expires_in: refreshSeconds },
  );
  const response: TokenResponse = {
    token_type: 'Bearer',
    access_token: access,
    expires_in: accessSeconds,
    scope: claims.scopes.join(' '),
  };
  if (refresh !== null && refreshSeconds !== false) {
    response.refresh_token = refresh;
    response.refresh_token_expires_in = refreshSeconds;
  }
  return response;
}
