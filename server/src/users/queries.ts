import { type Db, sql } from '../lib/db.ts';
import type { NewUser, UserPatch } from './schema.ts';

export interface UserRow {
  id: number;
  email: string;
  friendly_name: string;
  created_at: Date;
}

/** Addresses are unique regardless of case. */
export const UNIQUE_EMAIL = 'users_email';

const COLUMNS = sql`id, email, friendly_name, created_at`;

export async function insertUser(db: Db, user: NewUser): Promise<UserRow> {
  const rows = await db.query<UserRow>(sql`
    insert into users (email, friendly_name) values (${user.email}, ${user.friendly_name})
    returning ${COLUMNS}`);
  return rows[0] as UserRow;
}

export async function selectUser(db: Db, id: number): Promise<UserRow | undefined> {
  const [row] = await db.query<UserRow>(sql`select ${COLUMNS} from users where id = ${id}`);
  return row;
}

/** In order of id, one more than `limit`. */
export function selectUsers(db: Db, after: number, limit: number): Promise<UserRow[]> {
  return db.query(sql`
    select ${COLUMNS} from users where id > ${after} order by id limit ${limit + 1}`);
}

export function selectUsersByEmail(db: Db, email: string): Promise<UserRow[]> {
  return db.query(sql`select ${COLUMNS} from users where lower(email) = lower(${email})`);
}

export async function updateUser(
  db: Db,
  id: number,
  { email, friendly_name }: UserPatch,
): Promise<UserRow | undefined> {
  const [row] = await db.query<UserRow>(sql`
    update users set email = coalesce(${email ?? null}, email),
      friendly_name = coalesce(${friendly_name ?? null}, friendly_name)
    where id = ${id}
    returning ${COLUMNS}`);
  return row;
}

/** Until commit nobody can install for this user. */
export async function lockUser(tx: Db, id: number): Promise<boolean> {
  const rows = await tx.query(sql`select 1 from users where id = ${id} for update`);
  return rows.length > 0;
}

/** Memberships go with the user; what they installed stays, without an installer. */
export async function deleteUserRow(tx: Db, id: number): Promise<void> {
  await tx.query(sql`delete from users where id = ${id}`);
}
