import type { Db } from '../lib/db.ts';
import { onlyForAdmins, type Reader, type SpaceRole } from '../reach.ts';
import { type SpaceRow, selectSpaceFor } from './queries.ts';
import { noSuchSpace } from './spaces.ts';

/**
 * A space in which the reader is what they have to be.
 *
 * @param identifier what of it is read, where that is what has an identifier alone.
 * @throws Failure `space_not_found` for one that they do not belong to, like one that there is not; `forbidden` for a member where it takes
 * an admin.
 */
export async function findSpaceFor(
  db: Db,
  reader: Reader,
  id: number,
  role: SpaceRole,
  identifier?: string,
): Promise<SpaceRow> {
  const found = await selectSpaceFor(db, reader, id, identifier);
  if (found === undefined) throw noSuchSpace(id);
  const { is_admin, ...space } = found;
  if (role === 'admin' && !is_admin) throw onlyForAdmins();
  return space;
}
