import { insertSignInLink } from '../auth/sign-in-link-queries.ts';
import type { Config } from '../config.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { newSecret } from '../lib/ids.ts';
import { memberOf } from '../spaces/members.ts';
import { BY_SERVER_LINK, refuseOperator } from '../users/by-host.ts';
import { localPath } from './return-to.ts';
import type { NewSignInLink, SignInLink } from './schema.ts';

/** Where sign-in links lead; the token comes behind it. */
export const LINK_PATH = '/sign-in/link/';

/** What a link is made with. */
export type LinkConfig = Pick<Config, 'publicUrl' | 'signInLinkSeconds'>;

/**
 * Makes an address that signs a user in once, for the host: not for an operator.
 *
 * @throws Failure `forbidden` for an operator, `user_not_found`, `member_not_found` for a space that the user is no member of, `invalid` for a path that may lead elsewhere.
 */
export async function createSignInLink(
  tx: Db,
  config: LinkConfig,
  { user_id, space_id, path }: NewSignInLink,
): Promise<SignInLink> {
  await refuseOperator(tx, user_id, BY_SERVER_LINK);
  if (space_id !== undefined && (await memberOf(tx, space_id, user_id)) === undefined) {
    throw new Failure('member_not_found', `User ${user_id} is no member of space ${space_id}`);
  }
  return issueLink(tx, config, { userId: user_id, path: pathOf(config, space_id, path) });
}

function pathOf({ publicUrl }: LinkConfig, spaceId: number | undefined, path: string | undefined) {
  if (path === undefined) return spaceId === undefined ? '/spaces' : `/spaces/${spaceId}`;
  const local = localPath(path, publicUrl, '');
  if (local === '') throw invalid('/path', 'must be a path of this server, such as /spaces/1');
  return local;
}

/** Whom a link signs in, and where it leads. */
export interface LinkFor {
  userId: number;
  /** Of this server; the caller has checked it (see `localPath`). */
  path: string;
  /** How long it works; by default as configured. */
  lifeSeconds?: number;
}

/** Makes a link for a user who exists. Only its SHA-256 is kept, so that it cannot be shown again. */
export async function issueLink(
  tx: Db,
  { publicUrl, signInLinkSeconds }: LinkConfig,
  { userId, path, lifeSeconds = signInLinkSeconds }: LinkFor,
): Promise<SignInLink> {
  const token = newSecret('sign_in_link');
  const expires = await insertSignInLink(tx, { hash: sha256(token), userId, path, lifeSeconds });
  return { url: publicUrl + LINK_PATH + token, expires_at: expires.toISOString() };
}
