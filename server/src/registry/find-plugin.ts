import { type Caller, readerOf } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { parseId } from '../lib/ids.ts';
import { SLUG } from '../manifest/fields.ts';
import { lockPlugin, type PluginKey, type PluginRow, selectPlugin } from './queries.ts';

const noPlugin = (): Failure =>
  new Failure('plugin_not_found', 'There is no plugin of this id or slug');

/**
 * A plugin by its id or slug.
 *
 * @throws Failure `plugin_not_found`.
 */
export async function findPlugin(db: Db, idOrSlug: string): Promise<PluginRow> {
  const row = await selectPlugin(db, null, toKey(idOrSlug));
  if (row === undefined) throw noPlugin();
  return row;
}

/**
 * The same, with other changes of the plugin kept waiting until the transaction ends.
 *
 * @throws Failure `plugin_not_found`.
 */
export async function findPluginToChange(tx: Db, idOrSlug: string): Promise<PluginRow> {
  const key = toKey(idOrSlug);
  // Two statements: the second one sees what the change before left.
  if (!(await lockPlugin(tx, key))) throw noPlugin();
  const row = await selectPlugin(tx, null, key);
  if (row === undefined) throw noPlugin();
  return row;
}

/**
 * A plugin that the caller answers for: any for the host and operators, their own for developers.
 *
 * @throws Failure `plugin_not_found`, also for one that is somebody else's.
 */
export async function findPluginOf(db: Db, caller: Caller, idOrSlug: string): Promise<PluginRow> {
  const row = await selectPlugin(db, readerOf(caller), toKey(idOrSlug));
  if (row === undefined) throw noPlugin();
  return row;
}

/** As {@link findPluginToChange}, one that the caller answers for. @throws Failure `plugin_not_found`. */
export async function findPluginOfToChange(
  tx: Db,
  caller: Caller,
  idOrSlug: string,
): Promise<PluginRow> {
  const { id } = await findPluginOf(tx, caller, idOrSlug);
  return findPluginToChange(tx, String(id));
}

function toKey(idOrSlug: string): PluginKey {
  const id = parseId(idOrSlug);
  if (id !== undefined) return { id, slug: null };
  if (!SLUG.test(idOrSlug)) throw noPlugin();
  return { id: null, slug: idOrSlug };
}
