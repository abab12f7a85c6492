import type { Db } from '../lib/db.ts';
import { onlyForAdmins, type Reader, type SpaceRole } from '../reach.ts';
import { type SpaceRow, selectSpaceFor } from './queries.ts';
import { noSuchSpace } from './spaces.ts';

/**
 * A space in which the reader is what they have to be.
 *
 * @throws Failure `space_not_found` for one that they do not belong to, like one that there is not; `forbidden` for a member where it takes
 * an admin.
 */
export async function findSpaceFor(
  db: Db,
  reader: Reader,
  id: number,
  role: SpaceRole,
): Promise<SpaceRow> {
  const found = await selectSpaceFor(db, reader, id);
  if (found === undefined) throw noSuchSpace(id);
  const { is_admin, ...space } = found;
  if (role === 'admin' && !is_admin) throw onlyForAdmins();
  return space;
}
