import { type Sql, sql } from './lib/db.ts';
import { Failure } from './lib/failures.ts';

/**
 * On whose behalf a statement reads: a person, by their id, or null for the host and operators, to whom every space is open. What somebody
 * may see is a condition of the statement that reads it, and no check of what it read.
 */
export type Reader = number | null;

/** What somebody has to be in a space: a member of any role, or an admin. */
export type SpaceRole = 'member' | 'admin';

/** Whether the reader belongs to a space. */
export const isMemberOf = (reader: Reader, spaceId: Sql): Sql =>
  reader === null ? sql`true` : belongsTo(sql`${reader}`, spaceId);

/** The same of a person whom the statement knows, by their id. */
export const belongsTo = (person: Sql, spaceId: Sql): Sql =>
  sql`exists (select from space_members rm where rm.space_id = ${spaceId} and rm.user_id = ${person})`;

/** Whether the reader may change what belongs to a space. */
export const isAdminOf = (reader: Reader, spaceId: Sql): Sql =>
  reader === null
    ? sql`true`
    : sql`exists (select from space_members rm
        where rm.space_id = ${spaceId} and rm.user_id = ${reader} and rm.role = 'admin')`;

/** Whether the reader develops a plugin. Nobody develops the host's own, which are then nobody's but the host's. */
export const isDeveloperOf = (reader: Reader, pluginId: Sql): Sql =>
  reader === null ? sql`true` : develops(sql`${reader}`, pluginId);

/** The same of a person whom the statement knows, by their id. */
export const develops = (person: Sql, pluginId: Sql): Sql =>
  sql`exists (select from plugins rp where rp.id = ${pluginId} and ${isDevelopedBy(sql`rp`, person)})`;

/** The same of the plugin of a statement that goes through those of one person, and knows it as `plugins p`. */
export const isOwnOf = (person: number): Sql => isDevelopedBy(sql`p`, sql`${person}`);

const isDevelopedBy = (plugin: Sql, person: Sql): Sql =>
  sql`(${plugin}.origin = 'partner' and ${plugin}.owner_id = ${person})`;

/** Whether a plugin is everybody's to know of, for a statement that knows it as `plugins p`. */
export const IS_PUBLIC = sql`(p.status in ('approved', 'approved_unlisted') or p.origin = 'org')`;

/**
 * Whether the reader may know of a plugin: it is public and runs, their own, or installed where they are a member. For a statement that
 * knows it as `plugins p`.
 */
export const mayKnowOf = (reader: Reader): Sql =>
  reader === null
    ? sql`true`
    : sql`(${IS_PUBLIC} and p.suspended_at is null
        or p.owner_id = ${reader}
        or exists (select from installs ri join space_members rm on rm.space_id = ri.space_id
          where ri.plugin_id = p.id and ri.status <> 'uninstalled' and rm.user_id = ${reader}))`;

/** What a member is told who asks for what only an admin may. */
export const onlyForAdmins = (): Failure =>
  new Failure('forbidden', 'Only an admin of the space may do this');
