import { type Db, sql } from '../lib/db.ts';
import type { Theme } from '../lib/themes.ts';
import { isOwnOf } from '../reach.ts';
import { tellChanges } from '../stream/tell.ts';
import type { NewUser, UserPatch } from './schema.ts';

/** A user, without the hash of their password. */
export interface UserRow {
  id: number;
  email: string;
  friendly_name: string;
  /** What they chose (BCP 47); null for what their browser asks for. */
  lang: string | null;
  theme: Theme;
  is_operator: boolean;
  /** False for who signs in by the provider or by links alone. */
  has_password: boolean;
  created_at: Date;
}

/** Addresses are unique regardless of case. */
export const UNIQUE_EMAIL = 'users_email';

const COLUMNS = sql`
  id, email, friendly_name, lang, theme, is_operator, password_hash is not null as has_password, created_at`;

/** Fields with a hash in the place of the password: null for none, undefined for as it was. */
export type Hashed<Given> = Omit<Given, 'password'> & { password_hash?: string | null };

/** Violates {@link UNIQUE_EMAIL} when somebody has the address, in whatever case. */
export async function insertUser(db: Db, user: Hashed<NewUser>): Promise<UserRow> {
  const rows = await db.query<UserRow>(sql`
    insert into users (email, friendly_name, lang, is_operator, password_hash)
    values (${user.email}, ${user.friendly_name}, ${user.lang ?? null}, ${user.is_operator ?? false},
      ${user.password_hash ?? null})
    returning ${COLUMNS}`);
  return rows[0] as UserRow;
}

/** Undefined when there is no such user. */
export async function selectUser(db: Db, id: number): Promise<UserRow | undefined> {
  const [row] = await db.query<UserRow>(sql`select ${COLUMNS} from users where id = ${id}`);
  return row;
}

/** A user as they see themselves. */
export interface OwnAccountRow extends UserRow {
  /** Whether they get mail about plugins that they look after. */
  mail_notifications: boolean;
  /** Whether they were invited as a developer. */
  is_invited: boolean;
  /** Whether there is a plugin that they are a collaborator of. */
  develops: boolean;
}

/** As {@link selectUser}, for who is signed in. */
export async function selectOwnAccount(db: Db, id: number): Promise<OwnAccountRow | undefined> {
  const [row] = await db.query<OwnAccountRow>(sql`
    select ${COLUMNS}, mail_notifications, exists (select from developers d where d.user_id = users.id) as is_invited,
      exists (select from plugins p where ${isOwnOf(id)}) as develops
    from users where id = ${id}`);
  return row;
}

/** In order of id, one more than `limit`. */
export function selectUsers(db: Db, after: number, limit: number): Promise<UserRow[]> {
  return db.query(sql`
    select ${COLUMNS} from users where id > ${after} order by id limit ${limit + 1}`);
}

/** The user who has this address, regardless of case: one at most, but answered as a list. */
export function selectUsersByEmail(db: Db, email: string): Promise<UserRow[]> {
  return db.query(sql`select ${COLUMNS} from users where lower(email) = lower(${email})`);
}

/** The operators, in order of id, up to twenty. */
export function selectOperators(db: Db): Promise<UserRow[]> {
  return db.query(sql`select ${COLUMNS} from users where is_operator order by id limit 20`);
}

/** Whose password it is, and its hash; null for who has none. */
export interface PasswordRow {
  id: number;
  email: string;
  password_hash: string | null;
}

/** For signing in, regardless of case. */
export async function selectPasswordByEmail(
  db: Db,
  email: string,
): Promise<PasswordRow | undefined> {
  const [row] = await db.query<PasswordRow>(sql`
    select id, email, password_hash from users where lower(email) = lower(${email})`);
  return row;
}

/** For who is signed in already and has to show their password again. */
export async function selectPassword(db: Db, id: number): Promise<PasswordRow | undefined> {
  const [row] = await db.query<PasswordRow>(sql`
    select id, email, password_hash from users where id = ${id}`);
  return row;
}

/** What is to change of a user: of the theme and of mail only they decide. */
export type UserChange = Hashed<UserPatch> & { theme?: Theme; mail_notifications?: boolean };

/**
 * Changes what is given and keeps the rest. Undefined when there is no such user; violates {@link UNIQUE_EMAIL} as {@link insertUser}
 * does.
 */
export async function updateUser(
  db: Db,
  id: number,
  change: UserChange,
): Promise<UserRow | undefined> {
  const { email, friendly_name, lang, theme, mail_notifications, is_operator, password_hash } =
    change;
  const [row] = await db.query<UserRow>(sql`
    update users set email = coalesce(${email ?? null}, email),
      friendly_name = coalesce(${friendly_name ?? null}, friendly_name),
      lang = case when ${lang !== undefined} then ${lang ?? null} else lang end,
      theme = coalesce(${theme ?? null}, theme),
      mail_notifications = coalesce(${mail_notifications ?? null}, mail_notifications),
      is_operator = coalesce(${is_operator ?? null}, is_operator),
      password_hash = case when ${password_hash !== undefined} then ${password_hash ?? null} else password_hash end
    where id = ${id}
    returning ${COLUMNS}`);
  return row;
}

/** Whether a user is an operator, which nobody can change until the transaction ends. Undefined when there is no such user. */
export async function lockPrivilege(
  tx: Db,
  id: number,
): Promise<Pick<UserRow, 'is_operator'> | undefined> {
  const [row] = await tx.query<Pick<UserRow, 'is_operator'>>(sql`
    select is_operator from users where id = ${id} for no key update`);
  return row;
}

/** Whether this is still the hash of a user's password; if so, it stays until the transaction ends. */
export async function holdPassword(tx: Db, id: number, passwordHash: string): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from users where id = ${id} and password_hash = ${passwordHash} for share`);
  return rows.length > 0;
}

/** Until commit nobody can install for this user. */
export async function lockUser(tx: Db, id: number): Promise<boolean> {
  const rows = await tx.query(sql`select 1 from users where id = ${id} for update`);
  return rows.length > 0;
}

/** Memberships go with the user; what they installed stays, without an installer. */
export async function deleteUserRow(tx: Db, id: number): Promise<void> {
  const installs = await tx.query<{ id: number }>(sql`
    select id from installs where installed_by = ${id}`);
  await tx.query(sql`delete from users where id = ${id}`);
  await tellChanges(tx, () => ({ installs: installs.map((install) => install.id) }));
}

/** Makes the first user of all an operator; false where there are users. */
export async function insertFirstUser(
  tx: Db,
  { email, friendly_name }: Pick<UserRow, 'email' | 'friendly_name'>,
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into users (email, friendly_name, is_operator)
    select ${email}, ${friendly_name}, true where not exists (select from users)
    on conflict do nothing returning 1`);
  return rows.length > 0;
}

/** Whether this user is the only one and has no way to sign in. */
export async function isWaitingForOperator(tx: Db, id: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from users where id = ${id} and password_hash is null and oidc_subject is null
      and not exists (select from users where id <> ${id})`);
  return rows.length > 0;
}

/** False when there is no such user. */
export async function holdUser(tx: Db, id: number): Promise<boolean> {
  const rows = await tx.query(sql`select 1 from users where id = ${id} for key share`);
  return rows.length > 0;
}
