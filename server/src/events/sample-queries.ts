import { type Db, sql } from '../lib/db.ts';
import { develops } from '../reach.ts';

/** A development install. */
export interface OwnDevelopmentInstall {
  id: number;
  plugin_id: number;
  space_id: number;
}

/** A development install of somebody who develops its plugin, which is live; undefined for any other. It cannot be uninstalled before the transaction ends. */
export async function holdOwnDevelopmentInstall(
  tx: Db,
  userId: number,
  installId: number,
): Promise<OwnDevelopmentInstall | undefined> {
  const [row] = await tx.query<OwnDevelopmentInstall>(sql`
    select i.id, i.plugin_id, i.space_id from installs i
    where i.id = ${installId} and i.development and i.status <> 'uninstalled'
      and exists (select from space_members m where m.space_id = i.space_id and m.user_id = ${userId}::bigint)
      and ${develops(sql`${userId}::bigint`, sql`i.plugin_id`)}
    for key share of i`);
  return row;
}
