import { LIVE_INSTALL } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';

/** What a token is made of: a live install, and the client secret that the plugin is known to have. */
export interface BridgeInstallRow {
  install_id: number;
  plugin_id: number;
  client_id: string;
  sealed_secret: Buffer;
  secret_generation: number;
}

/**
 * Nothing when the plugin is not live in the space. During a rotation the old secret signs until the plugin has shown the new one, as
 * it does for `X-Envoy-Signature`.
 */
export async function selectBridgeInstall(
  db: Db,
  spaceId: number,
  pluginId: number,
): Promise<BridgeInstallRow | undefined> {
  const [row] = await db.query<BridgeInstallRow>(sql`
    select i.id as install_id, p.id as plugin_id, p.client_id, s.sealed_secret,
      s.generation as secret_generation
    from installs i join plugins p on p.id = i.plugin_id
    cross join lateral (
      select sealed_secret, generation from plugin_secrets
      where plugin_id = p.id and (expires_at is null or expires_at > now())
      order by proved_at is not null desc,
        case when proved_at is null then generation else -generation end
      limit 1) s
    where i.space_id = ${spaceId} and i.plugin_id = ${pluginId} and ${LIVE_INSTALL}`);
  return row;
}
