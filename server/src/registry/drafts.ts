import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import {
  deleteDraft,
  insertRelease,
  nextReleaseNumber,
  type ReleaseRow,
  selectWorkingRelease,
} from '../manifest/queries.ts';
import type { Manifest } from '../manifest/schema.ts';
import { sealSecrets } from '../manifest/step-secrets.ts';
import { checkManifest } from './check-manifest.ts';
import { deleteVanishedEndpoints } from './endpoint-queries.ts';
import { findPlugin } from './find-plugin.ts';
import { refuseTakenSlug, slugTaken } from './publish.ts';
import { isSlugTaken, updateSlug } from './queries.ts';
import type { ReleaseDeps } from './release-deps.ts';
import { storeEndpoints } from './release-endpoints.ts';
import { changedFields, isSameManifest } from './same-manifest.ts';

/**
 * Writes what a developer works on, in place of the draft there was; a release in review stays as it was submitted. A draft that says
 * what is there already is not written. The plugin must be locked.
 *
 * @param body the manifest, still unchecked.
 * @returns the number of the draft; undefined where it is not written.
 * @throws Failure `invalid`; `already_exists` when the slug is another plugin's.
 */
export async function writeDraft(
  tx: Db,
  { vault, policy, hostName }: ReleaseDeps,
  pluginId: number,
  body: unknown,
): Promise<number | undefined> {
  const manifest = await checkManifest(tx, { policy, hostName }, body);
  const before = (await selectWorkingRelease(tx, pluginId)) as ReleaseRow;
  if (isSameManifest(vault, pluginId, manifest, before.manifest)) return undefined;
  await takeSlug(tx, pluginId, manifest.slug);
  const sealed = sealSecrets(vault, pluginId, manifest, before.manifest);
  return replaceDraft(tx, pluginId, sealed);
}

/** A draft of this manifest, which is checked and sealed, in place of the one there was. Answers its number. */
export async function replaceDraft(tx: Db, pluginId: number, manifest: Manifest): Promise<number> {
  const number = await nextReleaseNumber(tx, pluginId);
  await deleteDraft(tx, pluginId);
  await insertRelease(tx, pluginId, number, { state: 'draft', manifest });
  await storeEndpoints(tx, pluginId, { number, manifest });
  await deleteVanishedEndpoints(tx, pluginId);
  await announce(tx, 'releases', pluginId);
  return number;
}

/**
 * Brings a draft up to what the host published: what its developer has changed since `base` stays, all else is as in `next`. A release in
 * review stays as it was submitted. The plugin must be locked, the manifests sealed.
 */
export async function rebaseDraft(
  tx: Db,
  pluginId: number,
  base: Manifest,
  next: Manifest,
): Promise<void> {
  const draft = await selectWorkingRelease(tx, pluginId);
  if (draft?.state !== 'draft') return;
  const own = changedFields(draft.manifest, base);
  if (own.length === 0) return deleteDraft(tx, pluginId);
  const kept = own.map((name) => [name, draft.manifest[name]]);
  await replaceDraft(tx, pluginId, { ...next, ...Object.fromEntries(kept) });
}

// Where somebody is on a release already, the address stays until the next one is published.
async function takeSlug(tx: Db, id: number, slug: string): Promise<void> {
  const { current_release } = await findPlugin(tx, String(id));
  if (current_release === null) return refuseTakenSlug(slug, updateSlug(tx, id, slug));
  if (await isSlugTaken(tx, id, slug)) throw slugTaken(slug);
}
