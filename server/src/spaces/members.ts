import { revokeTokensOnInstalls } from '../auth/token-queries.ts';
import { revokeGrantsOfMember } from '../grants/queries.ts';
import { clearInstaller } from '../installs/queries.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { findUser } from '../users/users.ts';
import {
  deleteMember,
  hasRole,
  holdOtherAdmins,
  holdRole,
  insertRole,
  type MemberRow,
  type Membership,
  selectMembership,
  upsertMember,
} from './queries.ts';
import type { MemberRole } from './schema.ts';
import { findSpace, noSuchSpace } from './spaces.ts';

/** The roles that every space has; others are the host's own. */
const BUILT_IN_ROLES = ['admin', 'editor'];

/** What a user is in a space; undefined for one who is no member, and where there is no such space or user. */
export function memberOf(db: Db, spaceId: number, userId: number): Promise<Membership | undefined> {
  return selectMembership(db, spaceId, userId);
}

/**
 * Adds a member or changes it. A role that was not seen before gets a number, by which clients know it.
 *
 * @throws Failure `space_not_found`, `user_not_found`; `in_use` for a development space.
 */
export async function putMember(
  tx: Db,
  spaceId: number,
  userId: number,
  change: MemberRole,
): Promise<MemberRow> {
  const member = await upsertMember(tx, spaceId, userId, change);
  if (member !== undefined) {
    if (!BUILT_IN_ROLES.includes(change.role)) await insertRole(tx, change.role);
    return member;
  }
  await refuseDevelopment(tx, spaceId);
  await findUser(tx, userId);
  // Both are there by now, but the space was not when we looked.
  throw noSuchSpace(spaceId);
}

/**
 * The same for an admin of the space, who changes what members are and brings nobody in: whose account it is they could not know. Roles
 * are the host's to name. The last admin stays.
 *
 * @throws Failure `member_not_found`, `invalid` for a role that there is not, `in_use`.
 */
export async function changeMember(
  tx: Db,
  spaceId: number,
  userId: number,
  change: MemberRole,
): Promise<MemberRow> {
  await requireMember(tx, spaceId, userId);
  if (!BUILT_IN_ROLES.includes(change.role) && !(await hasRole(tx, change.role))) {
    throw invalid('/role', `must be one of ${BUILT_IN_ROLES.join(', ')} and the host's own roles`);
  }
  if (change.role !== 'admin') await keepAnAdmin(tx, spaceId, userId);
  return putMember(tx, spaceId, userId, change);
}

/** As {@link removeMember}, for an admin of the space: the last one stays. @throws Failure also `in_use`. */
export async function dismissMember(tx: Db, spaceId: number, userId: number): Promise<void> {
  await requireMember(tx, spaceId, userId);
  await keepAnAdmin(tx, spaceId, userId);
  await removeMember(tx, spaceId, userId);
}

async function requireMember(tx: Db, spaceId: number, userId: number): Promise<void> {
  // Held, so that nobody is brought back who is taken out meanwhile.
  if ((await holdRole(tx, spaceId, userId)) === undefined) {
    throw noSuchMember(spaceId, userId);
  }
}

async function keepAnAdmin(tx: Db, spaceId: number, userId: number): Promise<void> {
  if (await holdOtherAdmins(tx, spaceId, userId)) return;
  throw new Failure('in_use', 'A space keeps an admin: make somebody else one first');
}

/**
 * Takes a user out of a space. Plugins can no longer act there for them: their tokens are revoked, and what they installed is nobody's.
 *
 * @throws Failure `member_not_found`; `in_use` for a development space.
 */
export async function removeMember(tx: Db, spaceId: number, userId: number): Promise<void> {
  await refuseDevelopment(tx, spaceId);
  if (!(await deleteMember(tx, spaceId, userId))) {
    throw noSuchMember(spaceId, userId);
  }
  await revokeTokensOnInstalls(tx, await clearInstaller(tx, spaceId, userId), userId);
  await revokeGrantsOfMember(tx, spaceId, userId);
  await announce(tx, 'tokens');
  await announce(tx, 'people');
}

// It is its developer's, and ends with their development install.
async function refuseDevelopment(tx: Db, spaceId: number): Promise<void> {
  const { development } = await findSpace(tx, spaceId);
  if (!development) return;
  throw new Failure(
    'in_use',
    'A development space has its developer as its one member, and nobody else',
  );
}

const noSuchMember = (spaceId: number, userId: number): Failure =>
  new Failure('member_not_found', `User ${userId} is no member of space ${spaceId}`);
