import { type Db, sql } from '../lib/db.ts';
import type { HostKeyRow } from './schema.ts';

/** Stores a key by its SHA-256; `hint` is how it begins and ends. */
export async function insertHostKey(
  tx: Db,
  name: string,
  hash: Buffer,
  hint: string,
): Promise<HostKeyRow> {
  const [row] = await tx.query<HostKeyRow>(sql`
    insert into host_keys (name, hash, hint) values (${name}, ${hash}, ${hint})
    returning id, name, hint, created_at`);
  return row as HostKeyRow;
}

/** Those that work, those after the given id. */
export function selectHostKeyPage(db: Db, after: number, limit: number): Promise<HostKeyRow[]> {
  return db.query(sql`
    select id, name, hint, created_at from host_keys
    where revoked_at is null and id > ${after} order by id limit ${limit}`);
}

/** False when there is no such key that still works. */
export async function revokeHostKey(tx: Db, id: number): Promise<boolean> {
  const rows = await tx.query(sql`
    update host_keys set revoked_at = now() where id = ${id} and revoked_at is null returning 1`);
  return rows.length > 0;
}

/** The key of this SHA-256, if it was not revoked: one at most. */
export function selectHostKey(db: Db, hash: Buffer): Promise<{ id: number }[]> {
  return db.query(sql`select id from host_keys where hash = ${hash} and revoked_at is null`);
}
