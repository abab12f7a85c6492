import { type Db, empty, sql } from '../../lib/db.ts';

/** A member of a space as one to choose from. */
export interface MemberChoice {
  /** Of the user. */
  id: number;
  friendly_name: string;
}

/** Those of the given users who are members of a space. */
export function selectMembersAmong(
  db: Db,
  spaceId: number,
  userIds: number[],
): Promise<MemberChoice[]> {
  return db.query(sql`
    select u.id, u.friendly_name from space_members m join users u on u.id = m.user_id
    where m.space_id = ${spaceId} and m.user_id = any(${userIds})`);
}

/** Members of a space in the order of their names; with a text, those whose name or email address has it. */
export function selectMemberChoices(
  db: Db,
  spaceId: number,
  search: string | undefined,
  { offset, limit }: { offset: number; limit: number },
): Promise<MemberChoice[]> {
  const having =
    search === undefined
      ? empty
      : sql`and position(lower(${search}) in lower(u.friendly_name || ' ' || u.email)) > 0`;
  return db.query(sql`
    select u.id, u.friendly_name from space_members m join users u on u.id = m.user_id
    where m.space_id = ${spaceId} ${having}
    order by u.friendly_name, u.id limit ${limit} offset ${offset}`);
}
