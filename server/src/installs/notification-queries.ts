import { LIVE_INSTALL } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';

/** A message of a plugin to the admins of a space. All of it but `message` is JSON text, as the plugin wrote it. */
export interface NotificationRow {
  id: string;
  install_id: number;
  /** Of a text or an object; null for all admins. */
  recipient: string | null;
  message: string | null;
  details: string | null;
  actions: string | null;
  attachments: string | null;
  channel_overrides: string | null;
  created_at: Date;
}

/** A notification about to be stored. Its id is the caller's to make, by `newId`: lists are in the order of ids. */
export type NewNotification = Omit<NotificationRow, 'created_at'>;

const COLUMNS = sql`id, install_id, recipient, message, details, actions, attachments,
  channel_overrides, created_at`;

/** Answers nothing unless the install is this plugin's, and live. (The key share keeps it so until the row is there.) */
export async function insertNotification(
  db: Db,
  pluginId: number,
  row: NewNotification,
): Promise<NotificationRow | undefined> {
  const [inserted] = await db.query<NotificationRow>(sql`
    insert into notifications (id, install_id, space_id, recipient, message, details, actions, attachments,
      channel_overrides)
    select ${row.id}, i.id, i.space_id, ${row.recipient}, ${row.message}, ${row.details}, ${row.actions},
      ${row.attachments}, ${row.channel_overrides}
    from installs i
    where i.id = ${row.install_id} and i.plugin_id = ${pluginId} and ${LIVE_INSTALL}
    for key share
    returning ${COLUMNS}`);
  return inserted;
}

/** Removes notifications that are older than `days`, at most `limit` at once. Answers how many. */
export async function deleteOldNotifications(db: Db, days: number, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from notifications where id in (
      select id from notifications
      where created_at < now() - ${days}::integer * interval '1 day'
      order by created_at limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}

/** All of one install, for when it is erased. */
export async function deleteNotifications(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from notifications where install_id = ${installId}`);
}
