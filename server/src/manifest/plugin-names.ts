import { type Db, type Sql, sql } from '../lib/db.ts';
import { KNOWN_RELEASE } from './queries.ts';

/** What people know a plugin by. */
export interface PluginName {
  id: number;
  slug: string;
  name: string;
  /** The address of its icon. */
  icon: string | null;
}

/**
 * Those of the plugins whose ids a condition names, as the columns of {@link PluginName}: for a statement that shows many rows of few
 * plugins, since each name is read out of a manifest. The condition knows `plugins p`.
 */
export const pluginNames = (which: Sql): Sql => sql`
  select p.id, p.slug, coalesce(r.manifest::json ->> 'name', p.slug) as name, r.manifest::json ->> 'icon' as icon
  from plugins p left join ${KNOWN_RELEASE} where ${which}`;

/** The names of these plugins, by their ids; one that is gone has none. */
export async function selectPluginNames(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, PluginName>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<PluginName>(pluginNames(sql`p.id = any(${[...new Set(ids)]})`));
  return new Map(rows.map((row) => [row.id, row]));
}
