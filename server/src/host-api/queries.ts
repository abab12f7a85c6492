import { type Db, empty, type Sql, sql } from '../lib/db.ts';

/** A space, as far as a plugin that acts in it is told. */
export interface PlaceRow {
  id: number;
  name: string;
  /** JSON text of an object. */
  attributes: string;
  created_at: Date;
  updated_at: Date;
  /** The first members, in order of id. */
  member_ids: string[];
}

/**
 * The space of a caller; undefined when `id` is another's.
 *
 * @param members how many of its members to name.
 */
export async function selectPlace(
  db: Db,
  spaceId: number,
  id: number,
  members: number,
): Promise<PlaceRow | undefined> {
  const [row] = await db.query<PlaceRow>(sql`
    select s.id, s.name, s.attributes, s.created_at, s.updated_at,
      array(select m.user_id::text from space_members m
        where m.space_id = s.id order by m.user_id limit ${members}) as member_ids
    from spaces s where s.id = ${spaceId} and s.id = ${id}`);
  return row;
}

/** Somebody who has an account. */
export interface PersonRow {
  id: number;
  email: string;
  friendly_name: string;
}

/** Whom a token acts for; undefined when they are gone. */
export async function selectPerson(db: Db, userId: number): Promise<PersonRow | undefined> {
  const [row] = await db.query<PersonRow>(sql`
    select id, email, friendly_name from users where id = ${userId}`);
  return row;
}

/** A member of a space. */
export interface EmployeeRow extends PersonRow {
  space_id: number;
  /** Since when they are a member. */
  created_at: Date;
}

const EMPLOYEES = sql`
  select u.id, u.email, u.friendly_name, m.space_id, m.created_at
  from space_members m join users u on u.id = m.user_id`;

/** One member of a caller's space; undefined for anybody else. */
export async function selectEmployee(
  db: Db,
  spaceId: number,
  id: number,
): Promise<EmployeeRow | undefined> {
  const [row] = await db.query<EmployeeRow>(sql`
    ${EMPLOYEES} where m.space_id = ${spaceId} and m.user_id = ${id}`);
  return row;
}

/** Which members are meant; what is left out does not matter. Texts are compared without regard to case. */
export interface EmployeeFilter {
  email?: string;
  /** Part of the name. */
  name?: string;
  /** Part of the name or the address. */
  query?: string;
  except?: number[];
}

/** How a list is ordered, and which part of it is meant. */
export interface ListPart {
  sort: 'name' | '-name' | 'created_at' | '-created_at' | undefined;
  offset: number;
  limit: number;
}

/** Members of a caller's space. */
export function selectEmployees(
  db: Db,
  spaceId: number,
  { email, name, query, except }: EmployeeFilter,
  { sort, offset, limit }: ListPart,
): Promise<EmployeeRow[]> {
  return db.query(sql`
    ${EMPLOYEES}
    where m.space_id = ${spaceId}
      ${email === undefined ? empty : sql`and lower(u.email) = lower(${email})`}
      ${name === undefined ? empty : sql`and strpos(lower(u.friendly_name), lower(${name})) > 0`}
      ${
        query === undefined
          ? empty
          : sql`and (strpos(lower(u.friendly_name), lower(${query})) > 0
              or strpos(lower(u.email), lower(${query})) > 0)`
      }
      ${except === undefined ? empty : sql`and u.id <> all(${except}::bigint[])`}
    order by ${orderBy(sort)} limit ${limit} offset ${offset}`);
}

function orderBy(sort: ListPart['sort']): Sql {
  if (sort === 'name') return sql`lower(u.friendly_name), u.id`;
  if (sort === '-name') return sql`lower(u.friendly_name) desc, u.id desc`;
  if (sort === 'created_at') return sql`m.created_at, u.id`;
  if (sort === '-created_at') return sql`m.created_at desc, u.id desc`;
  return sql`u.id`;
}
