import type { Db } from '../../lib/db.ts';
import { parseId } from '../../lib/ids.ts';
import { isChallenge } from '../pkce.ts';
import { parseScope, requireSubset } from '../scope.ts';
import { REFRESH_SCOPE } from '../token/issue.ts';
import type { Destination } from './answer.ts';
import { AuthorizationError, AuthorizationPageError } from './errors.ts';
import { type AuthorizingPlugin, selectAuthorizingPlugin } from './queries.ts';
import type { Query } from './query.ts';
import { isRegistered, registeredRedirectUris } from './redirect-uri.ts';

/** Who asks, and where the answer goes: certain before anything else is judged. */
export interface Asker {
  plugin: AuthorizingPlugin;
  destination: Destination;
  /** Whether the request named its redirect URI. */
  redirectUriGiven: boolean;
}

/** An authorization request (RFC 6749 §4.1.1) in which everything is right; whether the user agrees is another matter. */
export interface AuthorizationRequest extends Asker {
  scopes: string[];
  codeChallenge: string | null;
  /** The space that the plugin asks for; undefined: the user chooses. */
  spaceId: number | undefined;
}

/**
 * The plugin that asks and the address that it is answered at.
 *
 * @throws AuthorizationPageError when either is not certain: then nothing may be sent there.
 */
export async function identifyAsker(db: Db, query: Query, issuer: string): Promise<Asker> {
  rejectRepeatedIdentity(query);
  const plugin = await rejectUnknownClient(db, query);
  const redirectUri = rejectUnregisteredRedirectUri(plugin, query);
  return {
    plugin,
    destination: {
      redirectUri,
      state: query.isRepeated('state') ? undefined : query.raw('state'),
      issuer: plugin.compatibility === 'storyblok' ? undefined : issuer,
    },
    redirectUriGiven: query.get('redirect_uri') !== undefined,
  };
}

function rejectRepeatedIdentity(query: Query): void {
  if (query.isRepeated('client_id')) throw new AuthorizationPageError('consent_unknown_client');
  if (query.isRepeated('redirect_uri')) throw new AuthorizationPageError('consent_bad_redirect');
}

async function rejectUnknownClient(db: Db, query: Query): Promise<AuthorizingPlugin> {
  const clientId = query.get('client_id');
  const plugin = clientId && (await selectAuthorizingPlugin(db, clientId));
  if (!plugin) throw new AuthorizationPageError('consent_unknown_client');
  return plugin;
}

function rejectUnregisteredRedirectUri({ manifest }: AuthorizingPlugin, query: Query): string {
  const registered = registeredRedirectUris(manifest);
  const given = query.get('redirect_uri');
  // RFC 6749 §3.1.2.3: it may only be left out where there is no doubt.
  const uri = given ?? (registered.length === 1 ? registered[0] : undefined);
  if (uri === undefined) throw new AuthorizationPageError('consent_no_redirect');
  if (!isRegistered(uri, registered)) throw new AuthorizationPageError('consent_bad_redirect');
  return uri;
}

/**
 * Judges the rest of the request.
 *
 * @throws AuthorizationError that the plugin is told of.
 */
export function checkRequest(asker: Asker, query: Query): AuthorizationRequest {
  rejectRepeatedParameter(query);
  rejectOtherResponseType(query);
  rejectOtherResponseMode(query);
  return {
    ...asker,
    codeChallenge: checkPkce(asker.plugin, query),
    scopes: checkScope(asker.plugin, query),
    spaceId: checkSpaceId(query),
  };
}

function rejectRepeatedParameter(query: Query): void {
  const repeated = query.repeated();
  if (repeated.length === 0) return;
  throw new AuthorizationError('invalid_request', 'A parameter is repeated');
}

function rejectOtherResponseType(query: Query): void {
  const type = query.get('response_type');
  if (type === undefined) {
    throw new AuthorizationError('invalid_request', 'response_type is required; it must be code');
  }
  if (type !== 'code') {
    throw new AuthorizationError('unsupported_response_type', 'response_type must be code');
  }
}

function rejectOtherResponseMode(query: Query): void {
  if ((query.get('response_mode') ?? 'query') === 'query') return;
  throw new AuthorizationError('invalid_request', 'response_mode must be query');
}

function checkPkce({ isPublic }: AuthorizingPlugin, query: Query): string | null {
  const challenge = query.get('code_challenge');
  const method = query.get('code_challenge_method');
  if (challenge === undefined) {
    if (method !== undefined) {
      throw new AuthorizationError(
        'invalid_request',
        'code_challenge_method needs a code_challenge',
      );
    }
    if (isPublic) {
      throw new AuthorizationError('invalid_request', 'A public client needs a code_challenge');
    }
    return null;
  }
  // Without a method RFC 7636 means "plain", which protects nothing.
  if (method !== 'S256') {
    throw new AuthorizationError('invalid_request', 'code_challenge_method must be S256');
  }
  if (!isChallenge(challenge)) {
    throw new AuthorizationError(
      'invalid_request',
      'code_challenge must have 43 to 128 characters of A-Z a-z 0-9 - . _ ~',
    );
  }
  return challenge;
}

function checkScope({ manifest, compatibility }: AuthorizingPlugin, query: Query): string[] {
  // Storyblok's client always asks for its own scopes, and expects that this is not taken literally.
  if (compatibility === 'storyblok') return manifest.scopes;
  const scopes = parseScope(query.get('scope'));
  if (scopes === undefined) return manifest.scopes;
  const asked = scopes.filter((scope) => scope !== REFRESH_SCOPE);
  requireSubset(asked, manifest.scopes);
  return asked;
}

function checkSpaceId(query: Query): number | undefined {
  const given = query.get('space_id');
  if (given === undefined) return undefined;
  const spaceId = parseId(given);
  if (spaceId === undefined) {
    throw new AuthorizationError('invalid_request', 'space_id must be the id of a space');
  }
  return spaceId;
}
