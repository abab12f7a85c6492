import { authenticateClient } from '../client-authentication.ts';
import { OAuthError } from '../errors.ts';
import { type ClientRequest, readParameters, refuseCredentialsInQuery } from '../parameters.ts';
import { parseScope } from '../scope.ts';
import { grantOfType } from './grant-types.ts';
import {
  type GrantParameters,
  TEXT_PARAMETERS,
  type TokenDeps,
  type TokenResponse,
} from './issue.ts';

/**
 * The token endpoint (RFC 6749 §3.2).
 *
 * @throws OAuthError as RFC 6749 §5.2 names them; Failure `too_many_requests` for who guesses.
 */
export async function grantToken(deps: TokenDeps, request: ClientRequest): Promise<TokenResponse> {
  refuseCredentialsInQuery(request.query);
  const { grantType, credentials, parameters } = readTokenRequest(request);
  const client = await authenticateClient(deps, request, credentials);
  return grantOfType(grantType, client)(deps, client, parameters);
}

const NAMES = ['grant_type', 'client_id', 'client_secret', ...TEXT_PARAMETERS] as const;

function readTokenRequest({ address, body, mayOmitRedirectUri }: ClientRequest) {
  const { given, grant_type, client_id, client_secret, ...rest } = readParameters(body, NAMES);
  if (grant_type === undefined) throw new OAuthError('invalid_request', 'grant_type is required');
  const installId = given.install_id;
  if (Array.isArray(installId)) throw new OAuthError('invalid_request', 'install_id is repeated');
  const parameters: GrantParameters = {
    ...rest,
    address,
    mayOmitRedirectUri,
    scope: parseScope(given.scope),
    install_id: installId as string | number | undefined,
  };
  return { grantType: grant_type, credentials: { client_id, client_secret }, parameters };
}
