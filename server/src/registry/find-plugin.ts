import { type Caller, isHost, readerOf } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { parseId } from '../lib/ids.ts';
import { SLUG } from '../manifest/fields.ts';
import { type CollaboratorRole, isAtLeast, onlyForRole } from '../reach.ts';
import {
  lockPlugin,
  type PluginKey,
  type PluginReader,
  type PluginRow,
  selectPlugin,
} from './queries.ts';

const noPlugin = (): Failure =>
  new Failure('plugin_not_found', 'There is no plugin of this id or slug');

// Whoever asks, all of them are there; nobody in particular does.
const NOBODY: PluginReader = { reader: null, person: null };

/** As whom a caller reads plugins. */
export const pluginReaderOf = (caller: Caller): PluginReader => ({
  reader: readerOf(caller),
  person: caller.kind === 'user' && caller.portal === undefined ? caller.userId : null,
});

/**
 * A plugin by its id or slug.
 *
 * @throws Failure `plugin_not_found`.
 */
export async function findPlugin(db: Db, idOrSlug: string): Promise<PluginRow> {
  const row = await selectPlugin(db, NOBODY, toKey(idOrSlug));
  if (row === undefined) throw noPlugin();
  return row;
}

/**
 * The same, with other changes of the plugin kept waiting until the transaction ends.
 *
 * @throws Failure `plugin_not_found`; `wrong_state` for one that is being deleted.
 */
export async function findPluginToChange(tx: Db, idOrSlug: string): Promise<PluginRow> {
  const row = await findPluginToStop(tx, idOrSlug);
  refuseDeleted(row);
  return row;
}

/**
 * The same, also one that is being deleted.
 *
 * @throws Failure `plugin_not_found`.
 */
export async function findPluginToStop(tx: Db, idOrSlug: string): Promise<PluginRow> {
  const key = toKey(idOrSlug);
  // Two statements: the second one sees what the change before left.
  if (!(await lockPlugin(tx, key))) throw noPlugin();
  const row = await selectPlugin(tx, NOBODY, key);
  if (row === undefined) throw noPlugin();
  return row;
}

/**
 * A plugin that the caller answers for: any for the host and operators, for others those that they are a collaborator of.
 *
 * @param least the role that it takes; a viewer's to look at it.
 * @throws Failure `plugin_not_found`, also for one that is somebody else's; `forbidden` for a collaborator whose role may less.
 */
export async function findPluginOf(
  db: Db,
  caller: Caller,
  idOrSlug: string,
  least: CollaboratorRole = 'viewer',
): Promise<PluginRow> {
  const row = await selectPlugin(db, pluginReaderOf(caller), toKey(idOrSlug));
  if (row === undefined) throw noPlugin();
  if (!isHost(caller) && !isAtLeast(row.role, least)) throw onlyForRole(least);
  return row;
}

/**
 * As {@link findPluginToChange}, one that the caller answers for.
 *
 * @throws Failure `plugin_not_found`; `forbidden` for a viewer, or whose role may less than it takes; `wrong_state` for one that is being deleted.
 */
export async function findPluginOfToChange(
  tx: Db,
  caller: Caller,
  idOrSlug: string,
  least: CollaboratorRole = 'developer',
): Promise<PluginRow> {
  const { id } = await findPluginOf(tx, caller, idOrSlug, least);
  if (!(await lockPlugin(tx, { id, slug: null }))) throw noPlugin();
  // Once more: somebody may have taken their role meanwhile.
  const row = await findPluginOf(tx, caller, String(id), least);
  refuseDeleted(row);
  return row;
}

/** @throws Failure `wrong_state` for a plugin that is being deleted: nothing about it is to be changed any more. */
export function refuseDeleted({ deleted_at }: { deleted_at: Date | null }): void {
  if (deleted_at !== null) throw new Failure('wrong_state', 'The plugin is being deleted');
}

function toKey(idOrSlug: string): PluginKey {
  const id = parseId(idOrSlug);
  if (id !== undefined) return { id, slug: null };
  if (!SLUG.test(idOrSlug)) throw noPlugin();
  return { id: null, slug: idOrSlug };
}
