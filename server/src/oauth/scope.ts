import { SCOPE_NAME } from '../vocabulary/schema.ts';
import { OAuthError } from './errors.ts';

const MAX_SCOPES = 100;

/**
 * Scopes as clients write them: separated by commas or spaces, or a JSON array. `undefined` when none was asked for.
 *
 * @throws OAuthError `invalid_scope` for anything that cannot be a scope.
 */
export function parseScope(value: unknown): string[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const parts = typeof value === 'string' ? value.split(/[ ,]+/) : value;
  if (!Array.isArray(parts))
    throw new OAuthError('invalid_scope', 'scope must be a string or an array');
  const scopes = [...new Set(parts.filter((part) => part !== ''))];
  if (scopes.length === 0) return undefined;
  if (scopes.length > MAX_SCOPES)
    throw new OAuthError('invalid_scope', 'There are too many scopes');
  for (const scope of scopes) {
    if (typeof scope !== 'string' || !SCOPE_NAME.test(scope)) {
      throw new OAuthError('invalid_scope', 'A scope has a character that is not allowed');
    }
  }
  return scopes as string[];
}

/** @throws OAuthError `invalid_scope` naming what is not among `allowed`. */
export function requireSubset(scopes: readonly string[], allowed: readonly string[]): void {
  const excess = scopes.filter((scope) => !allowed.includes(scope));
  if (excess.length > 0)
    throw new OAuthError('invalid_scope', `Not allowed here: ${excess.join(' ')}`);
}
