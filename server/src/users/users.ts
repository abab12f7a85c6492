import { revokeTokensOfInstaller } from '../auth/token-queries.ts';
import { announce } from '../lib/changes.ts';
import { type Db, isUniqueViolation } from '../lib/db.ts';
import { Failure, invalid, refusal } from '../lib/failures.ts';
import { PASSWORD_PROBLEMS, passwordProblem } from '../lib/password-rules.ts';
import { endCredentials } from './credentials.ts';
import { hashPassword } from './passwords.ts';
import { unlinkProviderUser } from './provider-queries.ts';
import {
  deleteUserRow,
  type Hashed,
  insertUser,
  lockPrivilege,
  lockUser,
  selectUser,
  UNIQUE_EMAIL,
  type UserChange,
  type UserRow,
  updateUser,
} from './queries.ts';
import type { NewUser } from './schema.ts';

/** For an id that no user has. */
export const noSuchUser = (id: number): Failure =>
  new Failure('user_not_found', `There is no user ${id}`);

/**
 * What was given for a user, ready to be written. Hashing waits for its turn, so no transaction may be open meanwhile: ten of them would
 * hold every connection of the process.
 *
 * @throws Failure `invalid` for a password that cannot be one; `unavailable` when too many wait.
 */
export async function hashPasswordOf<Given extends { password?: string | null; email?: string }>(
  given: Given,
): Promise<Hashed<Given>> {
  const { password, ...rest } = given;
  if (password === undefined || password === null) return { ...rest, password_hash: password };
  const problem = passwordProblem(password, given.email ?? '');
  if (problem !== undefined) throw invalid('/password', PASSWORD_PROBLEMS[problem]);
  return { ...rest, password_hash: await hashPassword(password) };
}

/** @throws Failure `already_exists` when another user has this address, in whatever case. */
export const createUser = (tx: Db, user: Hashed<NewUser>): Promise<UserRow> =>
  refuseTakenEmail(insertUser(tx, user));

/** @throws Failure `user_not_found`. */
export async function findUser(db: Db, id: number): Promise<UserRow> {
  const user = await selectUser(db, id);
  if (user === undefined) throw noSuchUser(id);
  return user;
}

/**
 * Changes a user, also on the nodes that know their session. Another password, and becoming an operator or ceasing to be one, end every
 * credential from before. Who becomes an operator also has no password from before, and is nobody at the provider yet: a host key may
 * have chosen both.
 *
 * @throws Failure `user_not_found`; `already_exists` when another user has this address.
 */
export async function changeUser(tx: Db, id: number, patch: UserChange): Promise<UserRow> {
  const before = await lockPrivilege(tx, id);
  if (before === undefined) throw noSuchUser(id);
  const isPromoted = patch.is_operator === true && !before.is_operator;
  const change = isPromoted ? { ...patch, password_hash: patch.password_hash ?? null } : patch;
  const user = (await refuseTakenEmail(updateUser(tx, id, change))) as UserRow;
  if (isPromoted) await unlinkProviderUser(tx, id);
  const hasOtherPrivilege = user.is_operator !== before.is_operator;
  if (patch.password_hash !== undefined || hasOtherPrivilege) await endCredentials(tx, id);
  await announce(tx, 'people');
  return user;
}

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
