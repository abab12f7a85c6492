import { revokeInstallerInSpace } from '../installs/queries.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { findUser } from '../users/users.ts';
import { deleteMember, type MemberRow, upsertMember } from './queries.ts';
import { findSpace, noSuchSpace } from './spaces.ts';

/** Adds a member or changes its role. @throws Failure `space_not_found`, `user_not_found`. */
export async function putMember(
  db: Db,
  spaceId: number,
  userId: number,
  role: string,
): Promise<MemberRow> {
  const member = await upsertMember(db, spaceId, userId, role);
  if (member !== undefined) return member;
  await findSpace(db, spaceId);
  await findUser(db, userId);
  // Both are there by now, but the space was not when we looked.
  throw noSuchSpace(spaceId);
}

/**
 * Takes a user out of a space. Plugins can no longer act there for them: their tokens are revoked, and what they installed is nobody's.
 *
 * @throws Failure `member_not_found`.
 */
export async function removeMember(tx: Db, spaceId: number, userId: number): Promise<void> {
  if (!(await deleteMember(tx, spaceId, userId))) {
    throw new Failure('member_not_found', `User ${userId} is no member of space ${spaceId}`);
  }
  await revokeInstallerInSpace(tx, spaceId, userId);
  await announce(tx, 'tokens');
}
