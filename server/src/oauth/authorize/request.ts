import { REFRESH_SCOPE } from '../../auth/schema.ts';
import { parseId } from '../../lib/ids.ts';
import { isChallenge } from '../pkce.ts';
import { parseScope, requireSubset } from '../scope.ts';
import type { Asker } from './asker.ts';
import { AuthorizationError } from './errors.ts';
import type { AuthorizingPlugin } from './queries.ts';
import type { Query } from './query.ts';

/** An authorization request (RFC 6749 §4.1.1) in which everything is right; whether the user agrees is another matter. */
export interface AuthorizationRequest extends Asker {
  scopes: string[];
  codeChallenge: string | null;
  /** The space that the plugin asks for; undefined: the user chooses. */
  spaceId: number | undefined;
}

/** @throws AuthorizationError, or OAuthError for a scope. */
type Check = (query: Query, plugin: AuthorizingPlugin) => void;

const invalidRequest = (message: string): AuthorizationError =>
  new AuthorizationError('invalid_request', message);

const rejectRepeatedParameter: Check = (query) => {
  if (query.repeated().length > 0) throw invalidRequest('A parameter is repeated');
};

const rejectMissingResponseType: Check = (query) => {
  if (query.get('response_type') === undefined)
    throw invalidRequest('response_type is required; it must be code');
};

const rejectOtherResponseType: Check = (query) => {
  if (query.get('response_type') !== 'code')
    throw new AuthorizationError('unsupported_response_type', 'response_type must be code');
};

const rejectOtherResponseMode: Check = (query) => {
  if ((query.get('response_mode') ?? 'query') !== 'query')
    throw invalidRequest('response_mode must be query');
};

const rejectMethodWithoutChallenge: Check = (query) => {
  if (query.get('code_challenge') === undefined && query.get('code_challenge_method') !== undefined)
    throw invalidRequest('code_challenge_method needs a code_challenge');
};

const rejectMissingChallenge: Check = (query, { isPublic }) => {
  if (isPublic && query.get('code_challenge') === undefined)
    throw invalidRequest('A public client needs a code_challenge');
};

// Without a method RFC 7636 means "plain", which protects nothing.
const rejectOtherChallengeMethod: Check = (query) => {
  if (query.get('code_challenge') !== undefined && query.get('code_challenge_method') !== 'S256')
    throw invalidRequest('code_challenge_method must be S256');
};

const rejectMalformedChallenge: Check = (query) => {
  const challenge = query.get('code_challenge');
  if (challenge !== undefined && !isChallenge(challenge))
    throw invalidRequest('code_challenge must have 43 to 128 characters of A-Z a-z 0-9 - . _ ~');
};

const rejectScopeBeyondManifest: Check = (query, plugin) =>
  requireSubset(scopesAskedFor(query, plugin), askableScopes(plugin));

const rejectMalformedSpaceId: Check = (query) => {
  const given = query.get('space_id');
  if (given !== undefined && parseId(given) === undefined)
    throw invalidRequest('space_id must be the id of a space');
};

// In this order: the first that is wrong is told.
const checks: Check[] = [
  rejectRepeatedParameter,
  rejectMissingResponseType,
  rejectOtherResponseType,
  rejectOtherResponseMode,
  rejectMethodWithoutChallenge,
  rejectMissingChallenge,
  rejectOtherChallengeMethod,
  rejectMalformedChallenge,
  rejectScopeBeyondManifest,
  rejectMalformedSpaceId,
];

/**
 * Judges the rest of the request.
 *
 * @throws AuthorizationError that the plugin is told of; OAuthError `invalid_scope`, too.
 */
export function checkRequest(asker: Asker, query: Query): AuthorizationRequest {
  for (const check of checks) check(query, asker.plugin);
  return {
    ...asker,
    codeChallenge: query.get('code_challenge') ?? null,
    scopes: scopesAskedFor(query, asker.plugin),
    spaceId: parseId(query.get('space_id')),
  };
}

/** @throws OAuthError `invalid_scope` for what cannot be a scope. */
function scopesAskedFor(query: Query, plugin: AuthorizingPlugin): string[] {
  // Storyblok's client always asks for its own scopes, and expects that this is not taken literally.
  if (plugin.compatibility === 'storyblok') return askableScopes(plugin);
  const scopes = parseScope(query.get('scope'));
  return scopes?.filter((scope) => scope !== REFRESH_SCOPE) ?? askableScopes(plugin);
}

const askableScopes = ({ manifest }: AuthorizingPlugin): string[] => [
  ...manifest.scopes,
  ...manifest.optional_scopes,
];
