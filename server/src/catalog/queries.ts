import type { InstallStatus } from '../install-status.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { CURRENT_RELEASE } from '../manifest/queries.ts';
import { type Stored, withManifest } from '../manifest/read.ts';
import type { Manifest } from '../manifest/schema.ts';
import type { Plugin } from '../registry/schema.ts';
import { inCategory, LISTED, SHOWN } from './listed.ts';

/** A plugin of the catalog, with its published manifest. */
export interface CatalogRow {
  id: number;
  slug: string;
  origin: Plugin['origin'];
  manifest: Manifest;
  /** Of the space that is asked about; null without one, and where it is not installed. */
  install_id: number | null;
  install_status: InstallStatus | null;
  /** Of an install that was uninstalled: until when it can be restored. */
  erase_after: Date | null;
  number: number;
  published_at: Date;
  /** By which it is sorted: 0 for the name that was searched, then what begins with it, has all words in it, and others. */
  rank: number;
  sort_name: string;
}

/** Where a page of the catalog goes on. */
export interface CatalogPlace {
  rank: number;
  sortName: string;
  id: number;
}

/** Which plugins of the catalog are asked for. */
export interface CatalogSearch {
  /** Searchable; each must occur. */
  words: string[];
  category: string | undefined;
  /** Where it is told whether they are installed. */
  spaceId: number | null;
}

const allIn = (text: Sql, words: string[]): Sql =>
  sql`not exists (select from unnest(${words}::text[]) w where strpos(${text}, w) = 0)`;

const rankOf = (words: string[]): Sql => {
  const phrase = words.join(' ');
  return sql`case when r.sort_name = ${phrase} then 0 when starts_with(r.sort_name, ${phrase}) then 1
    when ${allIn(sql`r.sort_name`, words)} then 2 else 3 end`;
};

const installedIn = (spaceId: number | null): Sql => sql`
  left join installs i on i.plugin_id = p.id and i.space_id = ${spaceId}
    and (i.status <> 'uninstalled' or i.erase_after > now())`;

const RELEASE_COLUMNS = sql`r.manifest, r.number, coalesce(r.published_at, r.created_at) as published_at`;

const INSTALL_COLUMNS = sql`i.id as install_id, i.status as install_status, i.erase_after`;

/**
 * A page, one more than `limit`: the best match first, then by name. Looks at the text of each listed plugin, and reads the manifests of the
 * page alone.
 */
export async function selectCatalogPage(
  db: Db,
  { words, category, spaceId }: CatalogSearch,
  after: CatalogPlace | undefined,
  limit: number,
): Promise<CatalogRow[]> {
  const rows = await db.query<Stored<CatalogRow>>(sql`
    with found as (
      select p.id, p.slug, p.origin, r.number, r.sort_name,
        ${words.length === 0 ? sql`0` : rankOf(words)} as rank
      from plugins p join ${CURRENT_RELEASE}
      where ${LISTED} ${words.length === 0 ? empty : sql`and ${allIn(sql`r.search_text`, words)}`}
        ${category === undefined ? empty : sql`and ${inCategory(category)}`})
    select p.id, p.slug, p.origin, ${RELEASE_COLUMNS}, ${INSTALL_COLUMNS}, p.rank, p.sort_name
    from (select * from found ${
      after === undefined
        ? empty
        : sql`
        where (rank, sort_name collate "C", id) > (${after.rank}::integer, ${after.sortName} collate "C", ${after.id}::bigint)`
    }
      order by rank, sort_name collate "C", id limit ${limit + 1}) p
    join releases r on r.plugin_id = p.id and r.number = p.number
    ${installedIn(spaceId)}
    order by p.rank, p.sort_name collate "C", p.id`);
  return rows.map(withManifest);
}

/** One by its slug, also one that is not listed, and whatever is installed in the space that is asked about. */
export async function selectCatalogEntry(
  db: Db,
  slug: string,
  spaceId: number | null,
): Promise<CatalogRow | undefined> {
  const [row] = await db.query<Stored<CatalogRow>>(sql`
    select p.id, p.slug, p.origin, ${RELEASE_COLUMNS}, ${INSTALL_COLUMNS}, 0 as rank, r.sort_name
    from plugins p join ${CURRENT_RELEASE} ${installedIn(spaceId)}
    where p.slug = ${slug} and (${SHOWN} or (i.id is not null and (p.deleted_at is null or i.status <> 'uninstalled')))`);
  return row && withManifest(row);
}

/** A category, and how many plugins of the catalog are of it. */
export interface CategoryRow {
  name: string;
  plugins: number;
}

/** The categories of what the catalog lists, by name, one more than `limit`. */
export async function selectCategories(
  db: Db,
  after: string | undefined,
  limit: number,
): Promise<CategoryRow[]> {
  return db.query(sql`
    select c.name collate "C" as name, count(*)::integer as plugins
    from plugins p join ${CURRENT_RELEASE} cross join unnest(r.categories) as c (name)
    where ${LISTED} ${after === undefined ? empty : sql`and c.name collate "C" > ${after}`}
    group by 1 order by 1 limit ${limit + 1}`);
}

/** The words of the host for what plugins ask: of scopes and of event types, by name. */
export async function selectDescriptions(
  db: Db,
  scopes: string[],
  events: string[],
): Promise<{ kind: 'scope' | 'event'; name: string; description: string }[]> {
  return db.query(sql`
    select 'scope' as kind, name, description from scopes where name = any(${scopes})
    union all select 'event', name, description from event_types where name = any(${events})`);
}
