import { type Db, sql } from '../lib/db.ts';
import type { CollaboratorRole } from '../reach.ts';

/** A collaborator of a plugin. */
export interface CollaboratorRow {
  user_id: number;
  email: string;
  friendly_name: string;
  role: CollaboratorRole;
  since: Date;
}

/** In the order of their ids, those after the given one, one more than `limit`. */
export function selectCollaboratorPage(
  db: Db,
  pluginId: number,
  { after, limit }: { after: number; limit: number },
): Promise<CollaboratorRow[]> {
  return db.query(sql`
    select c.user_id, u.email, u.friendly_name, c.role, c.since
    from collaborators c join users u on u.id = c.user_id
    where c.plugin_id = ${pluginId} and c.user_id > ${after} order by c.user_id limit ${limit + 1}`);
}

/** Undefined for somebody who is none. */
export async function selectCollaborator(
  db: Db,
  pluginId: number,
  userId: number,
): Promise<CollaboratorRow | undefined> {
  const [row] = await db.query<CollaboratorRow>(sql`
    select c.user_id, u.email, u.friendly_name, c.role, c.since
    from collaborators c join users u on u.id = c.user_id
    where c.plugin_id = ${pluginId} and c.user_id = ${userId}`);
  return row;
}

/** Whether somebody else owns the plugin, too. It must be locked: whoever takes owners away waits for that. */
export async function hasOtherOwner(tx: Db, pluginId: number, userId: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from collaborators
    where plugin_id = ${pluginId} and user_id <> ${userId} and role = 'owner' limit 1`);
  return rows.length > 0;
}

/** The plugins that somebody has a part in, in the order of their ids. */
export async function selectPluginsWith(tx: Db, userId: number): Promise<number[]> {
  const rows = await tx.query<{ plugin_id: number }>(sql`
    select plugin_id from collaborators where user_id = ${userId} order by plugin_id`);
  return rows.map(({ plugin_id }) => plugin_id);
}

/** Adds somebody who is none yet; nobody where the account is gone meanwhile. */
export async function insertCollaborator(
  tx: Db,
  pluginId: number,
  userId: number,
  role: CollaboratorRole,
): Promise<void> {
  await tx.query(sql`
    insert into collaborators (plugin_id, user_id, role)
    select ${pluginId}::bigint, u.id, ${role}::text from users u where u.id = ${userId} for key share`);
}

/** Gives a collaborator another role. */
export async function updateCollaborator(
  tx: Db,
  pluginId: number,
  userId: number,
  role: CollaboratorRole,
): Promise<void> {
  await tx.query(sql`
    update collaborators set role = ${role} where plugin_id = ${pluginId} and user_id = ${userId}`);
}

/** Takes somebody's part in a plugin away. */
export async function deleteCollaborator(tx: Db, pluginId: number, userId: number): Promise<void> {
  await tx.query(sql`
    delete from collaborators where plugin_id = ${pluginId} and user_id = ${userId}`);
}

/** Whether somebody may change any plugin. */
export async function hasPart(db: Db, userId: number): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from collaborators where user_id = ${userId} and role in ('owner', 'developer') limit 1`);
  return rows.length > 0;
}
