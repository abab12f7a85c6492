import { type Db, empty, type Sql, sql } from '../lib/db.ts';

/** What a developer is told of: an endpoint that keeps failing or was disabled, the plugin being suspended and resumed by the host, what came of a review and of a roll-out, and that the plugin is being deleted. */
export type NoticeKind =
  | 'endpoint_failing'
  | 'endpoint_disabled'
  | 'plugin_suspended'
  | 'plugin_resumed'
  | 'release_approved'
  | 'release_rejected'
  | 'roll_out_done'
  | 'roll_out_failed_installs'
  | 'rolled_back'
  | 'plugin_deleted';

/** What a plugin's developer was told about it: `kind` for programs, `message` for people. */
export interface NoticeRow {
  id: number;
  kind: NoticeKind;
  message: string;
  created_at: Date;
}

/** A notice as it is listed. */
export type ListedNoticeRow = NoticeRow & { unread: boolean };

/**
 * Whether somebody has not read a notice: of what came since they have a part in the plugin, and after their mark. For a statement that knows
 * it as `developer_notices n`.
 */
const isUnreadBy = (person: number | null): Sql => sql`
  exists (select from collaborators nc where nc.plugin_id = n.plugin_id and nc.user_id = ${person} and nc.since <= n.created_at
    and n.id > coalesce((select nm.up_to from notice_marks nm
      where nm.plugin_id = n.plugin_id and nm.user_id = ${person}), 0))`;

/** More are not counted. */
const MOST_UNREAD = 100;

/** How many of a plugin's notices somebody has not read, a hundred at most; for a statement that knows it as `plugins p`. */
export const unreadNotices = (person: number | null): Sql => sql`
  (select count(*) from (select 1 from developer_notices n where n.plugin_id = p.id and ${isUnreadBy(person)}
    limit ${MOST_UNREAD}) u)`;

/** Newest first, those before the given id; with `unreadOnly` what the person has not read. */
export function selectNoticePage(
  db: Db,
  pluginId: number,
  person: number | null,
  { before, limit, unreadOnly }: { before: number; limit: number; unreadOnly: boolean },
): Promise<ListedNoticeRow[]> {
  return db.query(sql`
    select n.id, n.kind, n.message, n.created_at, ${isUnreadBy(person)} as unread from developer_notices n
    where n.plugin_id = ${pluginId} and n.id < ${before} ${unreadOnly ? sql`and ${isUnreadBy(person)}` : empty}
    order by n.id desc limit ${limit}`);
}

/** Somebody has read a plugin's notices up to one, and those before it; never what is still to come. */
export async function markNoticesRead(
  db: Db,
  pluginId: number,
  userId: number,
  upTo: number,
): Promise<void> {
  await db.query(sql`
    insert into notice_marks as m (user_id, plugin_id, up_to)
    select ${userId}, ${pluginId}, max(id) from developer_notices where plugin_id = ${pluginId} and id <= ${upTo}
    having max(id) is not null
    on conflict (user_id, plugin_id) do update set up_to = greatest(m.up_to, excluded.up_to)`);
}

/** Tells a plugin's developer something; the host reads it by the Platform API. */
export async function insertNotice(
  tx: Db,
  pluginId: number,
  kind: NoticeKind,
  message: string,
): Promise<void> {
  await tx.query(sql`
    insert into developer_notices (plugin_id, kind, message) values (${pluginId}, ${kind}, ${message})`);
}
