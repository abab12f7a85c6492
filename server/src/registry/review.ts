import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { findPlugin, findPluginToChange } from './find-plugin.ts';
import { type PluginRow, updatePluginStatus, updateToReview } from './queries.ts';
import type { Plugin } from './schema.ts';

/** Puts a plugin up for review; once is enough. @throws Failure `plugin_not_found`; `wrong_state` when it is approved. */
export async function submitForReview(db: Db, idOrSlug: string): Promise<PluginRow> {
  const { id } = await findPlugin(db, idOrSlug);
  if (await updateToReview(db, id)) return findPlugin(db, String(id));
  throw new Failure('wrong_state', 'The plugin is approved already');
}

/** Decides about a plugin, which need not have been submitted. @throws Failure `plugin_not_found`. */
export async function reviewPlugin(
  tx: Db,
  idOrSlug: string,
  status: Plugin['status'],
): Promise<PluginRow> {
  const { id } = await findPluginToChange(tx, idOrSlug);
  await updatePluginStatus(tx, id, status);
  return findPlugin(tx, String(id));
}
