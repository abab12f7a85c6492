import { type Caller, isHost } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import { refuseOtherRevision } from '../lib/http/etag.ts';
import {
  insertRelease,
  nextReleaseNumber,
  type ReleaseRow,
  selectRelease,
  selectWorkingRelease,
} from '../manifest/queries.ts';
import { sealSecrets } from '../manifest/step-secrets.ts';
import { isAtLeast } from '../reach.ts';
import { checkManifest } from './check-manifest.ts';
import { rebaseDraft, writeDraft } from './drafts.ts';
import {
  findPlugin,
  findPluginOf,
  findPluginOfToChange,
  findPluginToChange,
} from './find-plugin.ts';
import type { PublishRelease } from './publish.ts';
import { type PluginRow, updatePluginStatus } from './queries.ts';
import type { ReleaseDeps } from './release-deps.ts';
import { isSameManifest } from './same-manifest.ts';

/**
 * Whether what the caller writes is published: what the host does, and operators who have no part in the plugin. Who develops it works on
 * its draft, also as an operator.
 */
export const publishesAtOnce = (caller: Caller, { role }: PluginRow): boolean =>
  isHost(caller) && !isAtLeast(role, 'developer');

/** What became of a manifest that was put. */
export interface PutManifest {
  plugin: PluginRow;
  release: ReleaseRow;
  /** What everybody was on before; null for nothing. */
  before: number | null;
  /** False when the manifest says what the published release says. */
  isNew: boolean;
}

/**
 * Makes a manifest the plugin's next release and has it come to every install, by `publish`: what the host writes needs no review, whosever the plugin. A
 * draft keeps what its developer changed, and gets the rest.
 *
 * @param given the manifest, still unchecked, and the `If-Match` header: the number of the release that was read.
 * @throws Failure `plugin_not_found`, `revision_mismatch`, `invalid`; `already_exists` when the new slug is taken.
 */
export async function putManifest(
  tx: Db,
  { vault, policy, publish }: ReleaseDeps & { publish: PublishRelease },
  idOrSlug: string,
  { body, ifMatch }: { body: unknown; ifMatch?: string },
): Promise<PutManifest> {
  const plugin = await findPluginToChange(tx, idOrSlug);
  const { id, current_release, known_release, manifest: previous } = plugin;
  refuseOtherRevision(ifMatch, known_release);
  const manifest = await checkManifest(tx, { policy }, body);
  if (current_release !== null && isSameManifest(vault, id, manifest, previous)) {
    const release = await selectRelease(tx, id, current_release);
    return { plugin, release: release as ReleaseRow, before: current_release, isNew: false };
  }
  const sealed = sealSecrets(vault, id, manifest, previous);
  const number = await nextReleaseNumber(tx, id);
  const release = await insertRelease(tx, id, number, { state: 'published', manifest: sealed });
  await publish(tx, id, release);
  await rebaseDraft(tx, id, previous, sealed);
  // The host vouches for it, and has not said that it is for the catalog.
  if (plugin.origin === 'partner' && current_release === null) {
    await updatePluginStatus(tx, id, 'approved_unlisted');
  }
  const after = await findPlugin(tx, String(id));
  return { plugin: after, release, before: current_release, isNew: true };
}

/**
 * Writes what a developer works on: a draft, which reaches nobody before it was approved. The rest as {@link putManifest}.
 *
 * @param given the `If-Match` header is the number of the release that the developer read: the draft, or else the newest.
 * @throws Failure `plugin_not_found` for a plugin that is not theirs, `revision_mismatch`, `invalid`, `already_exists`.
 */
export async function putDraft(
  tx: Db,
  deps: ReleaseDeps,
  { caller, idOrSlug }: { caller: Caller; idOrSlug: string },
  { body, ifMatch }: { body: unknown; ifMatch?: string },
): Promise<PutManifest> {
  const { id } = await findPluginOfToChange(tx, caller, idOrSlug);
  const before = (await selectWorkingRelease(tx, id)) as ReleaseRow;
  refuseOtherRevision(ifMatch, before.number);
  await writeDraft(tx, deps, id, body);
  const release = (await selectWorkingRelease(tx, id)) as ReleaseRow;
  const plugin = await findPluginOf(tx, caller, String(id));
  const isNew = release.number !== before.number;
  return { plugin, release, before: plugin.current_release, isNew };
}
