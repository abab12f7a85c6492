import { type Db, empty, limitIdleTime, type Sql, sql } from '../lib/db.ts';
import { isAdminOf, isMemberOf, NO_INSTALL, type Reader } from '../reach.ts';
import type { MemberRole } from './schema.ts';

/** A space of the host, as it is stored. */
export interface SpaceRow {
  id: number;
  name: string;
  /** What it has paid for; null for less than any plugin can ask for. */
  plan_level: number | null;
  /** JSON text of an object. */
  attributes: string;
  /** Somebody's own, in which they try out a plugin that they develop. */
  development: boolean;
  created_at: Date;
  updated_at: Date;
}

/** A member with their account as it is now. `created_at` is since when they are a member. */
export interface MemberRow {
  user_id: number;
  email: string;
  friendly_name: string;
  role: string;
  development: boolean;
  created_at: Date;
}

/** What the host says of a space; `attributes` is JSON text of an object. */
export type NewSpaceRow = Pick<SpaceRow, 'name' | 'plan_level' | 'attributes'>;

const COLUMNS = sql`id, name, plan_level, attributes, development, created_at, updated_at`;

/** The next id is the database's; see {@link insertSpaceWithId} for one that the host chose. */
export async function insertSpace(db: Db, space: NewSpaceRow): Promise<SpaceRow> {
  const rows = await db.query<SpaceRow>(sql`
    insert into spaces (name, plan_level, attributes)
    values (${space.name}, ${space.plan_level}, ${space.attributes})
    returning ${COLUMNS}`);
  return rows[0] as SpaceRow;
}

/** Answers nothing when the id is taken. */
export async function insertSpaceWithId(
  tx: Db,
  id: number,
  space: NewSpaceRow,
): Promise<SpaceRow | undefined> {
  await limitIdleTime(tx);
  // Waits for inserts under way and holds off new ones: between reading the sequence and setting it nobody may draw from it.
  await tx.query(sql`lock table spaces in share row exclusive mode`);
  const [row] = await tx.query<SpaceRow>(sql`
    insert into spaces (id, name, plan_level, attributes)
    values (${id}, ${space.name}, ${space.plan_level}, ${space.attributes})
    on conflict (id) do nothing
    returning ${COLUMNS}`);
  if (row === undefined) return undefined;
  await tx.query(sql`
    select setval('spaces_id_seq', greatest(${id}::bigint, last_value)) from spaces_id_seq`);
  return row;
}

/** Undefined when there is no such space. Nothing is locked: who needs it to stay uses {@link lockSpace}. */
export async function selectSpace(db: Db, id: number): Promise<SpaceRow | undefined> {
  const [row] = await db.query<SpaceRow>(sql`select ${COLUMNS} from spaces where id = ${id}`);
  return row;
}

/** One that the reader belongs to, and whether they are its admin. */
export async function selectSpaceFor(
  db: Db,
  reader: Reader,
  id: number,
  identifier: string | undefined,
): Promise<(SpaceRow & { is_admin: boolean }) | undefined> {
  const known = { install: NO_INSTALL, identifier: sql`${identifier ?? null}::text` };
  const [row] = await db.query<SpaceRow & { is_admin: boolean }>(sql`
    select ${COLUMNS}, ${isAdminOf(reader, sql`spaces.id`, known)} as is_admin
    from spaces where id = ${id} and ${isMemberOf(reader, sql`spaces.id`, known)}`);
  return row;
}

/** Those that the reader belongs to, in order of id, one more than `limit`: the host's, or development spaces. */
export function selectSpaces(
  db: Db,
  reader: Reader,
  development: boolean,
  { after, limit }: { after: number; limit: number },
): Promise<SpaceRow[]> {
  return db.query(sql`
    select ${COLUMNS} from spaces where id > ${after} and development = ${development} and ${isMemberOf(reader, sql`spaces.id`)}
    order by id limit ${limit + 1}`);
}

/** What is to change; `undefined` leaves it. */
export type SpaceChange = Partial<NewSpaceRow>;

/** Undefined when there is no such space. */
export async function updateSpace(
  db: Db,
  id: number,
  { name, plan_level, attributes }: SpaceChange,
): Promise<SpaceRow | undefined> {
  const [row] = await db.query<SpaceRow>(sql`
    update spaces set name = coalesce(${name ?? null}, name),
      plan_level = case when ${plan_level !== undefined} then ${plan_level ?? null} else plan_level end,
      attributes = coalesce(${attributes ?? null}, attributes), updated_at = now()
    where id = ${id}
    returning ${COLUMNS}`);
  return row;
}

/** Until commit nobody can install into it. */
export async function lockSpace(tx: Db, id: number): Promise<boolean> {
  const rows = await tx.query(sql`select 1 from spaces where id = ${id} for update`);
  return rows.length > 0;
}

/** Its members go with it. */
export async function deleteSpaceRow(tx: Db, id: number): Promise<void> {
  await tx.query(sql`delete from spaces where id = ${id}`);
}

const MEMBER_COLUMNS = sql`
  u.id as user_id, u.email, u.friendly_name, m.role, m.development, m.created_at`;

/** In order of user id, one more than `limit`; where a text is looked for, those with it in their name or address. */
export function selectMembers(
  db: Db,
  spaceId: number,
  search: string | undefined,
  { after, limit }: { after: number; limit: number },
): Promise<MemberRow[]> {
  const has = (column: Sql) => sql`strpos(lower(${column}), lower(${search ?? ''}::text)) > 0`;
  return db.query(sql`
    select ${MEMBER_COLUMNS} from space_members m join users u on u.id = m.user_id
    where m.space_id = ${spaceId} and m.user_id > ${after}
      ${search === undefined ? empty : sql`and (${has(sql`u.friendly_name`)} or ${has(sql`u.email`)})`}
    order by m.user_id limit ${limit + 1}`);
}

/** Answers nothing when there is no such space or user, and for a development space, which has its one member. Without `development` that stays as it is. */
export async function upsertMember(
  db: Db,
  spaceId: number,
  userId: number,
  { role, development }: MemberRole,
): Promise<MemberRow | undefined> {
  const [row] = await db.query<MemberRow>(sql`
    with m as (
      insert into space_members (space_id, user_id, role, development)
      select s.id, u.id, ${role}, coalesce(${development ?? null}, false)
      from spaces s, users u where s.id = ${spaceId} and not s.development and u.id = ${userId}
      for key share
      on conflict (space_id, user_id) do update
        set role = excluded.role,
          development = coalesce(${development ?? null}, space_members.development)
      returning *)
    select ${MEMBER_COLUMNS} from m join users u on u.id = m.user_id`);
  return row;
}

/** What somebody is in a space. */
export interface Membership {
  /** `admin`, `editor`, or a role of the host's own. */
  role: string;
  /** The number of a role of the host's own; null for `admin` and `editor`. */
  role_id: number | null;
  /** Plugin pages are shown to them from where they are being developed. */
  development: boolean;
}

/** Undefined for somebody who is no member. */
export async function selectMembership(
  db: Db,
  spaceId: number,
  userId: number,
): Promise<Membership | undefined> {
  const [row] = await db.query<Membership>(sql`
    select m.role, r.id as role_id, m.development
    from space_members m left join roles r on r.name = m.role
    where m.space_id = ${spaceId} and m.user_id = ${userId}`);
  return row;
}

/** Gives a role of the host's own its number, once for all spaces; the built-in ones have none. */
export async function insertRole(tx: Db, name: string): Promise<void> {
  await tx.query(sql`
    insert into roles (name) select ${name}
    where not exists (select from roles where name = ${name})
    on conflict (name) do nothing`);
}

/** A role, and the group of them that it is listed in: the built-in ones come first. */
export interface RoleRow {
  name: string;
  place: number;
}

/** The built-in roles and the host's own, each group by name, one more than `limit`. */
export function selectRoles(db: Db, after: RoleRow, limit: number): Promise<RoleRow[]> {
  return db.query(sql`
    select name, place from (
      select 'admin' as name, 1 as place union all select 'editor', 1
      union all select name, 2 from roles) r
    where (place, name) > (${after.place}::integer, ${after.name}::text) order by place, name limit ${limit + 1}`);
}

/** Whether somebody has, or had, this role of the host's own somewhere. */
export async function hasRole(db: Db, name: string): Promise<boolean> {
  const rows = await db.query(sql`select 1 from roles where name = ${name}`);
  return rows.length > 0;
}

/** Whether somebody else is an admin of a space, none of whom can leave before the transaction ends. */
export async function holdOtherAdmins(tx: Db, spaceId: number, userId: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from space_members
    where space_id = ${spaceId} and role = 'admin' and user_id <> ${userId} order by user_id for update`);
  return rows.length > 0;
}

/** False when there was no such member. What plugins may do for them there is not ended by it: see `removeMember`. */
export async function deleteMember(tx: Db, spaceId: number, userId: number): Promise<boolean> {
  const rows = await tx.query(sql`
    delete from space_members where space_id = ${spaceId} and user_id = ${userId} returning 1`);
  return rows.length > 0;
}

/** What a user is in a space, which they cannot leave before the transaction ends. */
export async function holdRole(
  tx: Db,
  spaceId: number,
  userId: number,
): Promise<string | undefined> {
  const [row] = await tx.query<{ role: string }>(sql`
    select role from space_members
    where space_id = ${spaceId} and user_id = ${userId} for key share`);
  return row?.role;
}
