import { Type } from 'typebox';
import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import { Id } from '../lib/http/schema.ts';
import type { Access } from './access.ts';
import { selectViewer, type ViewerRow } from './embed-queries.ts';
import { noRecord } from './errors.ts';

/** For whom the host asks; whoever else asks does so for themselves. */
export const ForUser = Type.Object({
  user_id: Type.Optional({ ...Id, description: 'For the host: who looks, a member of the space' }),
});

/** Somebody who looks at the pages of a space's plugins. */
export interface Viewer extends Omit<ViewerRow, 'role'> {
  role: string;
  isAdmin: boolean;
}

/**
 * Who looks: the person who calls, or the member that the host names. An operator who is no member looks as an admin.
 *
 * @throws Failure `invalid` when the host names nobody, `not_found` for somebody who is no member.
 */
export async function viewerOf(
  db: Db,
  access: Access,
  userId: number | undefined,
): Promise<Viewer> {
  const { caller, isAdmin } = access;
  const id = access.userId ?? userId;
  if (id === undefined) throw invalid('/user_id', 'is required with a host key');
  const row = await selectViewer(db, access.spaceId, id);
  const role = row?.role ?? (caller.kind === 'user' && isAdmin ? 'admin' : null);
  if (row === undefined || role === null) throw noRecord();
  return { ...row, role, isAdmin: role === 'admin' || (caller.kind === 'user' && isAdmin) };
}
