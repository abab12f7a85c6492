import { type Db, sql } from '../lib/db.ts';
import { tellChanges } from '../stream/tell.ts';

/**
 * Puts installs of a plugin on a release of their own, or on its current one again; whoever is there already, and installs of other
 * plugins, are left out. Answers those that were put. The plugin must be locked.
 *
 * @param release null for the current one.
 */
export async function putOnRelease(
  tx: Db,
  pluginId: number,
  installIds: readonly number[],
  release: number | null,
): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(sql`
    with moving as materialized (
      select id from installs
      where id = any(${[...installIds]}) and plugin_id = ${pluginId} and release is distinct from ${release}
      order by id for no key update)
    update installs i set release = ${release}, updated_at = now() from moving m where i.id = m.id
    returning i.id`);
  const ids = rows.map(({ id }) => id);
  await tellChanges(tx, () => ({ installs: ids }));
  return ids;
}
