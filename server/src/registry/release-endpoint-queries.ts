import { type Db, type Sql, sql } from '../lib/db.ts';
import type { Subscription } from '../manifest/schema.ts';
import { IS_IN_USE } from './endpoint-queries.ts';

type Heard = Pick<Subscription, 'name' | 'url'>;

const subscriptionsOf = (all: readonly Heard[]): Sql => sql`
  unnest(${all.map(({ name }) => name)}::text[], ${all.map(({ url }) => url)}::text[]) as s (name, url)`;

/** Makes the endpoints of these subscriptions that a plugin does not have. It must be locked. */
export async function insertMissingEndpoints(
  tx: Db,
  pluginId: number,
  subscriptions: readonly Heard[],
): Promise<void> {
  await tx.query(sql`
    insert into endpoints (plugin_id, event_name, url)
    select ${pluginId}, s.name, s.url from ${subscriptionsOf(subscriptions)}
    where not exists (select from endpoints e
      where e.plugin_id = ${pluginId} and e.event_name = s.name and e.url = s.url)
    order by s.name`);
}

/** Says of a release which endpoints it has for these subscriptions; they are all there. */
export async function linkEndpoints(
  tx: Db,
  pluginId: number,
  release: number,
  subscriptions: readonly Heard[],
): Promise<void> {
  await tx.query(sql`
    insert into release_endpoints (plugin_id, release, event_name, endpoint_id)
    select e.plugin_id, ${release}, e.event_name, e.id from ${subscriptionsOf(subscriptions)}
    join endpoints e on e.plugin_id = ${pluginId} and e.event_name = s.name and e.url = s.url
    on conflict do nothing`);
}

// Only drafts have named it, so that nothing was ever sent there: nothing waits for it. It is `named`, and may be missing.
const IS_NEW = sql`not exists (select from release_endpoints re
  join releases r on r.plugin_id = re.plugin_id and r.number = re.release
  where re.endpoint_id = named.id and re.release <> o.current_release and r.state = 'published')`;

/**
 * Has endpoints that nobody uses any more go where the current release of the plugin is called for their events, and be its own: with all
 * that waits for them, however much, as none of it has to be written. One that was there for that address, made for a draft, takes their
 * place. The plugin must be locked.
 */
export async function takeOverEndpoints(
  tx: Db,
  pluginId: number,
  subscriptions: readonly Heard[],
): Promise<void> {
  await tx.query(sql`
    with moved as materialized (
      select distinct on (s.name) e.id, e.url, e.failing_since, e.failures, e.warned_percent, e.disabled_at, e.disabled_reason,
        s.url as next_url, named.id as named_id, named.failing_since as named_failing_since,
        coalesce(named.failures, 0) as named_failures, coalesce(named.warned_percent, 0) as named_warned_percent,
        named.disabled_at as named_disabled_at, named.disabled_reason as named_disabled_reason
      from plugins o cross join ${subscriptionsOf(subscriptions)}
      join endpoints e on e.plugin_id = o.id and e.event_name = s.name and e.url <> s.url and not ${IS_IN_USE}
      left join endpoints named on named.plugin_id = o.id and named.event_name = s.name and named.url = s.url
      where o.id = ${pluginId} and ${IS_NEW}
      order by s.name, e.id),
    forgotten as (
      delete from release_endpoints re using moved m where re.endpoint_id = m.id),
    linked as (
      update release_endpoints re set endpoint_id = m.id from moved m where re.endpoint_id = m.named_id)
    update endpoints e set url = n.url, failing_since = n.failing_since, failures = n.failures,
      warned_percent = n.warned_percent, disabled_at = n.disabled_at, disabled_reason = n.disabled_reason
    from (
      select id, next_url, named_failing_since, named_failures, named_warned_percent, named_disabled_at, named_disabled_reason from moved
      union all
      select named_id, url, failing_since, failures, warned_percent, disabled_at, disabled_reason from moved
    ) as n (id, url, failing_since, failures, warned_percent, disabled_at, disabled_reason)
    where e.id = n.id`);
}

/** The endpoints of a release that are called while jobs are parked for one of their event. One such job is looked for, however many there are. */
export function selectAwaitedEndpoints(
  tx: Db,
  pluginId: number,
  release: number,
): Promise<{ id: number }[]> {
  return tx.query(sql`
    select e.id from release_endpoints re join endpoints e on e.id = re.endpoint_id and e.disabled_at is null
    where re.plugin_id = ${pluginId} and re.release = ${release} and (
      select true from jobs j
      where j.parked_reason = 'endpoint_disabled' and j.plugin_id = re.plugin_id and j.name = re.event_name limit 1)
    order by e.id`);
}
