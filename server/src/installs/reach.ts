import type { Db } from '../lib/db.ts';
import { onlyForAdmins, type Reader, type SpaceRole } from '../reach.ts';
import { noInstall } from './lifecycle.ts';
import { type InstallRow, selectInstallFor } from './queries.ts';

/**
 * An install in a space where the reader is what they have to be.
 *
 * @param identifier what of it is read, where that is what has an identifier alone.
 * @throws Failure `install_not_found` in a space that they do not belong to, like one that there is not; `forbidden` for a member where
 * it takes an admin.
 */
export async function findInstallFor(
  db: Db,
  reader: Reader,
  id: number,
  role: SpaceRole,
  identifier?: string,
): Promise<InstallRow> {
  const found = await selectInstallFor(db, reader, id, identifier);
  if (found === undefined) throw noInstall(id);
  const { is_admin, ...install } = found;
  if (role === 'admin' && !is_admin) throw onlyForAdmins();
  return install;
}
