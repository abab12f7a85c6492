import { type Db, sql } from '../lib/db.ts';

/** A link that signs a user in, with the user as they are now. */
export interface SignInLinkRow {
  user_id: number;
  /** Where it leads after signing in. */
  path: string;
  email: string;
  friendly_name: string;
  /** BCP 47. */
  lang: string;
}

/** Answers when the link ends to work. */
export async function insertSignInLink(
  db: Db,
  link: { hash: Buffer; userId: number; path: string; lifeSeconds: number },
): Promise<Date> {
  const rows = await db.query<{ expires_at: Date }>(sql`
    insert into sign_in_links (hash, user_id, path, expires_at)
    values (${link.hash}, ${link.userId}, ${link.path},
      now() + ${link.lifeSeconds}::integer * interval '1 second')
    returning expires_at`);
  return (rows[0] as { expires_at: Date }).expires_at;
}

/** A link that still works. */
export async function selectSignInLink(db: Db, hash: Buffer): Promise<SignInLinkRow | undefined> {
  const [row] = await db.query<SignInLinkRow>(sql`
    select l.user_id, l.path, u.email, u.friendly_name, u.lang
    from sign_in_links l join users u on u.id = l.user_id
    where l.hash = ${hash} and l.used_at is null and l.expires_at > now()`);
  return row;
}

/** Of any number of attempts at once, one is answered with the link. */
export async function useSignInLink(
  tx: Db,
  hash: Buffer,
): Promise<Pick<SignInLinkRow, 'user_id' | 'path'> | undefined> {
  const [row] = await tx.query<Pick<SignInLinkRow, 'user_id' | 'path'>>(sql`
    update sign_in_links set used_at = now()
    where hash = ${hash} and used_at is null and expires_at > now()
    returning user_id, path`);
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
