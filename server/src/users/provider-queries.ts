import { type Db, sql } from '../lib/db.ts';

export async function selectUserBySubject(
  db: Db,
  issuer: string,
  subject: string,
): Promise<{ id: number } | undefined> {
  const [row] = await db.query<{ id: number }>(sql`
    select id from users where oidc_issuer = ${issuer} and oidc_subject = ${subject}`);
  return row;
}

interface UserOfEmail {
  id: number;
  email: string;
  oidc_issuer: string | null;
  oidc_subject: string | null;
}

export async function selectUserByEmail(tx: Db, email: string): Promise<UserOfEmail | undefined> {
  const [row] = await tx.query<UserOfEmail>(sql`
    select id, email, oidc_issuer, oidc_subject from users where lower(email) = lower(${email})
    for update`);
  return row;
}

export async function linkProviderUser(
  tx: Db,
  id: number,
  issuer: string,
  subject: string,
): Promise<void> {
  await tx.query(sql`
    update users set oidc_issuer = ${issuer}, oidc_subject = ${subject} where id = ${id}`);
}

export interface NewProviderUser {
  issuer: string;
  subject: string;
  email: string;
  friendlyName: string;
  lang: string;
}

/** Nothing when somebody has the address or the subject already. */
export async function insertProviderUser(
  tx: Db,
  user: NewProviderUser,
): Promise<{ id: number } | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into users (email, friendly_name, lang, oidc_issuer, oidc_subject)
    values (${user.email}, ${user.friendlyName}, ${user.lang}, ${user.issuer}, ${user.subject})
    on conflict do nothing
    returning id`);
  return row;
}
