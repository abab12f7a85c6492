import { type Db, sql } from '../lib/db.ts';

/** How many plugins a person owns, alone or with others. */
export async function countOwnPlugins(db: Db, userId: number): Promise<number> {
  const [row] = await db.query<{ plugins: number }>(sql`
    select count(*)::integer as plugins from collaborators where user_id = ${userId} and role = 'owner'`);
  return row?.plugins ?? 0;
}
