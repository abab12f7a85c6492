import { authenticateClient } from '../client-authentication.ts';
import { OAuthError } from '../errors.ts';
import { type ClientRequest, readParameters, refuseCredentialsInQuery } from '../parameters.ts';
import { parseScope } from '../scope.ts';
import { grantForCode } from './authorization-code.ts';
import { grantToPlugin } from './client-credentials.ts';
import type { Grant, GrantParameters, TokenDeps, TokenResponse } from './issue.ts';
import { grantToInstall } from './plugin-install.ts';
import { grantAgain } from './refresh.ts';

const grants: Record<string, Grant> = {
  authorization_code: grantForCode,
  client_credentials: grantToPlugin,
  refresh_token: grantAgain,
  plugin_install: grantToInstall,
};

/** The grant types that there are. */
export const GRANT_TYPES: readonly string[] = Object.keys(grants);

/**
 * The token endpoint.
 *
 * @throws OAuthError as RFC 6749 §5.2 names them.
 */
export async function grantToken(deps: TokenDeps, request: ClientRequest): Promise<TokenResponse> {
  refuseCredentialsInQuery(request.query);
  const { grantType, credentials, parameters } = readTokenRequest(request);
  const client = await authenticateClient(deps, request, credentials);
  const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
  if (grant === undefined) {
    throw new OAuthError('unsupported_grant_type', `Use one of ${GRANT_TYPES.join(', ')}`);
  }
  return grant(deps, client, parameters);
}

const NAMES = [
  'grant_type',
  'client_id',
  'client_secret',
  'refresh_token',
  'code',
  'redirect_uri',
  'code_verifier',
] as const;

function readTokenRequest({ address, body }: ClientRequest) {
  const { given, grant_type, client_id, client_secret, ...rest } = readParameters(body, NAMES);
  if (grant_type === undefined) throw new OAuthError('invalid_request', 'grant_type is required');
  const installId = given.install_id;
  if (Array.isArray(installId)) throw new OAuthError('invalid_request', 'install_id is repeated');
  const parameters: GrantParameters = {
    ...rest,
    address,
    scope: parseScope(given.scope),
    install_id: installId as string | number | undefined,
  };
  return { grantType: grant_type, credentials: { client_id, client_secret }, parameters };
}
