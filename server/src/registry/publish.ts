import { recordPluginUpdated } from '../events/lifecycle.ts';
import { announce } from '../lib/changes.ts';
import { type Db, isUniqueViolation } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import type { Manifest } from '../manifest/schema.ts';
import { deleteVanishedEndpoints } from './endpoint-queries.ts';
import { UNIQUE_SLUG, updateCurrentRelease } from './queries.ts';
import { takeOverEndpoints } from './release-endpoint-queries.ts';
import { resumeJobsOfMoved, storeEndpoints } from './release-endpoints.ts';

/** How a release comes to installs that was just published. The plugin must be locked. */
export type PublishRelease = (
  tx: Db,
  pluginId: number,
  release: { number: number; manifest: Manifest },
) => Promise<void>;

/**
 * Makes a release the current one of its plugin: every install is on it that has none of its own. The plugin must be locked, and the release
 * published.
 *
 * @throws Failure `already_exists` when another plugin has the slug.
 */
export async function publish(
  tx: Db,
  pluginId: number,
  release: { number: number; manifest: Manifest },
): Promise<void> {
  const { number, manifest } = release;
  await refuseTakenSlug(manifest.slug, updateCurrentRelease(tx, pluginId, manifest.slug, number));
  await takeOverEndpoints(tx, pluginId, manifest.events);
  await storeEndpoints(tx, pluginId, release);
  await deleteVanishedEndpoints(tx, pluginId);
  await resumeJobsOfMoved(tx, pluginId, number);
  await recordPluginUpdated(tx, pluginId, number);
  await announceMoved(tx, pluginId);
}

/** Tells all nodes that installs of a plugin are on another release, once it is committed. */
export async function announceMoved(tx: Db, pluginId: number): Promise<void> {
  await announce(tx, 'installs');
  await announce(tx, 'releases', pluginId);
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
