import { revokeTokensOfInstaller } from '../auth/token-queries.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { type GrantRow, revokeGrantOf, revokeGrantsOfUser, selectGrantsOf } from './queries.ts';

// There is one a plugin and space.
const MOST_GRANTS = 10_000;

/** The consents of a user that stand, the newest first: which plugin may do what for them, in which space. */
export const listGrants = (db: Db, userId: number): Promise<GrantRow[]> =>
  selectGrantsOf(db, userId, { before: Number.MAX_SAFE_INTEGER, limit: MOST_GRANTS });

/**
 * Takes a consent back: every token that rests on it is dead on every node within a second.
 *
 * @returns in which space it was; undefined when the user has no such consent that stands.
 */
export async function revokeGrant(
  tx: Db,
  userId: number,
  id: number,
): Promise<{ space_id: number } | undefined> {
  const revoked = await revokeGrantOf(tx, userId, id);
  if (revoked !== undefined) await announce(tx, 'tokens');
  return revoked;
}

/**
 * Ends whatever acts for a user, for when their password changes: consents, since a thief may have given one, with the tokens and
 * codes that rest on them, and the tokens of what they installed (which the plugin may ask for anew, by the install).
 */
export async function revokeTokensOfUser(tx: Db, userId: number): Promise<void> {
  await revokeTokensOfInstaller(tx, userId);
  await revokeGrantsOfUser(tx, userId);
  await announce(tx, 'tokens');
}
