import { type Db, sql } from '../lib/db.ts';
import { CURRENT_RELEASE } from '../manifest/queries.ts';

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

/** In the order of their event names. */
export function selectEndpoints(db: Db, pluginId: number): Promise<EndpointRow[]> {
  return db.query(sql`
    select id, event_name, url, failing_since, failures, disabled_at, disabled_reason
    from endpoints where plugin_id = ${pluginId} order by event_name collate "C"`);
}

/** Endpoints that are disabled, by event name; nobody else can enable or disable them until the transaction ends. */
export async function lockDisabledEndpoints(
  tx: Db,
  pluginId: number,
): Promise<{ id: number; event_name: string; url: string }[]> {
  return tx.query(sql`
    select id, event_name, url from endpoints
    where plugin_id = ${pluginId} and disabled_at is not null order by id for no key update`);
}

/**
 * Makes the plugin's endpoints those of these subscriptions. A changed URL is a new start: its endpoint is enabled and its failures
 * forgotten.
 */
export async function upsertEndpoints(
  tx: Db,
  pluginId: number,
  subscriptions: readonly { name: string; url: string }[],
): Promise<void> {
  await tx.query(sql`
    insert into endpoints as e (plugin_id, event_name, url)
    select ${pluginId}, s.name, s.url
    from unnest(${subscriptions.map((one) => one.name)}::text[],
      ${subscriptions.map((one) => one.url)}::text[]) as s (name, url)
    order by s.name
    on conflict (plugin_id, event_name) do update set url = excluded.url, failing_since = null,
      failures = 0, warned_percent = 0, disabled_at = null, disabled_reason = null
    where e.url <> excluded.url`);
}

/** Installs of a plugin, and rows of their queue, that are looked at to see whether jobs wait for an endpoint: some 50 ms. */
export const MOST_LOOKED_AT = 10_000;

/**
 * Removes endpoints whose subscription is gone, except those that jobs still wait for. The queue has no index of all that waits for an endpoint, as
 * each job would have to be written into it: so what the plugin's installs have in it is looked at, and where that is too much nothing is
 * removed. Answers how many were.
 */
export async function deleteVanishedEndpoints(
  tx: Db,
  pluginId: number,
  names: string[],
  mostLookedAt: number = MOST_LOOKED_AT,
): Promise<number> {
  const rows = await tx.query(sql`
    with gone as materialized (
      select e.id from endpoints e where e.plugin_id = ${pluginId} and e.event_name <> all(${names})),
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

/** Plugins with endpoints whose subscription is gone, `limit` at most: any of them, so that those that keep theirs are in nobody's way. */
export function selectWithVanished(db: Db, limit: number): Promise<{ plugin_id: number }[]> {
  return db.query(sql`
    select p.id as plugin_id from plugins p join ${CURRENT_RELEASE}
    where exists (
      select from endpoints e where e.plugin_id = p.id and e.event_name <> all(r.events))
    order by random() limit ${limit}`);
}

/** The events that the published release of a plugin subscribes to, where others can change that no more; undefined for none. */
export async function lockSubscribed(tx: Db, pluginId: number): Promise<string[] | undefined> {
  await tx.query(sql`select 1 from plugins where id = ${pluginId} for no key update`);
  const [row] = await tx.query<{ events: string[] }>(sql`
    select r.events from plugins p join ${CURRENT_RELEASE} where p.id = ${pluginId}`);
  return row?.events;
}

/** A fresh start. Undefined when there is no such endpoint. */
export async function enableEndpoint(
  tx: Db,
  pluginId: number,
  eventName: string,
): Promise<EndpointRow | undefined> {
  const [row] = await tx.query<EndpointRow>(sql`
    update endpoints set failing_since = null, failures = 0, warned_percent = 0,
      disabled_at = null, disabled_reason = null
    where plugin_id = ${pluginId} and event_name = ${eventName}
    returning id, event_name, url, failing_since, failures, disabled_at, disabled_reason`);
  return row;
}

/** An endpoint that is disabled already stays so since when it was. Undefined when there is none. */
export async function disableEndpoint(
  tx: Db,
  pluginId: number,
  eventName: string,
  reason: string,
): Promise<EndpointRow | undefined> {
  const [row] = await tx.query<EndpointRow>(sql`
    update endpoints set disabled_at = coalesce(disabled_at, now()), disabled_reason = ${reason}
    where plugin_id = ${pluginId} and event_name = ${eventName}
    returning id, event_name, url, failing_since, failures, disabled_at, disabled_reason`);
  return row;
}
