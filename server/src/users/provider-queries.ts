import { type Db, sql } from '../lib/db.ts';

/**
 * The user whom this identity provider calls so (OpenID Connect `iss` and `sub`). They stay so, and as much an operator as they are, until
 * the transaction ends: or a promotion that unlinks them could come between this and their session.
 */
export async function selectUserBySubject(
  tx: Db,
  issuer: string,
  subject: string,
): Promise<{ id: number } | undefined> {
  const [row] = await tx.query<{ id: number }>(sql`
    select id from users where oidc_issuer = ${issuer} and oidc_subject = ${subject} for share`);
  return row;
}

interface UserOfEmail {
  id: number;
  email: string;
  oidc_issuer: string | null;
  oidc_subject: string | null;
  /** Nothing has shown that whoever made the account has the address. */
  is_address_unproven: boolean;
}

/** Regardless of case as the database sees it, and locked until the transaction ends: only one sign-in can link an account. */
export async function selectUserByEmail(tx: Db, email: string): Promise<UserOfEmail | undefined> {
  const [row] = await tx.query<UserOfEmail>(sql`
    select id, email, oidc_issuer, oidc_subject, is_address_unproven from users where lower(email) = lower(${email})
    for update`);
  return row;
}

/** Binds an account to somebody of the provider, who signs in to it from then on. The user must be locked. */
export async function linkProviderUser(
  tx: Db,
  id: number,
  issuer: string,
  subject: string,
): Promise<void> {
  await tx.query(sql`
    update users set oidc_issuer = ${issuer}, oidc_subject = ${subject} where id = ${id}`);
}

/** Notes that an account was made by somebody of whom nothing shows that they have its address. */
export async function noteUnproven(tx: Db, id: number): Promise<void> {
  await tx.query(sql`update users set is_address_unproven = true where id = ${id}`);
}

/** Notes that whoever has the account has its address. */
export async function noteProven(tx: Db, id: number): Promise<void> {
  await tx.query(sql`update users set is_address_unproven = false where id = ${id}`);
}

/** Undoes {@link linkProviderUser}: who has the address comes in through the provider, and nobody by who they were there before. */
export async function unlinkProviderUser(tx: Db, id: number): Promise<void> {
  await tx.query(sql`update users set oidc_issuer = null, oidc_subject = null where id = ${id}`);
}

/** A user whom the provider told us of, about to be made. */
export interface NewProviderUser {
  issuer: string;
  subject: string;
  email: string;
  friendlyName: string;
  lang: string | null;
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
