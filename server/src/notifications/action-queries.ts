import { type InstallStatus, LIVE_INSTALL } from '../install-status.ts';
import type { StoredConfig } from '../installs/sealed-config.ts';
import { type Db, sql } from '../lib/db.ts';
import { isAdminOf, NO_IDENTIFIER, type Reader } from '../reach.ts';

/** How long a call can take at most, with all that is around it; what is still being called after that is lost. */
const LOST_AFTER = sql`interval '2 minutes'`;

/** What became of an action that somebody chose. */
export interface ActionRow {
  notification_id: string;
  index: number;
  status: 'calling' | 'called' | 'failed';
  /** It is being called, and whoever did it is gone. */
  is_lost: boolean;
  user_id: number | null;
  started_at: Date;
  reply_status: number | null;
  message: string | null;
}

/** Of these notifications, those that somebody chose. */
export function selectActions(db: Db, notificationIds: string[]): Promise<ActionRow[]> {
  return db.query(sql`
    select notification_id, index, status, status = 'calling' and started_at < now() - ${LOST_AFTER} as is_lost,
      user_id, started_at, reply_status, message
    from notification_actions where notification_id = any(${notificationIds})`);
}

/** What a call says of the install, and needs to know of it. */
export interface CallSubject extends StoredConfig {
  plugin_id: number;
  plugin_slug: string;
  plugin_suspended: boolean;
  generation: number;
  install_status: InstallStatus;
  installed_by: number | null;
  scopes: string[];
  space_id: number;
  space_name: string;
  space_attributes: string;
  /** Who chooses; null for the host's backend. */
  user_name: string | null;
}

/** The install of a notification whose space the reader is an admin of. */
export async function selectCallSubject(
  db: Db,
  reader: Reader,
  userId: number | null,
  installId: number,
): Promise<CallSubject | undefined> {
  const [row] = await db.query<CallSubject>(sql`
    select i.plugin_id, p.slug as plugin_slug, p.suspended_at is not null as plugin_suspended, i.generation,
      i.status as install_status, i.installed_by, i.scopes, i.config, i.sealed_config, i.space_id, s.name as space_name,
      s.attributes as space_attributes, u.friendly_name as user_name
    from installs i join plugins p on p.id = i.plugin_id join spaces s on s.id = i.space_id
    left join users u on u.id = ${userId}
    where i.id = ${installId} and ${isAdminOf(reader, sql`i.space_id`, { install: sql`i.id`, identifier: NO_IDENTIFIER })}`);
  return row;
}

/** Which action, and who chooses it. */
export interface Choice {
  notificationId: string;
  index: number;
  /** For an action that nobody chose before. */
  callId: string;
  reader: Reader;
  userId: number | null;
  /** Also one whose call was lost. */
  again: boolean;
}

/**
 * Takes an action to call it: of several who choose it at once, one. Answers nothing while somebody has it, once it was called, where a call
 * was lost unless it is to be called again, and when the install is not live or the reader no admin of its space.
 */
export async function claimAction(
  db: Db,
  { notificationId, index, callId, reader, userId, again }: Choice,
): Promise<{ call_id: string; calls: number } | undefined> {
  const [row] = await db.query<{ call_id: string; calls: number }>(sql`
    insert into notification_actions as a (notification_id, index, call_id, status, user_id)
    select n.id, ${index}, ${callId}, 'calling', ${userId}
    from notifications n join installs i on i.id = n.install_id
    where n.id = ${notificationId} and ${isAdminOf(reader, sql`n.space_id`, { install: sql`i.id`, identifier: NO_IDENTIFIER })} and ${LIVE_INSTALL}
    for key share of n
    on conflict (notification_id, index) do update
      set status = 'calling', calls = a.calls + 1, user_id = excluded.user_id, started_at = excluded.started_at,
        settled_at = null, reply_status = null, message = null
      where a.status = 'failed'
        or (a.status = 'calling' and ${again} and a.started_at < excluded.started_at - ${LOST_AFTER})
    returning call_id, calls`);
  return row;
}

/** How a call ended. */
export interface CallEnd {
  status: 'called' | 'failed';
  reply_status: number | null;
  message: string | null;
}

/** Notes how a call ended, unless it was given up for lost and another one made. */
export async function settleAction(
  db: Db,
  { notificationId, index }: Pick<Choice, 'notificationId' | 'index'>,
  calls: number,
  { status, reply_status, message }: CallEnd,
): Promise<void> {
  await db.query(sql`
    update notification_actions set status = ${status}, settled_at = now(), reply_status = ${reply_status},
      message = ${message}
    where notification_id = ${notificationId} and index = ${index} and calls = ${calls} and status = 'calling'`);
}
