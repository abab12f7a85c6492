import { type Db, type Sql, sql } from '../lib/db.ts';

/** What a space told a plugin beside its config (Storyblok's app settings). */
export interface AppSettingRow {
  /** JSON text of an object. */
  settings: string;
  created_at: Date;
  updated_at: Date;
}

/** Whose settings: those of the plugin of a client id, or of the only plugin that the caller knows of. */
export interface SettingKey {
  spaceId: number;
  clientId: string | null;
  /** Null for callers who know of all. */
  onlyPlugin: number | null;
}

// Only while the plugin is installed.
const installed = ({ spaceId, clientId, onlyPlugin }: SettingKey): Sql => sql`
  installs i join plugins p on p.id = i.plugin_id
  where i.space_id = ${spaceId} and i.status <> 'uninstalled'
    and (p.client_id = ${clientId} or ${clientId}::text is null)
    and (p.id = ${onlyPlugin} or ${onlyPlugin}::bigint is null)
    and (${clientId}::text is not null or ${onlyPlugin}::bigint is not null)`;

/** Undefined when nothing was told, and when the plugin is not installed. */
export async function selectAppSetting(
  db: Db,
  key: SettingKey,
): Promise<AppSettingRow | undefined> {
  const [row] = await db.query<AppSettingRow>(sql`
    select settings, created_at, updated_at from app_settings
    where space_id = ${key.spaceId} and plugin_id in (select p.id from ${installed(key)})`);
  return row;
}

/** Answers nothing when the plugin is not installed. */
export async function upsertAppSetting(
  db: Db,
  key: SettingKey,
  settings: string,
): Promise<(AppSettingRow & { install_id: number }) | undefined> {
  const [row] = await db.query<AppSettingRow & { install_id: number }>(sql`
    with target as (
      select i.space_id, i.plugin_id, i.id as install_id from ${installed(key)} for key share of i),
    written as (
      insert into app_settings (space_id, plugin_id, settings)
      select space_id, plugin_id, ${settings} from target
      on conflict (space_id, plugin_id) do update
        set settings = excluded.settings, updated_at = now()
      returning plugin_id, settings, created_at, updated_at)
    select w.settings, w.created_at, w.updated_at, t.install_id
    from written w join target t on t.plugin_id = w.plugin_id`);
  return row;
}

/** What the space told the plugin beside its config. */
export async function deleteAppSettings(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`
    delete from app_settings s using installs i
    where i.id = ${installId} and s.space_id = i.space_id and s.plugin_id = i.plugin_id`);
}
