import { resumeParkedJobs } from '../jobs/resume.ts';
import type { Db } from '../lib/db.ts';
import type { Manifest } from '../manifest/schema.ts';
import {
  insertMissingEndpoints,
  linkEndpoints,
  selectAwaitedEndpoints,
} from './release-endpoint-queries.ts';

/** A release with what it hears. */
export interface HearingRelease {
  number: number;
  manifest: Pick<Manifest, 'events'>;
}

/** Gives a release its endpoints: those that its plugin has at the same addresses, with how they are doing, else new ones. The plugin must be locked. */
export async function storeEndpoints(
  tx: Db,
  pluginId: number,
  { number, manifest: { events } }: HearingRelease,
): Promise<void> {
  if (events.length === 0) return;
  await insertMissingEndpoints(tx, pluginId, events);
  await linkEndpoints(tx, pluginId, number, events);
}

/** Queues jobs of installs that came to a release, and that were parked since a worker was disabled that is called for them no more. */
export async function resumeJobsOfMoved(tx: Db, pluginId: number, release: number): Promise<void> {
  for (const { id } of await selectAwaitedEndpoints(tx, pluginId, release))
    await resumeParkedJobs(tx, id);
}
