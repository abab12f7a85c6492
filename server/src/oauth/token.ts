import type { AuthenticatedClient, Clients } from '../auth/clients.ts';
import { selectGrantableInstall } from '../auth/queries.ts';
import type { TokenClaims, Tokens } from '../auth/tokens.ts';
import type { Config } from '../config.ts';
import type { Db } from '../lib/db.ts';
import { parseId } from '../lib/ids.ts';
import type { RateLimit } from '../lib/rate-limit.ts';
import { authenticateClient } from './client-authentication.ts';
import { OAuthError } from './errors.ts';
import { parseScope, requireSubset } from './scope.ts';

export interface TokenDeps {
  db: Db;
  clients: Clients;
  tokens: Tokens;
  failedLogins: RateLimit;
  config: Config;
}

/** A request to the token endpoint, its parameters still unchecked. */
export interface TokenRequest {
  address: string;
  authorization: string | undefined;
  query: Record<string, unknown>;
  body: unknown;
}

/** RFC 6749 §5.1. Lives are in seconds; the refresh fields are there only when `token.refresh` was asked for. */
export interface TokenResponse {
  token_type: 'Bearer';
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
  scope: string;
}

interface Parameters {
  grant_type: string;
  client_id?: string;
  client_secret?: string;
  scope?: string[];
  refresh_token?: string;
  install_id?: string | number;
}

const REFRESH_SCOPE = 'token.refresh';
const PLUGIN_SCOPES = ['plugin', REFRESH_SCOPE];

type Grant = (
  deps: TokenDeps,
  client: AuthenticatedClient,
  parameters: Parameters,
) => Promise<TokenResponse>;

const grants: Record<string, Grant> = {
  client_credentials: grantToPlugin,
  refresh_token: grantAgain,
  plugin_install: grantToInstall,
};

/**
 * The token endpoint.
 *
 * @throws OAuthError as RFC 6749 §5.2 names them.
 */
export async function grantToken(deps: TokenDeps, request: TokenRequest): Promise<TokenResponse> {
  refuseCredentialsInQuery(request.query);
  const parameters = readParameters(request.body);
  const { clients, failedLogins } = deps;
  const { address, authorization } = request;
  const client = await authenticateClient(
    clients,
    failedLogins,
    address,
    authorization,
    parameters,
  );
  const grant = Object.hasOwn(grants, parameters.grant_type)
    ? grants[parameters.grant_type]
    : undefined;
  if (grant === undefined) {
    throw new OAuthError('unsupported_grant_type', `Use one of ${Object.keys(grants).join(', ')}`);
  }
  return grant(deps, client, parameters);
}

function refuseCredentialsInQuery(query: Record<string, unknown>): void {
  const secrets = ['client_id', 'client_secret', 'refresh_token', 'grant_type'].filter(
    (name) => name in query,
  );
  if (secrets.length > 0) {
    throw new OAuthError(
      'invalid_request',
      `Send ${secrets.join(', ')} in the body, never in the address`,
    );
  }
}

function readParameters(body: unknown): Parameters {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new OAuthError('invalid_request', 'The body must be a form or a JSON object');
  }
  const given = body as Record<string, unknown>;
  const grantType = optionalText(given, 'grant_type');
  if (grantType === undefined) throw new OAuthError('invalid_request', 'grant_type is required');
  const installId = given.install_id;
  if (Array.isArray(installId)) throw new OAuthError('invalid_request', 'install_id is repeated');
  return {
    grant_type: grantType,
    client_id: optionalText(given, 'client_id'),
    client_secret: optionalText(given, 'client_secret'),
    refresh_token: optionalText(given, 'refresh_token'),
    scope: parseScope(given.scope),
    install_id: installId as string | number | undefined,
  };
}

function optionalText(given: Record<string, unknown>, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) throw new OAuthError('invalid_request', `${name} is repeated`);
  if (typeof value !== 'string')
    throw new OAuthError('invalid_request', `${name} must be a string`);
  return value;
}

async function grantToPlugin(
  deps: TokenDeps,
  client: AuthenticatedClient,
  parameters: Parameters,
): Promise<TokenResponse> {
  const scopes = parameters.scope ?? ['plugin'];
  requireSubset(scopes, PLUGIN_SCOPES);
  const { accessTokenSeconds, refreshTokenSeconds } = deps.config;
  return issue(deps, pluginClaims(client, scopes), accessTokenSeconds, refreshTokenSeconds);
}

async function grantToInstall(
  deps: TokenDeps,
  client: AuthenticatedClient,
  parameters: Parameters,
): Promise<TokenResponse> {
  const installId = parseId(parameters.install_id);
  if (installId === undefined)
    throw new OAuthError('invalid_request', 'install_id must be the id of an install');
  const [install] = await selectGrantableInstall(deps.db, client.pluginId, installId);
  if (install === undefined || install.installed_by === null) {
    throw new OAuthError(
      'invalid_grant',
      'There is no such install of this plugin with an installer',
    );
  }
  const scopes = parameters.scope ?? install.scopes;
  requireSubset(scopes, [...install.scopes, REFRESH_SCOPE]);
  const claims: TokenClaims = {
    ...pluginClaims(client, scopes),
    grant_type: 'plugin_install',
    install_id: installId,
    install_generation: install.generation,
    user_id: install.installed_by,
  };
  const { installTokenSeconds, installRefreshTokenSeconds } = deps.config;
  return issue(deps, claims, installTokenSeconds, installRefreshTokenSeconds);
}

function pluginClaims(client: AuthenticatedClient, scopes: string[]): TokenClaims {
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

async function issue(
  deps: TokenDeps,
  claims: TokenClaims,
  accessSeconds: number,
  refreshSeconds: number,
): Promise<TokenResponse> {
  const wantsRefresh = claims.scopes.includes(REFRESH_SCOPE);
  const { access, refresh } = await deps.tokens.issue(
    { ...claims, expires_in: accessSeconds },
    wantsRefresh ? { ...claims, expires_in: refreshSeconds } : undefined,
  );
  const response: TokenResponse = {
    token_type: 'Bearer',
    access_token: access,
    expires_in: accessSeconds,
    scope: claims.scopes.join(' '),
  };
  if (refresh !== null) {
    response.refresh_token = refresh;
    response.refresh_token_expires_in = refreshSeconds;
  }
  return response;
}

// A client with a secret keeps its refresh token (FAPI 2.0 §5.3.2.1): the official clients never store a rotated one.
async function grantAgain(
  deps: TokenDeps,
  client: AuthenticatedClient,
  parameters: Parameters,
): Promise<TokenResponse> {
  if (parameters.refresh_token === undefined) {
    throw new OAuthError('invalid_request', 'refresh_token is required');
  }
  const refresh = await deps.tokens.findRefresh(parameters.refresh_token);
  if (refresh === undefined || refresh.plugin_id !== client.pluginId) {
    throw new OAuthError('invalid_grant', 'The refresh token is unknown, expired or revoked');
  }
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
