import { type Db, sql } from '../lib/db.ts';

/** What a token is made of: a live install, and the plugin's newest client secret. */
export interface BridgeInstallRow {
  install_id: number;
  plugin_id: number;
  client_id: string;
  sealed_secret: Buffer;
  secret_generation: number;
}

/** Nothing when the plugin is not live in the space. */
export async function selectBridgeInstall(
  db: Db,
  spaceId: number,
  pluginId: number,
): Promise<BridgeInstallRow | undefined> {
  const [row] = await db.query<BridgeInstallRow>(sql`
    select i.id as install_id, p.id as plugin_id, p.client_id, s.sealed_secret,
      s.generation as secret_generation
    from installs i join plugins p on p.id = i.plugin_id
    join plugin_secrets s on s.plugin_id = p.id and s.expires_at is null
    where i.space_id = ${spaceId} and i.plugin_id = ${pluginId} and i.status in ('setup', 'active')`);
  return row;
}
