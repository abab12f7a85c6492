import { type Db, sql } from '../lib/db.ts';

/** Makes a worker known, and answers the id in whose name it claims. */
export async function registerWorker(db: Db): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    sql`insert into workers default values returning id`,
  );
  return (row as { id: number }).id;
}
