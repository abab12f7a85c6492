import type { HostKeys } from '../auth/host-keys.ts';
import { selectTokenFacts, type TokenFacts } from '../auth/token-queries.ts';
import type { ScopeUses } from '../installs/scope-uses.ts';
import { sha256 } from '../lib/crypto.ts';
import { authenticateClient } from './client-authentication.ts';
import { OAuthError } from './errors.ts';
import { type ClientRequest, readParameters, refuseCredentialsInQuery } from './parameters.ts';
import { parseScope } from './scope.ts';
import type { TokenDeps } from './token/issue.ts';

/** Beside clients, the host may ask with one of its keys. */
export interface IntrospectionDeps extends TokenDeps {
  hostKeys: HostKeys;
  scopeUses: ScopeUses;
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
 * not taken for one there; with a client's credentials about the client's own tokens of both kinds. The host may name in `scope` what the
 * call before it needs: where the token has that, it counts as used by the plugin's install.
 *
 * @throws OAuthError `invalid_client`, `invalid_request` without a token, `invalid_scope` for what cannot be one.
 */
export async function introspectToken(
  deps: IntrospectionDeps,
  request: ClientRequest,
): Promise<Introspection> {
  refuseCredentialsInQuery(request.query);
  const parameters = readParameters(request.body ?? {}, ['token', 'client_id', 'client_secret']);
  const { mayKnow, isHost } = await authorize(deps, request, parameters);
  if (parameters.token === undefined) {
    throw new OAuthError('invalid_request', 'token is required');
  }
  const needed = parseScope(parameters.given.scope) ?? [];
  const facts = await selectTokenFacts(deps.db, sha256(parameters.token));
  if (facts === undefined || !mayKnow(facts)) return { active: false };
  if (isHost) countUses(deps.scopeUses, facts, needed);
  return describe(facts);
}

// What a plugin says of its own tokens is no use of them.
function countUses(
  scopeUses: ScopeUses,
  { install_id, scopes }: TokenFacts,
  needed: string[],
): void {
  if (install_id === null) return;
  for (const scope of needed) if (scopes.includes(scope)) scopeUses.count(install_id, scope);
}

interface Inquirer {
  mayKnow(facts: TokenFacts): boolean;
  isHost: boolean;
}

async function authorize(
  deps: IntrospectionDeps,
  request: ClientRequest,
  parameters: { client_id?: string; client_secret?: string },
): Promise<Inquirer> {
  const key = /^Bearer +(\S+) *$/i.exec(request.authorization ?? '')?.[1];
  if (key !== undefined) {
    if ((await deps.hostKeys.find(key)) === undefined) {
      throw new OAuthError('invalid_client', 'The host key is unknown or was revoked');
    }
    return { isHost: true, mayKnow: ({ kind }) => kind === 'access' };
  }
  const { pluginId, secretGeneration } = await authenticateClient(deps, request, parameters);
  if (secretGeneration === null) {
    throw new OAuthError('invalid_client', 'A public client cannot ask about tokens');
  }
  return { isHost: false, mayKnow: ({ plugin_id }) => plugin_id === pluginId };
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
