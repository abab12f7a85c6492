import { deleteSessionsOf } from '../auth/session-queries.ts';
import { deleteSignInLinksOf } from '../auth/sign-in-link-queries.ts';
import { revokeTokensOfInstaller } from '../auth/token-queries.ts';
import { revokeTokensOfUser } from '../grants/grants.ts';
import { announce } from '../lib/changes.ts';
import { type Db, isUniqueViolation } from '../lib/db.ts';
import { Failure, invalid, refusal } from '../lib/failures.ts';
import {
  hashPassword,
  MAX_PASSWORD_BYTES,
  MIN_PASSWORD_LENGTH,
  type PasswordProblem,
  passwordProblem,
} from './passwords.ts';
import {
  deleteUserRow,
  insertUser,
  lockUser,
  selectUser,
  UNIQUE_EMAIL,
  type UserRow,
  updateUser,
} from './queries.ts';
import type { NewUser, UserPatch } from './schema.ts';

const noSuchUser = (id: number): Failure => new Failure('user_not_found', `There is no user ${id}`);

/** @throws Failure `already_exists` when another user has this address, in whatever case; `invalid` for a password that cannot be one. */
export async function createUser(tx: Db, { password, ...user }: NewUser): Promise<UserRow> {
  const password_hash = await hashNewPassword(password, user.email);
  return refuseTakenEmail(insertUser(tx, { ...user, password_hash }));
}

/** @throws Failure `user_not_found`. */
export async function findUser(db: Db, id: number): Promise<UserRow> {
  const user = await selectUser(db, id);
  if (user === undefined) throw noSuchUser(id);
  return user;
}

/**
 * Changes a user, also on the nodes that know their session. Another password ends what the one before allowed.
 *
 * @throws Failure `user_not_found`; `already_exists` when another user has this address; `invalid` for a password that cannot be one.
 */
export async function changeUser(
  tx: Db,
  id: number,
  { password, ...patch }: UserPatch,
): Promise<UserRow> {
  const password_hash = await hashNewPassword(password, patch.email ?? '');
  const user = await refuseTakenEmail(updateUser(tx, id, { ...patch, password_hash }));
  if (user === undefined) throw noSuchUser(id);
  if (password_hash !== undefined) await endAccess(tx, id);
  await announce(tx, 'people');
  return user;
}

/** Signs a user out everywhere, ends links that would sign them in, and makes plugins ask for their consent again. */
async function endAccess(tx: Db, userId: number): Promise<void> {
  await deleteSessionsOf(tx, userId);
  await deleteSignInLinksOf(tx, userId);
  await revokeTokensOfUser(tx, userId);
  await announce(tx, 'tokens');
}

async function hashNewPassword<Absent extends null | undefined>(
  password: string | Absent,
  email: string,
): Promise<string | Absent> {
  if (password === null || password === undefined) return password as Absent;
  const problem = passwordProblem(password, email);
  if (problem !== undefined) throw invalid('/password', PROBLEMS[problem]);
  return hashPassword(password);
}

const PROBLEMS: Record<PasswordProblem, string> = {
  short: `must have at least ${MIN_PASSWORD_LENGTH} characters`,
  long: `must have at most ${MAX_PASSWORD_BYTES} bytes`,
  common: 'must not be one that everybody tries first, nor the email address',
};

async function refuseTakenEmail<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error, UNIQUE_EMAIL)) throw error;
    throw refusal('already_exists', '/email', 'belongs to another user');
  }
}

/** Removes a user, and the tokens by which plugins act for them. @throws Failure `user_not_found`. */
export async function removeUser(tx: Db, id: number): Promise<void> {
  if (!(await lockUser(tx, id))) throw noSuchUser(id);
  await revokeTokensOfInstaller(tx, id);
  await deleteUserRow(tx, id);
  await announce(tx, 'tokens');
  await announce(tx, 'people');
}
