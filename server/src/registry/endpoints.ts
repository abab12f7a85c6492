import { resumeParkedJobs } from '../jobs/resume.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { EVENT_NAME } from '../vocabulary/schema.ts';
import { disableEndpoint, type EndpointRow, enableEndpoint } from './endpoint-queries.ts';
import type { Endpoint } from './schema.ts';

/**
 * Lets an endpoint be called again, its failures forgotten, and queues the jobs that were parked meanwhile.
 *
 * @throws Failure `endpoint_not_found`.
 */
export async function resumeEndpoint(
  tx: Db,
  pluginId: number,
  eventName: string,
): Promise<EndpointRow> {
  const row = EVENT_NAME.test(eventName) && (await enableEndpoint(tx, pluginId, eventName));
  if (!row) throw noEndpoint();
  await resumeParkedJobs(tx, row.id);
  return row;
}

/**
 * Stops calling an endpoint; its jobs are parked from then on.
 *
 * @throws Failure `endpoint_not_found`.
 */
export async function stopEndpoint(
  tx: Db,
  pluginId: number,
  eventName: string,
  reason = 'Disabled by the host',
): Promise<EndpointRow> {
  const row =
    EVENT_NAME.test(eventName) && (await disableEndpoint(tx, pluginId, eventName, reason));
  if (!row) throw noEndpoint();
  return row;
}

const noEndpoint = (): Failure =>
  new Failure('endpoint_not_found', 'The plugin has no endpoint for this event');

/** An endpoint as it is shown. */
export function endpointView(row: EndpointRow): Endpoint {
  return {
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
