import type { Db } from '../lib/db.ts';
import { type HeardEndpointRow, selectHeardEndpoints, selectWaiting } from './health-queries.ts';
import type { InstallHealth } from './health-schema.ts';

/** How the plugin of an install answers, and what waits for it. */
export async function healthOfInstall(db: Db, installId: number): Promise<InstallHealth> {
  const endpoints = await selectHeardEndpoints(db, installId);
  return { endpoints: endpoints.map(heardView), ...(await selectWaiting(db, installId)) };
}

function heardView({ event_name, failing_since, disabled_at }: HeardEndpointRow) {
  const state = disabled_at !== null ? 'disabled' : failing_since !== null ? 'failing' : 'answers';
  const since = disabled_at ?? failing_since;
  return { event_name, state, since: since?.toISOString() ?? null } as const;
}
