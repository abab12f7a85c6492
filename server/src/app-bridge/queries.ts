import { LIVE_INSTALL } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';

/** What a token is about. */
export interface BridgeInstallRow {
  install_id: number;
  plugin_id: number;
  client_id: string;
}

/** Nothing when the plugin is not live in the space. */
export async function selectBridgeInstall(
  db: Db,
  spaceId: number,
  pluginId: number,
): Promise<BridgeInstallRow | undefined> {
  const [row] = await db.query<BridgeInstallRow>(sql`
    select i.id as install_id, p.id as plugin_id, p.client_id
    from installs i join plugins p on p.id = i.plugin_id
    where i.space_id = ${spaceId} and i.plugin_id = ${pluginId} and ${LIVE_INSTALL}`);
  return row;
}
