import { type Sql, sql } from './lib/db.ts';
import { Failure } from './lib/failures.ts';

/**
 * On whose behalf a statement reads: a person, by their id, one who is shown no more than a portal, or null for the host and operators, to
 * whom every space is open. What somebody may see is a condition of the statement that reads it, and no check of what it read.
 */
export type Reader = number | PortalReader | null;

/** A person within the bounds of a portal. */
export interface PortalReader {
  person: number;
  within: PortalBounds;
}

/** What a portal is of: one space, and of that maybe one install, or what has one identifier. Null is all of them. */
export interface PortalBounds {
  spaceId: number;
  installId: number | null;
  identifier: string | null;
}

/**
 * What a statement knows of a row beside its space, as columns. To whoever reads within narrower bounds than it names, a row is not there: a
 * statement that forgets something shows too little.
 */
export interface RowColumns {
  install: Sql;
  identifier: Sql;
}

/** For {@link RowColumns}: rows of the statement are of no one install. */
export const NO_INSTALL = sql`null::bigint`;
/** For {@link RowColumns}: rows of the statement have no identifier. */
export const NO_IDENTIFIER = sql`null::text`;
const NOTHING: RowColumns = { install: NO_INSTALL, identifier: NO_IDENTIFIER };

/** What somebody has to be in a space: a member of any role, or an admin. */
export type SpaceRole = 'member' | 'admin';

/** What somebody is to a plugin that is not the host's own, each of them may all that those after it may: manage it, change it, look at it. */
export const COLLABORATOR_ROLES = ['owner', 'developer', 'viewer'] as const;
/** One of {@link COLLABORATOR_ROLES}. */
export type CollaboratorRole = (typeof COLLABORATOR_ROLES)[number];

/** Whether a role may do what the least that is asked for may; null is somebody who has none. */
export const isAtLeast = (role: CollaboratorRole | null, least: CollaboratorRole): boolean =>
  role !== null && COLLABORATOR_ROLES.indexOf(role) <= COLLABORATOR_ROLES.indexOf(least);

/** Whose reading it is, by their id; null for the host and operators. */
export const personBehind = (reader: Reader): number | null =>
  reader === null || typeof reader === 'number' ? reader : reader.person;

/** Whether the reader belongs to a space. */
export const isMemberOf = (reader: Reader, spaceId: Sql, known: RowColumns = NOTHING): Sql =>
  reader === null
    ? sql`true`
    : sql`(${belongsTo(sql`${personBehind(reader)}`, spaceId)} and ${isWithin(reader, spaceId, known)})`;

/** The same of a person whom the statement knows, by their id. */
export const belongsTo = (person: Sql, spaceId: Sql): Sql =>
  sql`exists (select from space_members rm where rm.space_id = ${spaceId} and rm.user_id = ${person})`;

/** Whether the reader may change what belongs to a space. */
export const isAdminOf = (reader: Reader, spaceId: Sql, known: RowColumns = NOTHING): Sql =>
  reader === null
    ? sql`true`
    : sql`(exists (select from space_members rm
        where rm.space_id = ${spaceId} and rm.user_id = ${personBehind(reader)} and rm.role = 'admin')
        and ${isWithin(reader, spaceId, known)})`;

/** Whether a membership is one by which the reader reads, for a statement that goes through theirs and knows it as `space_members m`. */
export const isMembershipOf = (reader: Exclude<Reader, null>, known: RowColumns = NOTHING): Sql =>
  sql`(m.user_id = ${personBehind(reader)} and ${isWithin(reader, sql`m.space_id`, known)})`;

/**
 * Whether a membership is the reader's own to know of, for a statement that goes through theirs and knows it as `space_members m`: what of
 * their space a portal is does not matter, since it says no more than who they are there.
 */
export const isOwnMembershipOf = (reader: Exclude<Reader, null>): Sql =>
  typeof reader === 'number'
    ? sql`(m.user_id = ${reader})`
    : sql`(m.user_id = ${reader.person} and m.space_id = ${reader.within.spaceId}::bigint)`;

// Each is true or false, and never null: it is negated, too.
function isWithin(reader: Exclude<Reader, null>, spaceId: Sql, known: RowColumns): Sql {
  if (typeof reader === 'number') return sql`true`;
  const { spaceId: only, installId, identifier } = reader.within;
  return sql`coalesce(${spaceId} = ${only}::bigint, false)
    and coalesce(${known.install} = ${installId}::bigint, ${installId}::bigint is null)
    and coalesce(${known.identifier} = ${identifier}::text, ${identifier}::text is null)`;
}

/**
 * Whether the reader is a collaborator of a plugin, of any role: they see what its developers see. The host's own plugins have none, and are
 * nobody's but the host's. In a portal nobody is one.
 */
export const isCollaboratorOf = (reader: Reader, pluginId: Sql): Sql =>
  reader === null ? sql`true` : collaborates(sql`${collaboratorIn(reader)}::bigint`, pluginId);

/** The same of a person whom the statement knows, by their id. */
export const collaborates = (person: Sql, pluginId: Sql): Sql =>
  sql`exists (select from collaborators rc where rc.plugin_id = ${pluginId} and rc.user_id = ${person})`;

/** The same of the plugin of a statement that goes through those of one person, and knows it as `plugins p`. */
export const isOwnOf = (reader: Exclude<Reader, null>): Sql =>
  collaborates(sql`${collaboratorIn(reader)}::bigint`, sql`p.id`);

/** Whether the reader may change what belongs to a plugin: as an owner or a developer of it. */
export const isDeveloperOf = (reader: Reader, pluginId: Sql): Sql =>
  reader === null ? sql`true` : develops(sql`${collaboratorIn(reader)}::bigint`, pluginId);

/** The same of a person whom the statement knows, by their id. */
export const develops = (person: Sql, pluginId: Sql): Sql =>
  sql`exists (select from collaborators rc
    where rc.plugin_id = ${pluginId} and rc.user_id = ${person} and rc.role in ('owner', 'developer'))`;

/** Whether nobody owns a plugin, so that operators look after it: the host's own, and where the last owner is gone. For a statement that knows `plugins p`. */
export const HAS_NO_OWNER = sql`not exists (select from collaborators rc where rc.plugin_id = p.id and rc.role = 'owner')`;

const collaboratorIn = (reader: Reader): number | null =>
  typeof reader === 'number' ? reader : null;

/** Whether a plugin is everybody's to know of, for a statement that knows it as `plugins p`. */
export const IS_PUBLIC = sql`((p.status in ('approved', 'approved_unlisted') or p.origin = 'org') and p.deleted_at is null)`;

/**
 * Whether the reader may know of a plugin: it is public and runs, their own, or installed where they are a member. For a statement that
 * knows it as `plugins p`.
 */
export const mayKnowOf = (reader: Reader): Sql =>
  reader === null
    ? sql`true`
    : sql`(${IS_PUBLIC} and p.suspended_at is null
        or ${isOwnOf(reader)}
        or exists (select from installs ri join space_members rm on rm.space_id = ri.space_id
          where ri.plugin_id = p.id and ri.status <> 'uninstalled' and rm.user_id = ${personBehind(reader)}
            and ${isWithin(reader, sql`ri.space_id`, { install: sql`ri.id`, identifier: NO_IDENTIFIER })}))`;

/** What a collaborator is told who asks for what their role may not. */
export const onlyForRole = (least: CollaboratorRole): Failure =>
  new Failure(
    'forbidden',
    least === 'owner'
      ? 'Only an owner of the plugin may do this'
      : 'Only an owner or a developer of the plugin may do this: a viewer looks',
  );

/** What is told to who may look at jobs, and asks for what only those may who change them. */
export const onlyForAdminsAndDevelopers = (): Failure =>
  new Failure(
    'forbidden',
    'Only an admin of the space, or an owner or a developer of the plugin, may do this',
  );

/** What a member is told who asks for what only an admin may. */
export const onlyForAdmins = (): Failure =>
  new Failure('forbidden', 'Only an admin of the space may do this');
