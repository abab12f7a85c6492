import { type InstallStatus, PUBLISHED_NUMBER } from '../install-status.ts';
import { type Db, empty, sql } from '../lib/db.ts';
import { IS_REACHED, PLACE } from './cohort-queries.ts';

const COULD_COME = sql`${IS_REACHED} and i.status <> 'uninstalled'`;

/** How many installs of a plugin there are in one of the hundred places that per cents count. */
export interface CohortPlaceRow {
  /** From 0 to 99. */
  place: number;
  installs: number;
  on_release: number;
  /** Are on an older one. */
  to_come: number;
}

/** Counts the installs of a plugin by their places: reads all of them. */
export function countByPlace(db: Db, pluginId: number, release: number): Promise<CohortPlaceRow[]> {
  return db.query(sql`
    select ${PLACE} as place, count(*) as installs,
      count(*) filter (where ${PUBLISHED_NUMBER} = ${release}) as on_release,
      count(*) filter (where ${PUBLISHED_NUMBER} < ${release}) as to_come
    from installs i join plugins p on p.id = i.plugin_id
    where i.plugin_id = ${pluginId} and ${COULD_COME} group by 1 order by 1`);
}

/** An install of a plugin, as its developer sees it. */
export interface PluginInstallRow {
  install_id: number;
  space_name: string;
  status: InstallStatus;
  release: number | null;
}

/** Installs that a release of the plugin could come to, in the order of their ids, those after the given one, one more than `limit`. */
export function selectPluginInstalls(
  db: Db,
  pluginId: number,
  search: string | undefined,
  { after, limit }: { after: number; limit: number },
): Promise<PluginInstallRow[]> {
  const isSought =
    search === undefined
      ? empty
      : sql`and (i.id::text = ${search} or strpos(lower(s.name), lower(${search}::text)) > 0)`;
  return db.query(sql`
    select i.id as install_id, s.name as space_name, i.status, ${PUBLISHED_NUMBER} as release
    from installs i join plugins p on p.id = i.plugin_id join spaces s on s.id = i.space_id
    where i.plugin_id = ${pluginId} and ${COULD_COME} and i.id > ${after} ${isSought}
    order by i.id limit ${limit + 1}`);
}
