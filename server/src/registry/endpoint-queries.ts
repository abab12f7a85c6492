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

/** Removes endpoints whose subscription is gone, except those that jobs still wait for. */
export async function deleteVanishedEndpoints(
  tx: Db,
  pluginId: number,
  names: string[],
): Promise<void> {
  await tx.query(sql`
    delete from endpoints e
    where e.plugin_id = ${pluginId} and e.event_name <> all(${names})
      and not exists (select from job_queue q where q.endpoint_id = e.id)`);
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
