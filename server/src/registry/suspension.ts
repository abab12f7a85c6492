import { resumeJobsOfPlugin } from '../jobs/resume.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { findPlugin, findPluginToStop } from './find-plugin.ts';
import { insertNotice } from './notice-queries.ts';
import { type PluginRow, updateResumed, updateSuspended } from './queries.ts';

/** A plugin that was stopped or let go on; `isNew` is false when it was so already. */
export interface SuspensionChange {
  plugin: PluginRow;
  isNew: boolean;
}

/**
 * Stops a plugin, in all spaces and on every node within a second: nothing is delivered to it, no token of it lives, no page of it is
 * shown, nobody can install it. What it has stays as it is. Once is enough; another reason replaces the one before.
 *
 * @throws Failure `plugin_not_found`.
 */
export async function suspendPlugin(
  tx: Db,
  idOrSlug: string,
  reason: string | undefined,
): Promise<SuspensionChange> {
  const before = await findPluginToStop(tx, idOrSlug);
  if (before.suspended_at !== null && reason === undefined) return { plugin: before, isNew: false };
  await updateSuspended(tx, before.id, reason);
  const why = reason === undefined ? '.' : `: ${reason}`;
  await insertNotice(
    tx,
    before.id,
    'plugin_suspended',
    `The platform suspended the plugin${why}\nUntil it is resumed nothing is delivered to it, its credentials and tokens open nothing, and its pages are not shown. Jobs wait, and so does a roll-out; a rehearsal is over.`,
  );
  await tellNodes(tx, before.id);
  return { plugin: await findPlugin(tx, String(before.id)), isNew: true };
}

/**
 * Lets a suspended plugin go on where it was: its tokens that have not ended meanwhile live again, and its jobs are queued in their
 * order. Once is enough.
 *
 * @throws Failure `plugin_not_found`.
 */
export async function resumePlugin(tx: Db, idOrSlug: string): Promise<SuspensionChange> {
  const before = await findPluginToStop(tx, idOrSlug);
  if (before.suspended_at === null) return { plugin: before, isNew: false };
  await updateResumed(tx, before.id);
  await insertNotice(tx, before.id, 'plugin_resumed', 'The platform resumed the plugin.');
  await resumeJobsOfPlugin(tx, before.id);
  await tellNodes(tx, before.id);
  return { plugin: await findPlugin(tx, String(before.id)), isNew: true };
}

// What they remember of its clients, and of its installs and tokens.
async function tellNodes(tx: Db, pluginId: number): Promise<void> {
  await announce(tx, 'clients', pluginId);
  await announce(tx, 'installs');
}
