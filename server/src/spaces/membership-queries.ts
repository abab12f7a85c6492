import { type Db, sql } from '../lib/db.ts';

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

/** Does nothing for somebody who is no member. */
export async function updateDevelopment(
  db: Db,
  spaceId: number,
  userId: number,
  development: boolean,
): Promise<void> {
  await db.query(sql`
    update space_members set development = ${development}
    where space_id = ${spaceId} and user_id = ${userId}`);
}
