import { recordPluginUpdated } from '../events/lifecycle.ts';
import { resumeParkedJobs } from '../jobs/resume.ts';
import type { Vault } from '../lib/crypto.ts';
import { type Db, isUniqueViolation } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { refuseOtherRevision } from '../lib/http/etag.ts';
import type { OutboundPolicy } from '../lib/outbound/target.ts';
import { insertRelease, type ReleaseRow, selectRelease } from '../manifest/queries.ts';
import type { Manifest } from '../manifest/schema.ts';
import { sameSecrets, sealSecrets, withoutSecrets } from '../manifest/step-secrets.ts';
import { checkManifest } from './check-manifest.ts';
import {
  deleteVanishedEndpoints,
  lockDisabledEndpoints,
  upsertEndpoints,
} from './endpoint-queries.ts';
import { findPlugin, findPluginToChange } from './find-plugin.ts';
import { type PluginRow, updatePlugin } from './queries.ts';

/** What making a release takes: the vault for secrets in it, and which URLs it may name. */
export interface ReleaseDeps {
  vault: Vault;
  policy: OutboundPolicy;
}

/** What became of a manifest that was put. */
export interface PutManifest {
  plugin: PluginRow;
  release: Pick<ReleaseRow, 'number' | 'created_at'>;
  /** False when the manifest says what the current release says. */
  isNew: boolean;
}

/**
 * Makes a manifest the plugin's next release and rolls it out to every install.
 *
 * @param given the manifest, still unchecked, and the `If-Match` header: the number of the release that was read.
 * @throws Failure `plugin_not_found`, `revision_mismatch`, `invalid`; `already_exists` when the new slug is taken.
 */
export async function putManifest(
  tx: Db,
  { vault, policy }: ReleaseDeps,
  idOrSlug: string,
  { body, ifMatch }: { body: unknown; ifMatch?: string },
): Promise<PutManifest> {
  const plugin = await findPluginToChange(tx, idOrSlug);
  const { id, current_release } = plugin;
  refuseOtherRevision(ifMatch, current_release);
  const manifest = await checkManifest(tx, policy, body);
  const previous = plugin.manifest;
  if (isSame(vault, id, manifest, previous)) {
    const release = await selectRelease(tx, id, current_release);
    return { plugin, release: release as ReleaseRow, isNew: false };
  }
  const sealed = sealSecrets(vault, id, manifest, previous);
  const release = await insertRelease(tx, id, current_release + 1, sealed);
  await rollOut(tx, id, release.number, manifest);
  return { plugin: await findPlugin(tx, String(id)), release, isNew: true };
}

function isSame(vault: Vault, pluginId: number, manifest: Manifest, previous: Manifest): boolean {
  const [next, last] = [manifest, previous].map((one) => canonicalText(withoutSecrets(one)));
  return next === last && sameSecrets(vault, pluginId, manifest, previous);
}

async function rollOut(
  tx: Db,
  pluginId: number,
  number: number,
  manifest: Manifest,
): Promise<void> {
  try {
    await updatePlugin(tx, pluginId, manifest.slug, number);
  } catch (error) {
    throw isUniqueViolation(error, 'plugins_slug_key') ? slugTaken(manifest.slug) : error;
  }
  await replaceEndpoints(tx, pluginId, manifest);
  await recordPluginUpdated(tx, pluginId, number);
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

/** What a second plugin of that slug is told. */
export function slugTaken(slug: string): Failure {
  return new Failure('already_exists', `Another plugin has the slug "${slug}"`, {
    violations: [{ pointer: '/slug', message: 'is taken' }],
  });
}

/** A JSON text in which the order of object members says nothing: equal for equal values. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`;
}
