import { insertPortalLink } from '../auth/portal-link-queries.ts';
import type { Config } from '../config.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import { newSecret } from '../lib/ids.ts';
import type { NewPortalLink, PortalLink } from '../spaces/portal-schema.ts';
import { BY_SERVER_LINK, refuseOperator } from '../users/by-host.ts';

/** Where links to portals lead; the token comes behind it. */
export const PORTAL_PATH = '/portal/';

/** For who is led there at once. */
const LIFE_SECONDS = 300;

/**
 * Makes an address that lets a member into the console of one space once. Only its SHA-256 is kept.
 *
 * @throws Failure `forbidden` for an operator, `user_not_found`, `invalid` with a pointer for somebody who is no member.
 */
export async function createPortalLink(
  tx: Db,
  { publicUrl }: Pick<Config, 'publicUrl'>,
  { user_id: userId, space_id: spaceId }: NewPortalLink,
): Promise<PortalLink> {
  await refuseOperator(tx, userId, BY_SERVER_LINK);
  const token = newSecret('portal_link');
  const expires = await insertPortalLink(tx, sha256(token), { userId, spaceId }, LIFE_SECONDS);
  if (expires === undefined) {
    throw invalid('/user_id', `User ${userId} is no member of space ${spaceId}`);
  }
  return { url: publicUrl + PORTAL_PATH + token, expires_at: expires.toISOString() };
}
