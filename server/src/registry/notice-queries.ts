import { type Db, sql } from '../lib/db.ts';

/** What a developer is told of: an endpoint that keeps failing or was disabled, the plugin being suspended and resumed by the host, what came of a review and of a roll-out. */
export type NoticeKind =
  | 'endpoint_failing'
  | 'endpoint_disabled'
  | 'plugin_suspended'
  | 'plugin_resumed'
  | 'release_approved'
  | 'release_rejected'
  | 'roll_out_done'
  | 'roll_out_failed_installs'
  | 'rolled_back';

/** What a plugin's developer was told about it: `kind` for programs, `message` for people. */
export interface NoticeRow {
  id: number;
  kind: NoticeKind;
  message: string;
  created_at: Date;
}

/** Newest first, those before the given id. */
export function selectNoticePage(
  db: Db,
  pluginId: number,
  before: number,
  limit: number,
): Promise<NoticeRow[]> {
  return db.query(sql`
    select id, kind, message, created_at from developer_notices
    where plugin_id = ${pluginId} and id < ${before} order by id desc limit ${limit}`);
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
