import { type Db, sql } from '../lib/db.ts';

/** What of a plugin's installs is left. */
export interface InstallsLeft {
  installs: number;
  kept: number;
  erase_after: Date | null;
}

/** Without those of developers. */
export async function selectInstallsLeft(db: Db, pluginId: number): Promise<InstallsLeft> {
  const [row] = await db.query<InstallsLeft>(sql`
    select (count(*) filter (where status <> 'uninstalled'))::integer as installs,
      (count(*) filter (where status = 'uninstalled' and erased_at is null))::integer as kept, max(erase_after) as erase_after
    from installs where plugin_id = ${pluginId} and not development`);
  return row as InstallsLeft;
}

/**
 * Whether nothing is left of a plugin that is being deleted but itself: all that its installs kept is erased, and it was told of each uninstall, if it
 * can be told.
 */
export async function isErasable(tx: Db, pluginId: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from plugins p
    where p.id = ${pluginId} and p.deleted_at is not null
      and not exists (select from installs i
        where i.plugin_id = p.id and (i.status <> 'uninstalled' or i.erased_at is null))
      and not exists (select from installs i join job_queue q on q.install_id = i.id where i.plugin_id = p.id)`);
  return rows.length > 0;
}

/** The plugins that are being deleted. */
export async function selectDeletedPlugins(db: Db): Promise<number[]> {
  const rows = await db.query<{ id: number }>(sql`
    select id from plugins where deleted_at is not null order by id`);
  return rows.map(({ id }) => id);
}
