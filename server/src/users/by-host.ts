import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { type Hashed, lockPrivilege, type UserRow } from './queries.ts';
import type { NewUser, UserPatch } from './schema.ts';
import { changeUser, createUser, noSuchUser } from './users.ts';

/**
 * Keeps a user from becoming an operator until the transaction ends; refuses one who is.
 *
 * A host key may take the role of an operator away, and remove an operator, but neither make one nor become one: or whoever finds a host
 * key could act under a person's name. So it makes no sign-in link and no personal token of an operator's, and changes neither their
 * password nor their email address, by which a provider may vouch for somebody else.
 *
 * @param remedy how they get what was asked for: the end of the sentence.
 * @throws Failure `forbidden` for an operator, `user_not_found`.
 */
export async function refuseOperator(tx: Db, id: number, remedy: string): Promise<void> {
  const user = await lockPrivilege(tx, id);
  if (user === undefined) throw noSuchUser(id);
  if (user.is_operator) throw new Failure('forbidden', `User ${id} is an operator, ${remedy}`);
}

/** How an operator gets in. */
export const BY_SERVER_LINK = 'who gets in by a link made on the server: plugboard sign-in-link';

/** As {@link createUser}. @throws Failure `forbidden` for an operator. */
export async function createUserByHost(tx: Db, user: Hashed<NewUser>): Promise<UserRow> {
  if (user.is_operator) throw madeOnServer();
  return createUser(tx, user);
}

/** As {@link changeUser}. @throws Failure `forbidden` for what would make an operator, or let somebody in as one. */
export async function changeUserByHost(
  tx: Db,
  id: number,
  patch: Hashed<UserPatch>,
): Promise<UserRow> {
  const before = await lockPrivilege(tx, id);
  if (before === undefined) throw noSuchUser(id);
  if (patch.is_operator && !before.is_operator) throw madeOnServer();
  const staysOperator = before.is_operator && patch.is_operator !== false;
  if (staysOperator && (patch.email !== undefined || patch.password_hash !== undefined)) {
    throw new Failure('forbidden', `User ${id} is an operator, ${BY_SERVER_LINK}`);
  }
  return changeUser(tx, id, patch);
}

const madeOnServer = (): Failure =>
  new Failure('forbidden', 'An operator is made on the server: plugboard sign-in-link --operator');
