import { recordPluginUpdated } from '../events/lifecycle.ts';
import { resumeParkedJobs } from '../jobs/resume.ts';
import { announce } from '../lib/changes.ts';
import { type Db, isUniqueViolation } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import type { Manifest } from '../manifest/schema.ts';
import {
  deleteVanishedEndpoints,
  lockDisabledEndpoints,
  upsertEndpoints,
} from './endpoint-queries.ts';
import { UNIQUE_SLUG, updateCurrentRelease } from './queries.ts';

/**
 * Puts every install of a plugin on a release. The plugin must be locked, and the release published.
 *
 * @throws Failure `already_exists` when another plugin has the slug.
 */
export async function publish(
  tx: Db,
  pluginId: number,
  { number, manifest }: { number: number; manifest: Manifest },
): Promise<void> {
  await refuseTakenSlug(manifest.slug, updateCurrentRelease(tx, pluginId, manifest.slug, number));
  await replaceEndpoints(tx, pluginId, manifest);
  await recordPluginUpdated(tx, pluginId, number);
  await announce(tx, 'installs');
  await announce(tx, 'releases', pluginId);
}

/** Makes the plugin's endpoints those of its manifest; jobs that waited for a worker that has moved go to where it is now. */
export async function replaceEndpoints(
  tx: Db,
  pluginId: number,
  { events }: Manifest,
): Promise<void> {
  const disabled = await lockDisabledEndpoints(tx, pluginId);
  await upsertEndpoints(tx, pluginId, events);
  await deleteVanishedEndpoints(
    tx,
    pluginId,
    events.map(({ name }) => name),
  );
  const moved = disabled.filter((endpoint) =>
    events.some(({ name, url }) => name === endpoint.event_name && url !== endpoint.url),
  );
  for (const endpoint of moved) await resumeParkedJobs(tx, endpoint.id);
}

/** Waits for a write of a plugin's slug. @throws Failure `already_exists` when another plugin has it. */
export async function refuseTakenSlug(slug: string, write: Promise<void>): Promise<void> {
  try {
    await write;
  } catch (error) {
    throw isUniqueViolation(error, UNIQUE_SLUG) ? slugTaken(slug) : error;
  }
}

/** What a second plugin of that slug is told. */
export function slugTaken(slug: string): Failure {
  return new Failure('already_exists', `Another plugin has the slug "${slug}"`, {
    violations: [{ pointer: '/slug', message: 'is taken' }],
  });
}
