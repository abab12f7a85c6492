import type { ActivityPlace } from '../events/activity-queries.ts';
import { findInstallFor } from '../installs/reach.ts';
import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import type { Reader } from '../reach.ts';
import { findSpaceFor } from '../spaces/reach.ts';

interface PlaceQuery {
  space_id?: number;
  install_id?: number;
  /** What is read has this identifier. */
  identifier?: string;
}

/**
 * The space, or the install in it, that a query is about, of which the reader is a member.
 *
 * @throws Failure `space_not_found`, `install_not_found`; `invalid` where neither is named, or the install is in another space.
 */
export async function findActivityPlace(
  db: Db,
  reader: Reader,
  { space_id, install_id, identifier }: PlaceQuery,
): Promise<ActivityPlace> {
  if (install_id !== undefined) {
    const install = await findInstallFor(db, reader, install_id, 'member', identifier);
    if (space_id !== undefined && space_id !== install.space_id) {
      throw invalid('/install_id', `must be an install in space ${space_id}`);
    }
    return { spaceId: install.space_id, installId: install.id };
  }
  if (space_id === undefined) throw invalid('/space_id', 'is required, or an install_id');
  const space = await findSpaceFor(db, reader, space_id, 'member', identifier);
  return { spaceId: space.id };
}
