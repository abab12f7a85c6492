import {
  type OwnedToken,
  revokeFamily,
  revokeOneToken,
  selectTokenOwner,
} from '../auth/token-queries.ts';
import { lockGrant } from '../grants/queries.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { authenticateClient } from './client-authentication.ts';
import { OAuthError } from './errors.ts';
import { type ClientRequest, readParameters, refuseCredentialsInQuery } from './parameters.ts';
import type { TokenDeps } from './token/issue.ts';

/**
 * Revokes a token of the client's own (RFC 7009): an access token alone, a refresh token with all that came of the same consent. What
 * is no token, or is dead, is as good as revoked. `token_type_hint` is not needed to find it.
 *
 * @throws OAuthError `invalid_client`, `invalid_request`; `invalid_grant` for another client's token.
 */
export async function revokeToken(deps: TokenDeps, request: ClientRequest): Promise<void> {
  refuseCredentialsInQuery(request.query);
  const parameters = readParameters(request.body ?? {}, ['token', 'client_id', 'client_secret']);
  const client = await authenticateClient(deps, request, parameters);
  const { token } = parameters;
  if (token === undefined) throw new OAuthError('invalid_request', 'token is required');
  const hash = sha256(token);
  const owned = await selectTokenOwner(deps.db, hash);
  if (owned === undefined) return;
  if (owned.plugin_id !== client.pluginId) {
    throw new OAuthError('invalid_grant', 'The token was issued to another client');
  }
  await deps.db.transaction((tx) => endToken(tx, hash, owned));
}

async function endToken(tx: Db, hash: Buffer, { kind, family, grant_id }: OwnedToken) {
  if (kind === 'access' || family === null || grant_id === null) return revokeOneToken(tx, hash);
  await lockGrant(tx, grant_id);
  return revokeFamily(tx, family);
}
