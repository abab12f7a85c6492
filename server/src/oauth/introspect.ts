import type { HostKeys } from '../auth/host-keys.ts';
import { selectTokenFacts, type TokenFacts } from '../auth/token-queries.ts';
import { sha256 } from '../lib/crypto.ts';
import { authenticateClient } from './client-authentication.ts';
import { OAuthError } from './errors.ts';
import { type ClientRequest, readParameters, refuseCredentialsInQuery } from './parameters.ts';
import type { TokenDeps } from './token/issue.ts';

/** Beside clients, the host may ask with one of its keys. */
export interface IntrospectionDeps extends TokenDeps {
  hostKeys: HostKeys;
}

/** RFC 7662 §2.2, besides where the token is good: `space_id` and `install_id`, for one that acts for a user. */
export type Introspection =
  | { active: false }
  | {
      active: true;
      scope: string;
      client_id: string;
      token_type: 'Bearer' | 'refresh_token';
      exp: number;
      iat: number;
      /** The user's address and id. */
      username?: string;
      sub?: string;
      space_id?: number;
      install_id?: number;
    };

/**
 * What a token is good for (RFC 7662): asked with a host key by the host's own API, about access tokens only, so that a refresh token is
 * not taken for one there; with a client's credentials about the client's own tokens of both kinds.
 *
 * @throws OAuthError `invalid_client`, `invalid_request` without a token.
 */
export async function introspectToken(
  deps: IntrospectionDeps,
  request: ClientRequest,
): Promise<Introspection> {
  refuseCredentialsInQuery(request.query);
  const parameters = readParameters(request.body ?? {}, ['token', 'client_id', 'client_secret']);
  const mayKnow = await authorize(deps, request, parameters);
  if (parameters.token === undefined) {
    throw new OAuthError('invalid_request', 'token is required');
  }
  const facts = await selectTokenFacts(deps.db, sha256(parameters.token));
  return facts !== undefined && mayKnow(facts) ? describe(facts) : { active: false };
}

async function authorize(
  deps: IntrospectionDeps,
  request: ClientRequest,
  parameters: { client_id?: string; client_secret?: string },
): Promise<(facts: TokenFacts) => boolean> {
  const key = /^Bearer +(\S+) *$/i.exec(request.authorization ?? '')?.[1];
  if (key !== undefined) {
    if ((await deps.hostKeys.find(key)) === undefined) {
      throw new OAuthError('invalid_client', 'The host key is unknown or was revoked');
    }
    return ({ kind }) => kind === 'access';
  }
  const { pluginId, secretGeneration } = await authenticateClient(deps, request, parameters);
  if (secretGeneration === null) {
    throw new OAuthError('invalid_client', 'A public client cannot ask about tokens');
  }
  return ({ plugin_id }) => plugin_id === pluginId;
}

function describe(facts: TokenFacts): Introspection {
  const { user_id, email, space_id, install_id } = facts;
  return {
    active: true,
    scope: facts.scopes.join(' '),
    client_id: facts.client_id,
    token_type: facts.kind === 'access' ? 'Bearer' : 'refresh_token',
    exp: facts.expires,
    iat: facts.issued,
    // Only a user is a subject: a plugin whose id is that of a user must not be taken for them.
    ...(user_id === null ? {} : { sub: String(user_id), username: email ?? '' }),
    ...(install_id === null ? {} : { install_id, space_id: space_id ?? undefined }),
  };
}
