import { type Db, sql } from '../lib/db.ts';
import { isMembershipOf, isOwnMembershipOf, type Reader } from '../reach.ts';

/** A space as one of its members sees it. */
export interface VisitedSpace {
  id: number;
  name: string;
  role: string;
  /** Plugin pages are shown to them from where they are being developed. */
  development: boolean;
}

/** The spaces that a user is a member of, in the order of their names. */
export function selectSpacesOf(db: Db, userId: number): Promise<VisitedSpace[]> {
  return db.query(sql`
    select s.id, s.name, m.role, m.development
    from space_members m join spaces s on s.id = m.space_id
    where m.user_id = ${userId} order by s.name, s.id limit 500`);
}

/** Nothing for a space that the user is no member of. */
export async function selectVisitedSpace(
  db: Db,
  spaceId: number,
  userId: number,
): Promise<VisitedSpace | undefined> {
  const [row] = await db.query<VisitedSpace>(sql`
    select s.id, s.name, m.role, m.development
    from space_members m join spaces s on s.id = m.space_id
    where m.space_id = ${spaceId} and m.user_id = ${userId}`);
  return row;
}

/** As {@link VisitedSpace}, with what it has paid for. */
export interface OwnSpaceRow extends VisitedSpace {
  plan_level: number | null;
  /** What spaces are sorted by before their ids. */
  sort_name: string;
}

/** The last space of a page. */
export type SpacePlace = Pick<OwnSpaceRow, 'sort_name' | 'id'>;

const OWN_SPACE = sql`s.id, s.name, m.role, m.development, s.plan_level, lower(s.name) as sort_name`;

/**
 * The spaces that a user is a member of and whose names have a text in them, in the order of their names, one more than `limit`. It looks
 * at all that are theirs.
 */
export function selectOwnSpaces(
  db: Db,
  reader: Exclude<Reader, null>,
  search: string,
  { after, limit }: { after: SpacePlace | undefined; limit: number },
): Promise<OwnSpaceRow[]> {
  const later =
    after === undefined
      ? sql`true`
      : sql`(lower(s.name), s.id) > (${after.sort_name}::text, ${after.id}::bigint)`;
  return db.query(sql`
    select ${OWN_SPACE} from space_members m join spaces s on s.id = m.space_id
    where ${isMembershipOf(reader)} and strpos(lower(s.name), lower(${search}::text)) > 0 and ${later}
    order by lower(s.name), s.id limit ${limit + 1}`);
}

/** A space as one of its members sees it; undefined for who is none, and in a portal of another. */
export async function selectOwnSpace(
  db: Db,
  reader: Exclude<Reader, null>,
  spaceId: number,
): Promise<OwnSpaceRow | undefined> {
  const [row] = await db.query<OwnSpaceRow>(sql`
    select ${OWN_SPACE} from space_members m join spaces s on s.id = m.space_id
    where ${isOwnMembershipOf(reader)} and m.space_id = ${spaceId}`);
  return row;
}

/** The space, and whether this changed it; undefined for somebody who is no member. */
export async function updateDevelopment(
  db: Db,
  spaceId: number,
  userId: number,
  development: boolean,
): Promise<(OwnSpaceRow & { is_new: boolean }) | undefined> {
  const [row] = await db.query<OwnSpaceRow & { is_new: boolean }>(sql`
    with before as (
      select development from space_members
      where space_id = ${spaceId} and user_id = ${userId} for no key update),
    m as (
      update space_members set development = ${development}
      where space_id = ${spaceId} and user_id = ${userId} and exists (select from before)
      returning *)
    select ${OWN_SPACE}, before.development <> m.development as is_new
    from m join spaces s on s.id = m.space_id, before`);
  return row;
}
