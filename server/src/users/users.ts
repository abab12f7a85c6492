import { revokeInstaller } from '../installs/queries.ts';
import { announce } from '../lib/changes.ts';
import { type Db, isUniqueViolation } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
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

/** @throws Failure `already_exists` when another user has this address, in whatever case. */
export function createUser(tx: Db, user: NewUser): Promise<UserRow> {
  return refuseTakenEmail(insertUser(tx, user));
}

/** @throws Failure `user_not_found`. */
export async function findUser(db: Db, id: number): Promise<UserRow> {
  const user = await selectUser(db, id);
  if (user === undefined) throw noSuchUser(id);
  return user;
}

/** @throws Failure `user_not_found`, `already_exists` when another user has this address. */
export async function changeUser(db: Db, id: number, patch: UserPatch): Promise<UserRow> {
  const user = await refuseTakenEmail(updateUser(db, id, patch));
  if (user === undefined) throw noSuchUser(id);
  return user;
}

async function refuseTakenEmail<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error, UNIQUE_EMAIL)) throw error;
    const message = 'belongs to another user';
    throw new Failure('already_exists', `/email ${message}`, {
      violations: [{ pointer: '/email', message }],
    });
  }
}

/** Removes a user, and the tokens by which plugins act for them. @throws Failure `user_not_found`. */
export async function removeUser(tx: Db, id: number): Promise<void> {
  if (!(await lockUser(tx, id))) throw noSuchUser(id);
  await revokeInstaller(tx, id);
  await deleteUserRow(tx, id);
  await announce(tx, 'tokens');
}
