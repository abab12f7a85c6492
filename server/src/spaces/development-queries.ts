import { type Db, empty, sql } from '../lib/db.ts';

/** Makes a space in which somebody is alone, and its admin, to try out a plugin. Answers its id. */
export async function insertDevelopmentSpace(
  tx: Db,
  name: string,
  userId: number,
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(sql`
    with s as (insert into spaces (name, development) values (${name}, true) returning id)
    insert into space_members (space_id, user_id, role) select s.id, ${userId}, 'admin' from s
    returning space_id as id`);
  return row?.id as number;
}

/** How many development spaces a person has, each with one install. */
export async function countDevelopmentSpaces(db: Db, userId: number): Promise<number> {
  const [row] = await db.query<{ spaces: number }>(sql`
    select count(*)::integer as spaces from space_members m join spaces s on s.id = m.space_id and s.development
    where m.user_id = ${userId}`);
  return row?.spaces ?? 0;
}

/** Whose development spaces, and of which plugin: at least one of the two. */
export interface DevelopmentFilter {
  userId?: number;
  pluginId?: number;
}

/** Development spaces with their install, if it was not removed. */
export function selectDevelopmentSpaces(
  db: Db,
  { userId, pluginId }: DevelopmentFilter,
): Promise<{ space_id: number; install_id: number | null }[]> {
  const ofUser = sql`and exists (select from space_members m where m.space_id = s.id and m.user_id = ${userId ?? 0})`;
  return db.query(sql`
    select s.id as space_id, i.id as install_id
    from spaces s left join installs i on i.space_id = s.id
    where s.development ${userId === undefined ? empty : ofUser}
      ${pluginId === undefined ? empty : sql`and i.plugin_id = ${pluginId}`}
    order by s.id`);
}
