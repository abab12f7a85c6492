import { selectGrantedScopes } from '../../grants/queries.ts';
import type { Db } from '../../lib/db.ts';
import type { AuthorizationRequest } from './request.ts';
import type { SpaceChoice } from './spaces.ts';

/** Who asks for what, in which space, of whom. */
interface Asking {
  asked: AuthorizationRequest;
  space: SpaceChoice;
  userId: number;
}

/** The scopes that the plugin is let in with without a question, since the user agreed to them before; undefined: they must be asked. */
export async function standingScopes(
  db: Db,
  { asked, space, userId }: Asking,
): Promise<string[] | undefined> {
  if (space.entry !== 'installed' || mayBeImpersonated(asked)) return undefined;
  const scopes = scopesFor(asked, space);
  const key = { pluginId: asked.plugin.id, userId, spaceId: space.id };
  const granted = await selectGrantedScopes(db, key);
  return granted !== undefined && scopes.every((scope) => granted.includes(scope))
    ? scopes
    : undefined;
}

// Any program on the user's machine can say a public client's id and listen at a port of its own: only the user can tell whether they
// started this (RFC 8252 §8.6, RFC 6749 §10.2).
const mayBeImpersonated = ({ plugin, destination }: AuthorizationRequest): boolean =>
  plugin.isPublic && destination.redirectUri.startsWith('http:');

/** What the plugin asks for, as far as the space's admin allows it. */
export const scopesFor = ({ scopes }: AuthorizationRequest, space: SpaceChoice): string[] =>
  space.granted === null ? scopes : scopes.filter((scope) => space.granted?.scopes.includes(scope));
