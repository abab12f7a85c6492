import { type Db, type Sql, sql } from '../lib/db.ts';
import type { InstallStatus } from './schema.ts';

/** Locks one uninstalled install whose grace period is over and that no other process is erasing. */
export async function lockDueInstall(tx: Db): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`
    select id from installs
    where status = 'uninstalled' and erase_after <= now()
    order by erase_after limit 1 for update skip locked`);
  return row?.id;
}

export async function markErased(tx: Db, id: number): Promise<void> {
  await tx.query(sql`
    update installs set config = '{}', public_config = null, erased_at = now(), erase_after = null, updated_at = now()
    where id = ${id}`);
}

/** Notes an install for {@link lockStraggler}. */
export async function rememberErased(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`
    insert into erased_installs as e (install_id) values (${installId})
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

export async function deleteRevisions(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from config_revisions where install_id = ${installId}`);
}

export async function deleteTokens(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from tokens where install_id = ${installId}`);
}

export async function deleteNotifications(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from notifications where install_id = ${installId}`);
}

/** What the space told the plugin beside its config. */
export async function deleteAppSettings(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`
    delete from app_settings s using installs i
    where i.id = ${installId} and s.space_id = i.space_id and s.plugin_id = i.plugin_id`);
}

/** What the plugin said about its jobs. That there were jobs and attempts, and how they ended, stays. */
export async function eraseReplies(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from job_attachments where install_id = ${installId}`);
  await tx.query(sql`
    update attempts set reply_headers = null, reply_body = null, debug_info = null
    where install_id = ${installId}
      and (reply_headers is not null or reply_body is not null or debug_info is not null)`);
  await tx.query(sql`
    update jobs set status_message = null, failure_reason = null
    where install_id = ${installId} and (status_message is not null or failure_reason is not null)`);
}

export function lockInstallsOfSpace(
  tx: Db,
  spaceId: number,
): Promise<{ id: number; status: InstallStatus }[]> {
  return tx.query(sql`
    select id, status from installs where space_id = ${spaceId} order by id for update`);
}

export function lockInstallsOfPlugin(
  tx: Db,
  pluginId: number,
): Promise<{ id: number; status: InstallStatus }[]> {
  return tx.query(sql`
    select id, status from installs where plugin_id = ${pluginId} order by id for update`);
}

export const deleteInstallsOfSpace = (tx: Db, spaceId: number): Promise<void> =>
  deleteInstalls(tx, sql`space_id = ${spaceId}`);

export const deleteInstallsOfPlugin = (tx: Db, pluginId: number): Promise<void> =>
  deleteInstalls(tx, sql`plugin_id = ${pluginId}`);

// Everything that carries an install's id, and the installs. Queue rows go before job rows, as wherever both are written.
async function deleteInstalls(tx: Db, which: Sql): Promise<void> {
  const ofInstalls = sql`where install_id in (select id from installs where ${which})`;
  await tx.query(sql`
    insert into erased_installs as e (install_id) select id from installs where ${which}
    on conflict (install_id) do update set erased_at = excluded.erased_at`);
  await tx.query(sql`delete from job_queue ${ofInstalls}`);
  await tx.query(sql`delete from lanes ${ofInstalls}`);
  await tx.query(sql`delete from jobs ${ofInstalls}`);
  await tx.query(sql`delete from attempts ${ofInstalls}`);
  await tx.query(sql`delete from job_attachments ${ofInstalls}`);
  await tx.query(sql`delete from config_revisions ${ofInstalls}`);
  await tx.query(sql`delete from install_storage_items ${ofInstalls}`);
  await tx.query(sql`delete from notifications ${ofInstalls}`);
  await tx.query(sql`delete from tokens ${ofInstalls}`);
  await tx.query(sql`delete from installs where ${which}`);
}
