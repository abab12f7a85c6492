import { type Db, sql } from '../lib/db.ts';
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
    update installs set config = '{}', erased_at = now(), erase_after = null, updated_at = now()
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

/** Everything that carries an install's id, and the installs. Queue rows go before job rows, as wherever both are written. */
export async function deleteInstallsOfSpace(tx: Db, spaceId: number): Promise<void> {
  const ofSpace = sql`where install_id in (select id from installs where space_id = ${spaceId})`;
  await tx.query(sql`
    insert into erased_installs as e (install_id) select id from installs where space_id = ${spaceId}
    on conflict (install_id) do update set erased_at = excluded.erased_at`);
  await tx.query(sql`delete from job_queue ${ofSpace}`);
  await tx.query(sql`delete from lanes ${ofSpace}`);
  await tx.query(sql`delete from jobs ${ofSpace}`);
  await tx.query(sql`delete from attempts ${ofSpace}`);
  await tx.query(sql`delete from job_attachments ${ofSpace}`);
  await tx.query(sql`delete from config_revisions ${ofSpace}`);
  await tx.query(sql`delete from install_storage_items ${ofSpace}`);
  await tx.query(sql`delete from notifications ${ofSpace}`);
  await tx.query(sql`delete from tokens ${ofSpace}`);
  await tx.query(sql`delete from installs where space_id = ${spaceId}`);
}
