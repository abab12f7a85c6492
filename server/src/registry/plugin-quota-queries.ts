import { type Db, sql } from '../lib/db.ts';

/** How many plugins a person owns, alone or with others, without those that are being deleted. */
export async function countOwnPlugins(db: Db, userId: number): Promise<number> {
  const [row] = await db.query<{ plugins: number }>(sql`
    select count(*)::integer as plugins from collaborators c join plugins p on p.id = c.plugin_id and p.deleted_at is null
    where c.user_id = ${userId} and c.role = 'owner'`);
  return row?.plugins ?? 0;
}
