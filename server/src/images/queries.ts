import { type Db, sql } from '../lib/db.ts';

/** How many images a person has uploaded, the same one counted once. */
export async function countImages(db: Db, userId: number): Promise<number> {
  const [row] = await db.query<{ images: number }>(sql`
    select count(*)::integer as images from image_uploads where user_id = ${userId}`);
  return row?.images ?? 0;
}

/** Whether a person has uploaded an image before. */
export async function hasImage(db: Db, userId: number, name: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from image_uploads where user_id = ${userId} and name = ${name}`);
  return rows.length > 0;
}

/** Notes that a person uploads an image. */
export async function insertImage(tx: Db, userId: number, name: string): Promise<void> {
  await tx.query(sql`
    insert into image_uploads (user_id, name) values (${userId}, ${name}) on conflict do nothing`);
}
