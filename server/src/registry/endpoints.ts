import { resumeParkedJobs } from '../jobs/resume.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { EVENT_NAME } from '../vocabulary/schema.ts';
import {
  disableEndpoint,
  type EndpointKey,
  type EndpointRow,
  enableEndpoint,
  selectEndpointUrls,
} from './endpoint-queries.ts';
import type { Endpoint } from './schema.ts';

/** An endpoint as it is named: without its URL the only one that the plugin has for the event. */
export type EndpointName = Omit<EndpointKey, 'url'> & { url?: string | undefined };

/**
 * Lets an endpoint be called again, its failures forgotten, and queues the jobs that were parked meanwhile.
 *
 * @throws Failure `endpoint_not_found`; `invalid` where several have the name.
 */
export async function resumeEndpoint(tx: Db, name: EndpointName): Promise<EndpointRow> {
  const row = await enableEndpoint(tx, await keyOf(tx, name));
  if (row === undefined) throw noSuchEndpoint();
  await resumeParkedJobs(tx, row.id);
  return row;
}

/**
 * Stops calling an endpoint; its jobs are parked from then on.
 *
 * @throws Failure as {@link resumeEndpoint}.
 */
export async function stopEndpoint(
  tx: Db,
  name: EndpointName,
  reason = 'Disabled by the host',
): Promise<EndpointRow> {
  const row = await disableEndpoint(tx, await keyOf(tx, name), reason);
  if (row === undefined) throw noSuchEndpoint();
  return row;
}

async function keyOf(tx: Db, { plugin_id, event_name, url }: EndpointName): Promise<EndpointKey> {
  const urls = EVENT_NAME.test(event_name)
    ? await selectEndpointUrls(tx, plugin_id, event_name)
    : [];
  const [only, ...others] = url === undefined ? urls : urls.filter((known) => known === url);
  if (only === undefined) throw noSuchEndpoint();
  if (others.length > 0) {
    throw invalid(
      '/url',
      `The plugin has ${urls.length} endpoints for this event; say which: ${urls.join(', ')}`,
    );
  }
  return { plugin_id, event_name, url: only };
}

const noSuchEndpoint = (): Failure =>
  new Failure('endpoint_not_found', 'The plugin has no such endpoint for this event');

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
