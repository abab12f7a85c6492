import type { UserCaller } from '../auth/principals.ts';
import type { Config } from '../config.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { deleteDeveloper, holdDeveloper } from './developer-queries.ts';
import { deleteInvitationsOf } from './invitation-queries.ts';
import { selectUser, type UserRow } from './queries.ts';

/** What says who may register plugins. */
export type DeveloperSettings = Pick<Config, 'developers' | 'brandName'>;

/** Whether whoever has an account may register plugins. */
export const isForEverybody = ({ developers }: DeveloperSettings): boolean =>
  developers !== 'invited';

/**
 * Whether a person may register plugins of their own, which they keep until the transaction ends.
 *
 * @throws Failure `forbidden`, which says who can invite them.
 */
export async function refuseUninvited(
  tx: Db,
  settings: DeveloperSettings,
  { userId, isOperator }: UserCaller,
): Promise<void> {
  if (isOperator || isForEverybody(settings) || (await holdDeveloper(tx, userId))) return;
  const text = `Developers alone register plugins, and you are none yet: ask whoever runs ${settings.brandName} to invite you, who does so at POST /platform/v1/developer_invitations`;
  throw new Failure('forbidden', text);
}

/** Whether somebody with an account may be given a part in plugins: whoever might register one. */
export async function mayDevelop(
  tx: Db,
  settings: DeveloperSettings,
  userId: number,
): Promise<boolean> {
  const user = await selectUser(tx, userId);
  if (user === undefined) return false;
  return user.is_operator || isForEverybody(settings) || (await holdDeveloper(tx, userId));
}

/** Takes away the right to register plugins, and the invitation that would give it back; what they develop stays theirs. @throws Failure `developer_not_found`. */
export async function removeDeveloper(tx: Db, userId: number): Promise<void> {
  if (await deleteDeveloper(tx, userId)) {
    const { email } = (await selectUser(tx, userId)) as UserRow;
    return deleteInvitationsOf(tx, email);
  }
  throw new Failure('developer_not_found', `User ${userId} is no developer by invitation`);
}
