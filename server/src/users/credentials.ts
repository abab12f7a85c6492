import { deleteEmbedVisitsOf } from '../app-bridge/visit-queries.ts';
import { deletePasswordResetsOf } from '../auth/password-reset-queries.ts';
import { revokePersonalTokensOf } from '../auth/personal-token-queries.ts';
import { deletePortalLinksOf } from '../auth/portal-link-queries.ts';
import { deletePortalSessionsOf } from '../auth/portal-session-queries.ts';
import { deletePortalTokensOf } from '../auth/portal-token-queries.ts';
import { deleteSessionsOf } from '../auth/session-queries.ts';
import { deleteSignInLinksOf } from '../auth/sign-in-link-queries.ts';
import { revokeTokensOfUser } from '../grants/grants.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';

/**
 * Ends whatever a user, or somebody in their name, can come in with, on every node within a second: for when who holds it may not be
 * the user any more, or may not be meant to have what the user has from now on. Links go first, since one that is being used makes a
 * session; then sessions, by which personal tokens and consents are made; so nothing slips in between.
 */
export async function endCredentials(tx: Db, userId: number): Promise<void> {
  await deleteSignInLinksOf(tx, userId);
  await deletePortalLinksOf(tx, userId);
  await deletePasswordResetsOf(tx, userId);
  await deleteSessionsOf(tx, userId);
  await deletePortalSessionsOf(tx, userId);
  await deleteEmbedVisitsOf(tx, userId);
  await deletePortalTokensOf(tx, userId);
  await revokePersonalTokensOf(tx, userId);
  await revokeTokensOfUser(tx, userId);
  await announce(tx, 'people');
}
