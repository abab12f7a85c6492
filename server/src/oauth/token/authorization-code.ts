import type { AuthenticatedClient } from '../../auth/clients.ts';
import { logRefusal } from '../../auth/refusals.ts';
import { insertTokens, revokeFamily } from '../../auth/token-queries.ts';
import { mintTokens, type TokenClaims } from '../../auth/tokens.ts';
import type { Config } from '../../config.ts';
import { lockGrant } from '../../grants/queries.ts';
import { sha256 } from '../../lib/crypto.ts';
import type { Db } from '../../lib/db.ts';
import { type CodeRow, markCodeUsed, selectCode, selectGrantOfCode } from '../code-queries.ts';
import { OAuthError } from '../errors.ts';
import { matchesChallenge } from '../pkce.ts';
import type { Grant, GrantParameters, TokenResponse } from './issue.ts';

/**
 * Tokens for an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.6). A code works once, for the client, redirect URI, challenge, user
 * and install it was made for; a second use ends what the first one brought.
 */
export const grantForCode: Grant<'code'> = async (deps, client, parameters) => {
  const { address } = parameters;
  const { failedLoginLimit } = deps.config;
  const guessers = [{ key: `code ${address} ${client.pluginId}`, limit: failedLoginLimit }];
  // Asked before the code is looked at, as for secrets.
  await deps.failedLogins.refuseExceeded(guessers);
  const redemption = { client, parameters, hash: sha256(parameters.code) };
  // What is refused is told outside of the transaction, which may have ended a family of tokens.
  const outcome = await deps.db.transaction((tx) => redeem(tx, deps.config, redemption));
  if (typeof outcome === 'object') return outcome;
  logRefusal(deps.log, { by: 'code', pluginId: client.pluginId, address });
  await deps.failedLogins.take(guessers);
  throw new OAuthError('invalid_grant', outcome);
};

interface Redemption {
  client: AuthenticatedClient;
  parameters: GrantParameters;
  hash: Buffer;
}

type Check = (code: CodeRow, redemption: Redemption) => string | undefined;

const NO_CODE = 'The code is unknown, expired or was used before';

const rejectForeignCode: Check = (code, { client }) =>
  code.plugin_id === client.pluginId ? undefined : NO_CODE;

const rejectExpiredCode: Check = (code) => (code.expired ? NO_CODE : undefined);

const rejectEndedConsent: Check = (code) =>
  code.grant_stands && code.install_lives ? undefined : NO_CODE;

// Envoy's clients never send it here. From a client that proved its secret it would prove nothing more (OAuth 2.1 has it no longer).
const rejectOtherRedirectUri: Check = (code, { client, parameters }) => {
  const { redirect_uri, mayOmitRedirectUri } = parameters;
  const isProven = client.secretGeneration !== null && mayOmitRedirectUri;
  const mayBeOmitted = isProven || !code.redirect_uri_given;
  const omitted = redirect_uri === undefined && mayBeOmitted;
  return omitted || redirect_uri === code.redirect_uri
    ? undefined
    : 'redirect_uri must be that of the authorization request';
};

const rejectOtherVerifier: Check = (code, { parameters: { code_verifier } }) =>
  matchesChallenge(code_verifier, code.code_challenge)
    ? undefined
    : 'code_verifier does not fit the code_challenge of the authorization request';

const checks: Check[] = [
  rejectExpiredCode,
  rejectEndedConsent,
  rejectOtherRedirectUri,
  rejectOtherVerifier,
];

async function redeem(
  tx: Db,
  config: Config,
  redemption: Redemption,
): Promise<TokenResponse | string> {
  const { hash } = redemption;
  const grantId = await selectGrantOfCode(tx, hash);
  if (grantId === undefined) return NO_CODE;
  // Only now is the code read: of many that come with it at the same time, all but the first see that it is used.
  await lockGrant(tx, grantId);
  const code = await selectCode(tx, hash);
  if (code === undefined) return NO_CODE;
  const foreign = rejectForeignCode(code, redemption);
  if (foreign !== undefined) return foreign;
  if (code.used) {
    await revokeFamily(tx, code.family);
    return NO_CODE;
  }
  for (const check of checks) {
    const problem = check(code, redemption);
    if (problem !== undefined) return problem;
  }
  await markCodeUsed(tx, hash);
  return issueFor(tx, config, code, redemption.client);
}

async function issueFor(
  tx: Db,
  config: Config,
  code: CodeRow,
  client: AuthenticatedClient,
): Promise<TokenResponse> {
  const { grantAccessTokenSeconds: access, grantRefreshTokenSeconds: refresh } = config;
  const claims: Omit<TokenClaims, 'expires_in'> = {
    grant_type: 'authorization_code',
    plugin_id: code.plugin_id,
    secret_generation: client.secretGeneration,
    install_id: code.install_id,
    install_generation: code.install_generation,
    user_id: code.user_id,
    grant_id: code.grant_id,
    family: code.family,
    scopes: code.scopes,
  };
  const { values, rows } = mintTokens(
    { ...claims, expires_in: access },
    { ...claims, expires_in: refresh },
  );
  await insertTokens(tx, rows);
  return {
    token_type: 'Bearer',
    access_token: values.access,
    expires_in: access,
    refresh_token: values.refresh as string,
    refresh_token_expires_in: refresh,
    scope: code.scopes.join(' '),
  };
}
