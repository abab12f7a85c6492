import { type Caller, isHost } from '../auth/principals.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import type { CollaboratorRole } from '../reach.ts';
import { mayDevelop } from '../users/developers.ts';
import { selectUser, selectUsersByEmail } from '../users/queries.ts';
import {
  type CollaboratorRow,
  deleteCollaborator,
  hasOtherOwner,
  insertCollaborator,
  selectCollaborator,
  updateCollaborator,
} from './collaborator-queries.ts';
import { type RegistrationSettings, refuseAnother } from './new-origin.ts';
import type { PluginRow } from './queries.ts';

type Plugin = Pick<PluginRow, 'id' | 'origin'>;

/** The transaction, who is at it, and what says who may be given a part, and how many plugins they may have. */
interface Changing {
  tx: Db;
  caller: Caller;
  settings: RegistrationSettings;
}

/**
 * Gives somebody a part in a plugin, by the address of their account. The plugin must be locked.
 *
 * @throws Failure `invalid` alike for an address that nobody has and for one of somebody who may not develop; `quota_exceeded` for an owner;
 * `already_exists` for a collaborator; `wrong_state` for a plugin of the host's own.
 */
export async function addCollaborator(
  { tx, caller, settings }: Changing,
  plugin: Plugin,
  { email, role }: { email: string; role: CollaboratorRole },
): Promise<CollaboratorRow> {
  refuseHostsOwn(plugin);
  const [user] = await selectUsersByEmail(tx, email);
  if (user === undefined) throw noSuchDeveloper();
  if ((await selectCollaborator(tx, plugin.id, user.id)) !== undefined) {
    throw new Failure('already_exists', 'They are a collaborator of the plugin already');
  }
  return add({ tx, caller, settings }, plugin, { userId: user.id, role }, noSuchDeveloper);
}

const noSuchDeveloper = (): Failure =>
  invalid('/email', 'No developer has this address; an operator can invite them');

/** A collaborator after a change, and what they were before; undefined for nobody. */
export interface CollaboratorPut {
  collaborator: CollaboratorRow;
  before: CollaboratorRole | undefined;
}

/**
 * The same by the id of their account, also with another role for a collaborator. The last owner stays.
 *
 * @throws Failure `user_not_found` for nobody and somebody who may not develop, and for who is none yet unless the host asks; `in_use`,
 * `quota_exceeded`, `wrong_state`.
 */
export async function putCollaborator(
  { tx, caller, settings }: Changing,
  plugin: Plugin,
  { userId, role }: { userId: number; role: CollaboratorRole },
): Promise<CollaboratorPut> {
  refuseHostsOwn(plugin);
  const found = await selectCollaborator(tx, plugin.id, userId);
  if (found === undefined) {
    const noUser = () =>
      new Failure('user_not_found', 'No collaborator has this id; add somebody by their address');
    // Ids are counted up: by them an owner would read everybody's address.
    if (!isHost(caller)) throw noUser();
    return {
      collaborator: await add({ tx, caller, settings }, plugin, { userId, role }, noUser),
      before: undefined,
    };
  }
  if (role !== 'owner') await keepAnOwner(tx, plugin.id, found);
  else if (found.role !== 'owner') await refuseOwner({ tx, caller, settings }, userId);
  await updateCollaborator(tx, plugin.id, userId, role);
  return { collaborator: { ...found, role }, before: found.role };
}

/** Takes somebody's part in a plugin away. The last owner stays. @throws Failure `collaborator_not_found`, `in_use`. */
export async function removeCollaborator(tx: Db, { id }: Plugin, userId: number): Promise<void> {
  const found = await selectCollaborator(tx, id, userId);
  if (found === undefined) {
    throw new Failure('collaborator_not_found', `User ${userId} is no collaborator of the plugin`);
  }
  await keepAnOwner(tx, id, found);
  await deleteCollaborator(tx, id, userId);
  // Whoever listens to the plugin is cut off.
  await announce(tx, 'clients', id);
}

async function add(
  { tx, caller, settings }: Changing,
  { id }: Plugin,
  { userId, role }: { userId: number; role: CollaboratorRole },
  refusal: () => Failure,
): Promise<CollaboratorRow> {
  const user = await selectUser(tx, userId);
  if (user === undefined) throw refusal();
  // The host gives a part to whomever it wants, as it may invite them.
  if (!isHost(caller) && !(await mayDevelop(tx, settings, userId))) throw refusal();
  // With a part in it an operator writes drafts, where they would otherwise publish at once: nobody but the host gives them one.
  if (!isHost(caller) && user.is_operator) throw refusal();
  if (role === 'owner') await refuseOwner({ tx, caller, settings }, userId);
  await insertCollaborator(tx, id, userId, role);
  const added = await selectCollaborator(tx, id, userId);
  if (added === undefined) throw refusal();
  return added;
}

// Whoever owns a plugin has it as if they had registered it.
async function refuseOwner({ tx, caller, settings }: Changing, userId: number): Promise<void> {
  if (!isHost(caller)) await refuseAnother(tx, settings, userId);
}

async function keepAnOwner(
  tx: Db,
  pluginId: number,
  { user_id, role }: CollaboratorRow,
): Promise<void> {
  if (role !== 'owner' || (await hasOtherOwner(tx, pluginId, user_id))) return;
  throw new Failure('in_use', 'A plugin keeps an owner: make somebody else one first');
}

function refuseHostsOwn({ origin }: Plugin): void {
  if (origin === 'partner') return;
  throw new Failure('wrong_state', "The host's own plugins have no collaborators");
}
