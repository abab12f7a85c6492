import type { AuthenticatedClient } from '../../auth/clients.ts';
import { logRefusal } from '../../auth/refusals.ts';
import type { TokenRow } from '../../auth/schema.ts';
import {
  insertTokens,
  markRotated,
  revokeFamily,
  selectRefreshToken,
} from '../../auth/token-queries.ts';
import { mintTokens } from '../../auth/tokens.ts';
import { lockGrant } from '../../grants/queries.ts';
import type { Db } from '../../lib/db.ts';
import { OAuthError } from '../errors.ts';
import { requireSubset } from '../scope.ts';
import type { Given, Grant, TokenDeps, TokenResponse } from './issue.ts';

const noToken = (): OAuthError =>
  new OAuthError('invalid_grant', 'The refresh token is unknown, expired or revoked');

/**
 * A new access token for a refresh token (RFC 6749 §6). A public client gets another refresh token, too, and one that it exchanged long
 * ago ends all that came of the same code.
 */
export const grantAgain: Grant<'refresh_token'> = async (deps, client, parameters) => {
  const { address } = parameters;
  const { failedLoginLimit } = deps.config;
  const guessers = [{ key: `refresh ${address} ${client.pluginId}`, limit: failedLoginLimit }];
  await deps.failedLogins.refuseExceeded(guessers);
  const refresh = await deps.tokens.findRefresh(parameters.refresh_token);
  if (refresh === undefined || refresh.plugin_id !== client.pluginId) {
    logRefusal(deps.log, { by: 'refresh token', pluginId: client.pluginId, address });
    // Whoever has shown a secret is not guessing.
    if (client.secretGeneration === null) await deps.failedLogins.take(guessers);
    throw noToken();
  }
  if (refresh.grant_id !== null) {
    return refreshByConsent(deps, client, { ...refresh, grant_id: refresh.grant_id }, parameters);
  }
  if (client.secretGeneration === null) throw noToken();
  return refreshOwn(deps, client, refresh, parameters);
};

// A client with a secret keeps its refresh token (FAPI 2.0 §5.3.2.1): the official clients never store a rotated one.
async function refreshOwn(
  deps: TokenDeps,
  client: AuthenticatedClient,
  refresh: TokenRow,
  parameters: Given<'refresh_token'>,
): Promise<TokenResponse> {
  const scopes = parameters.scope ?? refresh.scopes;
  requireSubset(scopes, refresh.scopes);
  const { accessTokenSeconds, installTokenSeconds } = deps.config;
  const accessSeconds = refresh.install_id === null ? accessTokenSeconds : installTokenSeconds;
  const { access } = await deps.tokens.issue({
    ...refresh,
    secret_generation: client.secretGeneration,
    scopes,
    expires_in: accessSeconds,
  });
  return {
    token_type: 'Bearer',
    access_token: access,
    expires_in: accessSeconds,
    refresh_token: parameters.refresh_token,
    refresh_token_expires_in: refresh.expires_in,
    scope: scopes.join(' '),
  };
}

async function refreshByConsent(
  deps: TokenDeps,
  client: AuthenticatedClient,
  known: TokenRow & { grant_id: number },
  parameters: Given<'refresh_token'>,
): Promise<TokenResponse> {
  // What is refused is told outside of the transaction, which may have ended the family.
  const response = await deps.db.transaction(async (tx) => {
    await lockGrant(tx, known.grant_id);
    const refresh = await selectRefreshToken(tx, known.hash, deps.config.refreshGraceSeconds);
    if (refresh === undefined) return undefined;
    if (refresh.rotation === 'long ago') {
      await revokeFamily(tx, refresh.family as string);
      return undefined;
    }
    const scopes = parameters.scope ?? refresh.scopes;
    requireSubset(scopes, refresh.scopes);
    const accessSeconds = deps.config.grantAccessTokenSeconds;
    return renew(tx, { client, refresh, value: parameters.refresh_token, scopes, accessSeconds });
  });
  if (response === undefined) throw noToken();
  return response;
}

interface Renewal {
  client: AuthenticatedClient;
  refresh: TokenRow;
  /** The refresh token itself. */
  value: string;
  /** Those of the new access token, and its life. */
  scopes: string[];
  accessSeconds: number;
}

/** Rotates for a public client (RFC 9700 §2.2.2). What comes next lives no longer than the first one would have. */
async function renew(
  tx: Db,
  { client, refresh, value, scopes, accessSeconds }: Renewal,
): Promise<TokenResponse> {
  const rotates = client.secretGeneration === null;
  const claims = { ...refresh, secret_generation: client.secretGeneration };
  const { values, rows } = mintTokens(
    { ...claims, scopes, expires_in: accessSeconds },
    rotates ? claims : undefined,
  );
  await insertTokens(tx, rows);
  if (rotates) await markRotated(tx, refresh.hash);
  return {
    token_type: 'Bearer',
    access_token: values.access,
    expires_in: accessSeconds,
    refresh_token: values.refresh ?? value,
    refresh_token_expires_in: refresh.expires_in,
    scope: scopes.join(' '),
  };
}
