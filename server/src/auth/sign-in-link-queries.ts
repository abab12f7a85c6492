import { type Db, sql } from '../lib/db.ts';

/** A link that signs a user in, with the user as they are now. */
export interface SignInLinkRow {
  user_id: number;
  /** Where it leads after signing in. */
  path: string;
  email: string;
  friendly_name: string;
  /** What they chose (BCP 47); null for what their browser asks for. */
  lang: string | null;
}

/** Answers when the link ends to work. The user must be there. */
export async function insertSignInLink(
  db: Db,
  link: { hash: Buffer; userId: number; path: string; lifeSeconds: number },
): Promise<Date> {
  const rows = await db.query<{ expires_at: Date }>(sql`
    insert into sign_in_links (hash, user_id, as_operator, path, expires_at)
    select ${link.hash}::bytea, id, is_operator, ${link.path},
      now() + ${link.lifeSeconds}::integer * interval '1 second'
    from users where id = ${link.userId}
    returning expires_at`);
  return (rows[0] as { expires_at: Date }).expires_at;
}

/** A link that still works: also its user is an operator if, and only if, they were one when it was made. */
export async function selectSignInLink(db: Db, hash: Buffer): Promise<SignInLinkRow | undefined> {
  const [row] = await db.query<SignInLinkRow>(sql`
    select l.user_id, l.path, u.email, u.friendly_name, u.lang
    from sign_in_links l join users u on u.id = l.user_id
    where l.hash = ${hash} and l.used_at is null and l.expires_at > now()
      and l.as_operator = u.is_operator`);
  return row;
}

/** Of any number of attempts at once, one is answered with the link. */
export async function useSignInLink(
  tx: Db,
  hash: Buffer,
): Promise<Pick<SignInLinkRow, 'user_id' | 'path'> | undefined> {
  const [row] = await tx.query<Pick<SignInLinkRow, 'user_id' | 'path'>>(sql`
    update sign_in_links l set used_at = now() from users u
    where l.hash = ${hash} and l.used_at is null and l.expires_at > now()
      and u.id = l.user_id and l.as_operator = u.is_operator
    returning l.user_id, l.path`);
  return row;
}

/** Ends every link that would sign this user in. */
export async function deleteSignInLinksOf(db: Db, userId: number): Promise<void> {
  await db.query(sql`delete from sign_in_links where user_id = ${userId}`);
}

/** Drops links whose time is over, at most `limit` at once. */
export async function deleteExpiredSignInLinks(db: Db, limit: number): Promise<void> {
  await db.query(sql`
    delete from sign_in_links where hash in (
      select hash from sign_in_links where expires_at < now() limit ${limit} for update skip locked)`);
}
