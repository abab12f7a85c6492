import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import {
  hasReleaseInReview,
  markReviewed,
  markSubmitted,
  type ReleaseRow,
  type ReleaseState,
  type Submitted,
  selectRelease,
  selectWorkingRelease,
} from '../manifest/queries.ts';
import { replaceDraft } from './drafts.ts';
import { findPlugin, findPluginToChange } from './find-plugin.ts';
import { insertNotice } from './notice-queries.ts';
import type { PublishRelease } from './publish.ts';
import { type PluginRow, updatePluginStatus } from './queries.ts';
import type { Plugin, Review } from './schema.ts';

/** A release after something was done to it, with its plugin. */
export interface ReviewedRelease {
  plugin: PluginRow;
  release: ReleaseRow;
  /** False when it was so already. */
  isNew: boolean;
}

/**
 * Puts a draft up for review, as it is; once is enough.
 *
 * @throws Failure `plugin_not_found`, `release_not_found`; `wrong_state` for what is no draft, and while another release is in review.
 */
export async function submitRelease(
  tx: Db,
  idOrSlug: string,
  number: number | undefined,
  how: Submitted,
): Promise<ReviewedRelease> {
  const plugin = await findPluginToChange(tx, idOrSlug);
  const release = await findRelease(tx, plugin.id, number);
  if (release.state === 'in_review') return { plugin, release, isNew: false };
  if (release.state !== 'draft') throw wrongState(release, 'only a draft can be submitted');
  return submit(tx, plugin, release.number, how);
}

/**
 * Puts what the developer works on up for review; once is enough. A release that was rejected is submitted as another one.
 *
 * @throws Failure `plugin_not_found`; `wrong_state` when there is nothing new, and while an older release is in review.
 */
export async function submitWork(
  tx: Db,
  idOrSlug: string,
  how: Submitted,
): Promise<ReviewedRelease> {
  const plugin = await findPluginToChange(tx, idOrSlug);
  const release = (await selectWorkingRelease(tx, plugin.id)) as ReleaseRow;
  switch (release.state) {
    case 'in_review':
      return { plugin, release, isNew: false };
    case 'draft':
      return submit(tx, plugin, release.number, how);
    case 'rejected':
      return submit(tx, plugin, await replaceDraft(tx, plugin.id, release.manifest), how);
    default:
      throw new Failure('wrong_state', 'Everything is published already; change something first');
  }
}

async function submit(
  tx: Db,
  plugin: PluginRow,
  number: number,
  how: Submitted,
): Promise<ReviewedRelease> {
  const { id, current_release } = plugin;
  if (await hasReleaseInReview(tx, id)) {
    throw new Failure('wrong_state', 'Another release is in review; wait until it is decided');
  }
  await markSubmitted(tx, id, number, how);
  if (current_release === null) await updatePluginStatus(tx, id, 'in_review');
  return readAgain(tx, id, number);
}

/**
 * Decides about the release that was looked at, and tells its developer. An approved one is published: everybody is on it at once, unless it
 * was submitted to be rolled out later, which a plugin's first release cannot be. A rejected one reaches nobody, and leaves the plugin where
 * it was.
 *
 * @param reviewedBy the operator; null for the host's backend.
 * @param publish has everybody come to it.
 * @throws Failure `plugin_not_found`, `release_not_found`; `wrong_state` for a release that is not in review, or that the host has
 * written past; `already_exists` when its slug was taken meanwhile.
 */
export async function reviewRelease(
  tx: Db,
  { idOrSlug, number, reviewedBy }: ReleasePlace & { reviewedBy: number | null },
  { verdict, unlisted = false, message }: Review,
  publish: PublishRelease,
): Promise<ReviewedRelease> {
  const { id, current_release } = await findPluginToChange(tx, idOrSlug);
  const release = await findRelease(tx, id, number);
  if (release.state !== 'in_review') {
    throw wrongState(release, 'only one in review can be approved or rejected');
  }
  if (verdict === 'approve' && release.number < (current_release ?? 0)) {
    const rule = 'it would undo what the host has published since; reject it';
    throw wrongState(release, rule);
  }
  const state = STATE_AFTER[verdict];
  await markReviewed(tx, id, release.number, { state, reviewedBy, message });
  await insertNotice(tx, id, NOTICE[verdict], noticeText(release.number, verdict, message));
  if (state === 'published') {
    if (release.roll_out === 'at_once' || current_release === null) await publish(tx, id, release);
    await updatePluginStatus(tx, id, unlisted ? 'approved_unlisted' : 'approved');
  } else if (current_release === null) {
    await updatePluginStatus(tx, id, 'rejected');
  }
  return readAgain(tx, id, release.number);
}

const STATE_AFTER = { approve: 'published', reject: 'rejected' } as const;
const NOTICE = { approve: 'release_approved', reject: 'release_rejected' } as const;

const noticeText = (number: number, verdict: Review['verdict'], message: string): string =>
  `Release ${number} was ${verdict === 'approve' ? 'approved' : 'rejected'}: ${message}`;

/** Which release. */
export interface ReleasePlace {
  idOrSlug: string;
  number: number | undefined;
}

/** @throws Failure `release_not_found`. */
export async function findRelease(
  db: Db,
  pluginId: number,
  number: number | undefined,
): Promise<ReleaseRow> {
  const row = number === undefined ? undefined : await selectRelease(db, pluginId, number);
  if (row === undefined) {
    throw new Failure('release_not_found', 'The plugin has no release of this number');
  }
  return row;
}

/**
 * Puts an approved plugin into the catalog, or takes it out.
 *
 * @throws Failure `plugin_not_found`; `wrong_state` while nothing is published.
 */
export async function listPlugin(tx: Db, idOrSlug: string, listed: boolean): Promise<void> {
  const { id, current_release } = await findPluginToChange(tx, idOrSlug);
  if (current_release === null) {
    throw new Failure('wrong_state', 'The plugin has no published release yet; review one');
  }
  const status: Plugin['status'] = listed ? 'approved' : 'approved_unlisted';
  await updatePluginStatus(tx, id, status);
}

async function readAgain(tx: Db, pluginId: number, number: number): Promise<ReviewedRelease> {
  const plugin = await findPlugin(tx, String(pluginId));
  return { plugin, release: await findRelease(tx, pluginId, number), isNew: true };
}

const wrongState = ({ number, state }: { number: number; state: ReleaseState }, rule: string) =>
  new Failure('wrong_state', `Release ${number} is "${state}"; ${rule}`);
