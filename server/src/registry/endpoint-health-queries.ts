import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';

/** How many of one batch of attempts failed at an endpoint. */
export interface EndpointFailures {
  endpoint_id: number;
  failures: number;
}

const counts = recordset<EndpointFailures>('c', { endpoint_id: 'bigint', failures: 'integer' });

/** An endpoint that has not answered since its first failure, `failing_hours` ago. */
export interface FailingEndpoint {
  id: number;
  plugin_id: number;
  event_name: string;
  url: string;
  failures: number;
  failing_hours: number;
  /** Of the time until it is disabled: the highest at which its developer was told. */
  warned_percent: number;
}

/** Endpoints that answered are healthy again; those that are already cost no write. */
export async function clearEndpointFailures(tx: Db, endpointIds: number[]): Promise<void> {
  await tx.query(sql`
    update endpoints set failing_since = null, failures = 0, warned_percent = 0
    where id = any(${endpointIds}) and failing_since is not null and disabled_at is null`);
}

/** Answers the endpoints, but for those that are disabled. */
export function addEndpointFailures(
  tx: Db,
  failures: EndpointFailures[],
): Promise<FailingEndpoint[]> {
  return tx.query(sql`
    update endpoints e set failures = e.failures + c.failures,
      failing_since = coalesce(e.failing_since, now())
    from ${counts.of(failures)}
    where e.id = c.endpoint_id and e.disabled_at is null
    returning e.id, e.plugin_id, e.event_name, e.url, e.failures, e.warned_percent,
      extract(epoch from now() - e.failing_since)::double precision / 3600 as failing_hours`);
}

/** Remembers what the developer was told, so that nobody is told twice. */
export async function markWarned(tx: Db, endpointId: number, percent: number): Promise<void> {
  await tx.query(sql`update endpoints set warned_percent = ${percent} where id = ${endpointId}`);
}

/** False when it is disabled already. `reason` is `gone` (it said 410) or `failing`. */
export async function disableFailingEndpoint(
  tx: Db,
  endpointId: number,
  reason: string,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update endpoints set disabled_at = now(), disabled_reason = ${reason}
    where id = ${endpointId} and disabled_at is null returning 1`);
  return rows.length > 0;
}
