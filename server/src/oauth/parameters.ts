import type { RateLimitState } from '../lib/failures.ts';
import { OAuthError } from './errors.ts';

/** A request to one of the endpoints that clients post to, its parameters still unchecked. */
export interface ClientRequest {
  /** The network that it comes from (`networkOf`), for counting guesses. */
  address: string;
  authorization: string | undefined;
  /** Publishes what is left of a limit. */
  tell(state: RateLimitState | undefined): void;
  query: Record<string, unknown>;
  body: unknown;
  /** It came to the address of Envoy's clients, which never repeat their redirect URI. */
  mayOmitRedirectUri: boolean;
}

/** Parameters by name; absent, null and empty ones are undefined (RFC 6749 §3.2). */
export type Parameters<Name extends string> = { [name in Name]?: string };

/**
 * The named parameters of a form or a JSON object, and the object itself for those that may be something else than text.
 *
 * @throws OAuthError `invalid_request` for a parameter that is repeated or no text, or a body that is no object.
 */
export function readParameters<Name extends string>(
  body: unknown,
  names: readonly Name[],
): Parameters<Name> & { given: Record<string, unknown> } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new OAuthError('invalid_request', 'The body must be a form or a JSON object');
  }
  const given = body as Record<string, unknown>;
  const entries = names.map((name) => [name, optionalText(given, name)]);
  return { ...(Object.fromEntries(entries) as Parameters<Name>), given };
}

function optionalText(given: Record<string, unknown>, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) throw new OAuthError('invalid_request', `${name} is repeated`);
  if (typeof value !== 'string')
    throw new OAuthError('invalid_request', `${name} must be a string`);
  return value;
}

const SECRETS = [
  'client_id',
  'client_secret',
  'refresh_token',
  'grant_type',
  'code',
  'code_verifier',
  'token',
];

/** @throws OAuthError `invalid_request` for what must not end up in logs of addresses. */
export function refuseCredentialsInQuery(query: Record<string, unknown>): void {
  const secrets = SECRETS.filter((name) => name in query);
  if (secrets.length > 0) {
    throw new OAuthError(
      'invalid_request',
      `Send ${secrets.join(', ')} in the body, never in the address`,
    );
  }
}
