import { type Caller, readerOf } from '../auth/principals.ts';
import { inCategory, LISTED } from '../catalog/listed.ts';
import { DEVELOPED_NUMBER, NOT_SUSPENDED, RUNNING_RELEASE } from '../install-status.ts';
import type { StoredConfig } from '../installs/sealed-config.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { CURRENT_RELEASE, WORKING_NUMBER } from '../manifest/queries.ts';
import { type Stored, withManifest } from '../manifest/read.ts';
import { collaborates, mayKnowOf } from '../reach.ts';
import type { AppKey } from './app-key.ts';
import type { Stretch } from './numbered-pages.ts';
import type { AppRow } from './plugin-object.ts';

/** A space, and what a user is in it: null for somebody who is no member. */
export async function selectAccess(
  db: Db,
  spaceId: number,
  userId: number | null,
): Promise<{ name: string; plan_level: number | null; role: string | null } | undefined> {
  const [row] = await db.query<{ name: string; plan_level: number | null; role: string | null }>(
    sql`
      select s.name, s.plan_level, m.role
      from spaces s left join space_members m on m.space_id = s.id and m.user_id = ${userId}
      where s.id = ${spaceId}`,
  );
  return row;
}

const COLUMNS = sql`p.id, p.slug, p.client_id, p.status, o.friendly_name as owner_name,
  p.origin, p.updated_at, p.suspended_at, p.suspended_reason, r.manifest`;

/** Joins who has owned a plugin longest, by whom Storyblok's clients know whose it is. */
export const FIRST_OWNER = sql`left join lateral (
  select ou.friendly_name from collaborators oc join users ou on ou.id = oc.user_id
  where oc.plugin_id = p.id and oc.role = 'owner' order by oc.since, oc.user_id limit 1) o on true`;

/** Plugins with the release that a caller sees: the published one. Where there is none, its collaborators and the plugin itself see the draft. */
function pluginsFor(caller: Caller): Sql {
  const unpublished = unpublishedFor(caller);
  return sql`plugins p
    join releases r on r.plugin_id = p.id and r.number = coalesce(p.current_release, ${unpublished})
    ${FIRST_OWNER}`;
}

function unpublishedFor(caller: Caller): Sql {
  if (caller.kind === 'plugin') return DEVELOPED_NUMBER;
  if (caller.kind === 'host') return sql`null::integer`;
  return sql`case when ${collaborates(sql`${caller.userId}::bigint`, sql`p.id`)} then ${WORKING_NUMBER} end`;
}

const named = ({ id, slug }: AppKey): Sql =>
  id === null ? sql`p.slug = ${slug}` : sql`p.id = ${id}`;

/** What a caller may know of. */
const visibleTo = (caller: Caller): Sql =>
  caller.kind === 'plugin' ? sql`p.id = ${caller.pluginId}` : mayKnowOf(readerOf(caller));

/** One plugin, if the caller may know of it. (Who owns it, if the key says so, is for the caller of this to compare.) */
export async function selectApp(db: Db, caller: Caller, key: AppKey): Promise<AppRow | undefined> {
  const [row] = await db.query<Stored<AppRow>>(sql`
    select ${COLUMNS} from ${pluginsFor(caller)} where ${named(key)} and ${visibleTo(caller)}`);
  return row && withManifest(row);
}

/** Which plugins of the catalog are asked for. */
export interface CatalogFilter {
  category?: string;
  type?: 'sidebar' | 'toolbar' | 'field_type';
  /** Those that a space of this plan can install; undefined for all. */
  planLevel?: number | null;
}

const PUBLISHED = sql`plugins p join ${CURRENT_RELEASE} ${FIRST_OWNER}`;

const TYPES = {
  sidebar: sql`and jsonb_typeof(r.manifest::jsonb #> '{placements,sidebar}') = 'object'`,
  toolbar: sql`and r.manifest::jsonb @> '{"placements": {"toolbar": true}}'`,
  field_type: sql`and jsonb_array_length(r.manifest::jsonb -> 'field_type_ids') > 0`,
};

function listed(caller: Caller, { category, type, planLevel }: CatalogFilter): Sql {
  const base =
    caller.kind === 'plugin' ? sql`p.id = ${caller.pluginId} and ${NOT_SUSPENDED}` : LISTED;
  const ofCategory = category === undefined ? empty : sql`and ${inCategory(category)}`;
  const inPlan =
    planLevel === undefined
      ? empty
      : sql`and coalesce((r.manifest::jsonb ->> 'plan_level')::integer <= coalesce(${planLevel}::integer, -1), true)`;
  return sql`${base} ${ofCategory} ${type === undefined ? empty : TYPES[type]} ${inPlan}`;
}

/** In the order of their names. */
export async function selectCatalog(
  db: Db,
  caller: Caller,
  filter: CatalogFilter,
  { limit, offset }: Stretch,
): Promise<{ rows: AppRow[]; total: number }> {
  const which = listed(caller, filter);
  const plugins = caller.kind === 'plugin' ? pluginsFor(caller) : PUBLISHED;
  const [rows, total] = await Promise.all([
    db.query<Stored<AppRow>>(sql`
      select ${COLUMNS} from ${plugins} where ${which}
      order by lower(r.manifest::jsonb ->> 'name'), p.id limit ${limit} offset ${offset}`),
    count(db, sql`${plugins} where ${which}`),
  ]);
  return { rows: rows.map(withManifest), total };
}

/**
 * How many rows there are.
 *
 * @param from what follows `from`, its conditions included.
 */
export async function count(db: Db, from: Sql): Promise<number> {
  const [row] = await db.query<{ total: number }>(sql`select count(*) as total from ${from}`);
  return row?.total ?? 0;
}

/** An install as it is shown in a space, with its plugin. */
export interface ProvisionRow extends AppRow, StoredConfig {
  install_id: number;
  generation: number;
  public_config: string | null;
  /** Of the plugin: its tokens may lie in browsers. */
  is_public_client: boolean;
  /** The asking user lets the plugin act for them here. */
  granted: boolean;
}

// What has no release to run is not there.
const PROVISIONS = sql`plugins p join installs i on i.plugin_id = p.id
  join ${RUNNING_RELEASE}
  ${FIRST_OWNER}`;

/** Whose installs are looked at. */
export interface ProvisionFilter {
  spaceId: number;
  /** The only plugin that the caller knows of; null for all. */
  onlyPlugin: number | null;
  /** Who asks; null for the host. */
  userId: number | null;
}

const within = ({ spaceId, onlyPlugin }: ProvisionFilter): Sql => sql`
  i.space_id = ${spaceId} and i.status <> 'uninstalled'
  and (${onlyPlugin}::bigint is null or i.plugin_id = ${onlyPlugin})`;

const provisions = (scope: ProvisionFilter): Sql => sql`
  select ${COLUMNS}, i.id as install_id, i.generation, i.config, i.sealed_config, i.public_config,
    p.is_public_client,
    exists (select from grants g where g.plugin_id = p.id and g.space_id = i.space_id
      and g.user_id = ${scope.userId} and g.revoked_at is null) as granted
  from ${PROVISIONS} where ${within(scope)}`;

/** Undefined when the plugin is not installed there, or is none that the caller may look at. */
export async function selectProvision(
  db: Db,
  scope: ProvisionFilter,
  key: AppKey,
): Promise<ProvisionRow | undefined> {
  const [row] = await db.query<Stored<ProvisionRow>>(sql`${provisions(scope)} and ${named(key)}`);
  return row && withManifest(row);
}

/** In the order in which they were installed. */
export async function selectProvisions(
  db: Db,
  scope: ProvisionFilter,
  { limit, offset }: Stretch,
): Promise<{ rows: ProvisionRow[]; total: number }> {
  const [rows, total] = await Promise.all([
    db.query<Stored<ProvisionRow>>(
      sql`${provisions(scope)} order by i.id limit ${limit} offset ${offset}`,
    ),
    count(db, sql`${PROVISIONS} where ${within(scope)}`),
  ]);
  return { rows: rows.map(withManifest), total };
}
