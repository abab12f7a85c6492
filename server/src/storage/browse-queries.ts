import { type Db, sql } from '../lib/db.ts';
import { develops } from '../reach.ts';
import { INSTALL_ITEMS, type ItemTable, LIVE, PLUGIN_ITEMS } from './item-table.ts';

/** An item as its plugin's developer looks at it. */
export interface BrowsedItem {
  key: string;
  /** JSON text, byte for byte as it was given. */
  value: string;
  version: number;
  expires_at: Date | null;
  updated_at: Date;
}

/** Which items: those whose keys begin so, after the given one, `limit` at most. */
export interface ItemStretch {
  prefix: string;
  after: string;
  limit: number;
}

/** What a plugin keeps for itself, in the order of the keys. */
export const browsePluginItems = (
  db: Db,
  pluginId: number,
  stretch: ItemStretch,
): Promise<BrowsedItem[]> => browse(db, PLUGIN_ITEMS, pluginId, stretch);

/** The same of one of its installs. Whose that is, is for the caller of this to ask. */
export const browseInstallItems = (
  db: Db,
  installId: number,
  stretch: ItemStretch,
): Promise<BrowsedItem[]> => browse(db, INSTALL_ITEMS, installId, stretch);

// The last character there is ends what begins alike, so that the index is read no further.
const browse = (
  db: Db,
  table: ItemTable,
  id: number,
  { prefix, after, limit }: ItemStretch,
): Promise<BrowsedItem[]> =>
  db.query(sql`
    select t.key, t.value, t.version, t.expires_at, t.updated_at from ${table.items} t
    where t.${table.holder} = ${id} and ${LIVE} and t.key > ${after} and t.key >= ${prefix}
      and t.key < ${prefix}::text || chr(1114111) and starts_with(t.key, ${prefix})
    order by t.key limit ${limit}`);

/** Whether an install of a plugin is a development install of this person, who still develops it. */
export async function isOwnDevelopmentInstall(
  db: Db,
  { userId, pluginId, installId }: { userId: number; pluginId: number; installId: number },
): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from installs i join space_members m on m.space_id = i.space_id and m.user_id = ${userId}
    where i.id = ${installId} and i.plugin_id = ${pluginId} and i.development
      and ${develops(sql`${userId}::bigint`, sql`i.plugin_id`)}`);
  return rows.length > 0;
}
