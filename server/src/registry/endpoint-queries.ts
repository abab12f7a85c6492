import { type Db, sql } from '../lib/db.ts';

/** A plugin's worker for one event. It is failing while `failing_since` is set, and disabled while `disabled_at` is. */
export interface EndpointRow {
  id: number;
  event_name: string;
  url: string;
  failing_since: Date | null;
  /** Failed attempts since it last answered. */
  failures: number;
  disabled_at: Date | null;
  /** `gone`, `failing`, or what the host said. */
  disabled_reason: string | null;
}

/** In the order of their event names; of two for one event the older one first. */
export function selectEndpoints(db: Db, pluginId: number): Promise<EndpointRow[]> {
  return db.query(sql`
    select id, event_name, url, failing_since, failures, disabled_at, disabled_reason
    from endpoints where plugin_id = ${pluginId} order by event_name collate "C", id`);
}

/**
 * Whether an endpoint is one of a release that somebody is on, or may be soon: current, published since, run by an install, a draft, or what
 * is in review. For a statement that knows it as `endpoints e`.
 */
export const IS_IN_USE = sql`exists (select from release_endpoints re
  join releases r on r.plugin_id = re.plugin_id and r.number = re.release
  join plugins p on p.id = re.plugin_id
  where re.endpoint_id = e.id and (r.number >= p.current_release and r.state = 'published' or r.state in ('draft', 'in_review')
    or exists (select from installs i where i.plugin_id = r.plugin_id and i.release = r.number)))`;

/** Installs of a plugin, and rows of their queue, that are looked at to see whether jobs wait for an endpoint: some 50 ms. */
export const MOST_LOOKED_AT = 10_000;

/**
 * Removes endpoints that no release uses any more ({@link IS_IN_USE}), except those that jobs still wait for. The queue has no index of all that waits for an endpoint, as
 * each job would have to be written into it: so what the plugin's installs have in it is looked at, and where that is too much nothing is
 * removed. Answers how many were.
 */
export async function deleteVanishedEndpoints(
  tx: Db,
  pluginId: number,
  mostLookedAt: number = MOST_LOOKED_AT,
): Promise<number> {
  const rows = await tx.query(sql`
    with gone as materialized (
      select e.id from endpoints e where e.plugin_id = ${pluginId} and not ${IS_IN_USE}),
    place as materialized (
      select i.id from installs i where i.plugin_id = ${pluginId} and exists (select from gone) limit ${mostLookedAt}),
    waiting as materialized (
      select n.endpoint_id from place cross join lateral (
        select q.endpoint_id from job_queue q where q.install_id = place.id limit ${mostLookedAt}) n
      limit ${mostLookedAt})
    delete from endpoints e using gone
    where e.id = gone.id and (select count(*) from place) < ${mostLookedAt} and (select count(*) from waiting) < ${mostLookedAt}
      and not exists (select from waiting w where w.endpoint_id = gone.id)
    returning 1 as one`);
  return rows.length;
}

/** Plugins with endpoints that nobody uses, `limit` at most: any of them, so that those that keep theirs are in nobody's way. */
export function selectWithVanished(db: Db, limit: number): Promise<{ plugin_id: number }[]> {
  return db.query(sql`
    select o.id as plugin_id from plugins o
    where exists (select from endpoints e where e.plugin_id = o.id and not ${IS_IN_USE})
    order by random() limit ${limit}`);
}

/** Where a plugin is called for an event, the oldest first. */
export async function selectEndpointUrls(
  db: Db,
  pluginId: number,
  eventName: string,
): Promise<string[]> {
  const rows = await db.query<{ url: string }>(sql`
    select url from endpoints where plugin_id = ${pluginId} and event_name = ${eventName} order by id`);
  return rows.map(({ url }) => url);
}

/** One of a plugin's endpoints. */
export interface EndpointKey {
  plugin_id: number;
  event_name: string;
  url: string;
}

/** A fresh start; undefined where there is none of the key. */
export async function enableEndpoint(
  tx: Db,
  { plugin_id, event_name, url }: EndpointKey,
): Promise<EndpointRow | undefined> {
  const [row] = await tx.query<EndpointRow>(sql`
    update endpoints set failing_since = null, failures = 0, warned_percent = 0,
      disabled_at = null, disabled_reason = null
    where plugin_id = ${plugin_id} and event_name = ${event_name} and url = ${url}
    returning id, event_name, url, failing_since, failures, disabled_at, disabled_reason`);
  return row;
}

/** The same for stopping it. One that is disabled already stays so since when it was. */
export async function disableEndpoint(
  tx: Db,
  { plugin_id, event_name, url }: EndpointKey,
  reason: string,
): Promise<EndpointRow | undefined> {
  const [row] = await tx.query<EndpointRow>(sql`
    update endpoints set disabled_at = coalesce(disabled_at, now()), disabled_reason = ${reason}
    where plugin_id = ${plugin_id} and event_name = ${event_name} and url = ${url}
    returning id, event_name, url, failing_since, failures, disabled_at, disabled_reason`);
  return row;
}
