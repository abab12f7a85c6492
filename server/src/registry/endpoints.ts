import { resumeParkedJobs } from '../jobs/resume.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { EVENT_NAME } from '../vocabulary/schema.ts';
import { disableEndpoints, type EndpointRow, enableEndpoints } from './endpoint-queries.ts';
import type { Endpoint } from './schema.ts';

/**
 * Lets the endpoints for an event be called again, their failures forgotten, and queues the jobs that were parked meanwhile. Answers the newest.
 *
 * @throws Failure `endpoint_not_found`.
 */
export async function resumeEndpoints(
  tx: Db,
  pluginId: number,
  eventName: string,
): Promise<EndpointRow> {
  const rows = EVENT_NAME.test(eventName) ? await enableEndpoints(tx, pluginId, eventName) : [];
  for (const { id } of rows) await resumeParkedJobs(tx, id);
  return newestOf(rows);
}

/**
 * Stops calling the endpoints for an event; their jobs are parked from then on. Answers the newest.
 *
 * @throws Failure `endpoint_not_found`.
 */
export async function stopEndpoints(
  tx: Db,
  pluginId: number,
  eventName: string,
  reason = 'Disabled by the host',
): Promise<EndpointRow> {
  const rows = EVENT_NAME.test(eventName)
    ? await disableEndpoints(tx, pluginId, eventName, reason)
    : [];
  return newestOf(rows);
}

function newestOf([row]: EndpointRow[]): EndpointRow {
  if (row === undefined) {
    throw new Failure('endpoint_not_found', 'The plugin has no endpoint for this event');
  }
  return row;
}

/** An endpoint as it is shown. */
export function endpointView(row: EndpointRow): Endpoint {
  return {
    id: row.id,
    event_name: row.event_name,
    url: row.url,
    status: statusOf(row),
    failing_since: row.failing_since?.toISOString() ?? null,
    failures: row.failures,
    disabled_at: row.disabled_at?.toISOString() ?? null,
    disabled_reason: row.disabled_reason,
  };
}

function statusOf({ disabled_at, failing_since }: EndpointRow): Endpoint['status'] {
  if (disabled_at !== null) return 'disabled';
  return failing_since === null ? 'healthy' : 'failing';
}
