import type { InstallStatus } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';
import { tellChanges } from '../stream/tell.ts';

/** Locks one uninstalled install whose grace period is over and that no other process is erasing. */
export async function lockDueInstall(
  tx: Db,
): Promise<{ id: number; space_id: number } | undefined> {
  const [row] = await tx.query<{ id: number; space_id: number }>(sql`
    select id, space_id from installs
    where status = 'uninstalled' and erase_after <= now()
    order by erase_after limit 1 for update skip locked`);
  return row;
}

/** Empties what the install itself keeps. Its row stays, so that a reinstall begins the next generation. */
export async function markErased(tx: Db, id: number): Promise<void> {
  await tx.query(sql`
    update installs set config = '{}', sealed_config = null, public_config = null, erased_at = now(), erase_after = null, farewell_job = null,
      release = null, updated_at = now()
    where id = ${id}`);
  await tellChanges(tx, () => ({ installs: [id] }));
}

/** Notes installs for {@link lockStraggler}; waits for whoever is erasing what came late. */
export async function rememberErased(tx: Db, installIds: number[]): Promise<void> {
  await tx.query(sql`
    insert into erased_installs as e (install_id) select unnest(${installIds}::bigint[])
    on conflict (install_id) do update set erased_at = excluded.erased_at`);
}

/** Undoes {@link rememberErased}; waits for whoever is erasing what came late. */
export async function forgetErased(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from erased_installs where install_id = ${installId}`);
}

/**
 * Locks one install that was erased five minutes ago or earlier: by then every cache has heard of it (after 1 s at most), and every
 * request and attempt that was let in before has ended.
 */
export async function lockStraggler(tx: Db): Promise<number | undefined> {
  const [row] = await tx.query<{ install_id: number }>(sql`
    select install_id from erased_installs where erased_at < now() - interval '5 minutes'
    order by erased_at limit 1 for update skip locked`);
  return row?.install_id;
}

/** All installs of a space, whatever their status, locked in the order of their ids: for whoever removes the space. */
export function lockInstallsOfSpace(
  tx: Db,
  spaceId: number,
): Promise<{ id: number; status: InstallStatus }[]> {
  return tx.query(sql`
    select id, status from installs where space_id = ${spaceId} order by id for update`);
}

/** All installs of a plugin, locked as by {@link lockInstallsOfSpace}. */
export function lockInstallsOfPlugin(
  tx: Db,
  pluginId: number,
): Promise<{ id: number; status: InstallStatus }[]> {
  return tx.query(sql`
    select id, status from installs where plugin_id = ${pluginId} order by id for update`);
}

/** Locks one install of a plugin that is not uninstalled, and no developer's; undefined when there is none. */
export async function lockInstalled(tx: Db, pluginId: number): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`
    select id from installs
    where plugin_id = ${pluginId} and status <> 'uninstalled' and not development
    order by id limit 1 for update`);
  return row?.id;
}

/** The installs and what is kept in tables of their own; whatever else carries their ids is removed before. */
export async function deleteInstallRows(tx: Db, installIds: number[]): Promise<void> {
  const ofInstalls = sql`where install_id = any(${installIds})`;
  // While it is still known whose they are.
  await tellChanges(tx, () => ({ installs: installIds }));
  await tx.query(sql`delete from config_revisions ${ofInstalls}`);
  await tx.query(sql`delete from notifications ${ofInstalls}`);
  await tx.query(sql`delete from installs where id = any(${installIds})`);
}
