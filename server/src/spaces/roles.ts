import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import { type PageStart, toPage } from '../lib/http/pagination.ts';
import { type RoleRow, selectRoles } from './queries.ts';
import type { Role } from './schema.ts';

/** A page of what members can be: `admin` and `editor`, then the host's own roles by name. @throws Failure `invalid` for a cursor of another list. */
export async function listRoles(db: Db, { after, limit }: PageStart) {
  const place = after === undefined ? { place: 0, name: '' } : placeIn(after);
  const rows = await selectRoles(db, place, limit);
  return toPage(rows, limit, ({ place, name }) => `${place} ${name}`, toRole);
}

const PLACE = /^([12]) ([^\0]+)$/s;

function placeIn(after: string): RoleRow {
  const [, place, name] = PLACE.exec(after) ?? [];
  if (name === undefined) throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
  return { place: Number(place), name };
}

const toRole = ({ name, place }: RoleRow): Role => ({ name, is_built_in: place === 1 });
