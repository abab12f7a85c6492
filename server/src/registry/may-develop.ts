import type { Db } from '../lib/db.ts';
import { selectUser } from '../users/queries.ts';

/** Whether somebody may be given a part in plugins: whoever has an account. */
export async function mayDevelop(db: Db, userId: number): Promise<boolean> {
  return (await selectUser(db, userId)) !== undefined;
}
