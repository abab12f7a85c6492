import { insertPortalToken } from '../auth/portal-token-queries.ts';
import { selectInstall } from '../installs/queries.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import { newSecret } from '../lib/ids.ts';
import type { NewPortalToken, PortalToken } from './portal-schema.ts';

/** A page that is left open asks for the next one in time; one that was taken opens nothing for long. */
const LIFE_SECONDS = 900;

/**
 * Makes a token that shows a member views of one space, within their role. Only its SHA-256 is kept.
 *
 * @throws Failure `invalid` with a pointer: for somebody who is no member, for an install of another space, and for bounds that no view has.
 */
export async function createPortalToken(tx: Db, asked: NewPortalToken): Promise<PortalToken> {
  refuseIdleBounds(asked);
  await refuseForeignInstall(tx, asked);
  const { user_id: userId, space_id: spaceId, views, install_id, identifier } = asked;
  const token = newSecret('portal_token');
  const bounds = { installId: install_id ?? null, identifier: identifier ?? null };
  const row = { hash: sha256(token), userId, spaceId, views, ...bounds };
  const expires = await insertPortalToken(tx, { ...row, lifeSeconds: LIFE_SECONDS });
  if (expires === undefined) {
    throw invalid('/user_id', `User ${userId} is no member of space ${spaceId}`);
  }
  return { token, expires_at: expires.toISOString() };
}

// Whoever gives one without its view means to narrow what it does not narrow.
function refuseIdleBounds({ views, install_id, identifier }: NewPortalToken): void {
  if (identifier !== undefined && !views.includes('activity')) {
    throw invalid('/identifier', 'bounds the activity: views must have "activity"');
  }
  if (install_id === undefined) return;
  if (!views.includes('settings') && !views.includes('activity')) {
    throw invalid(
      '/install_id',
      'bounds settings and activity: views must have one of "settings" and "activity"',
    );
  }
  // Both are of the whole space, with the answers that its set-ups were given.
  const wider = views.find((view) => view === 'catalog' || view === 'installed');
  if (wider !== undefined) {
    throw invalid(
      '/install_id',
      `bounds settings and activity, and ${wider} is of all installs: make a token of its own for that view`,
    );
  }
}

async function refuseForeignInstall(tx: Db, { space_id, install_id }: NewPortalToken) {
  if (install_id === undefined) return;
  const install = await selectInstall(tx, install_id);
  if (install?.space_id === space_id) return;
  throw invalid('/install_id', `There is no install ${install_id} in space ${space_id}`);
}
