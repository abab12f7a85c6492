import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../lib/db.ts';
import { LANGUAGE_TAG } from '../lib/languages.ts';
import { foldLine, hidesSomething } from '../lib/readable.ts';
import { lowerAscii } from '../lib/text.ts';
import { endCredentials } from '../users/credentials.ts';
import {
  insertProviderUser,
  linkProviderUser,
  noteProven,
  selectUserByEmail,
  selectUserBySubject,
} from '../users/provider-queries.ts';
import { MAX_NAME_LENGTH } from '../users/schema.ts';
import { changeUser } from '../users/users.ts';
import type { ProviderUser } from './oidc.ts';

/** Why somebody whom the provider knows cannot come in. */
export type Refusal = 'no_email' | 'unverified' | 'other_account';

const MAX_EMAIL_LENGTH = 254;

/** Which provider vouches for somebody, and by which request. */
export interface ByProvider {
  issuer: string;
  doing: Doing;
}

/**
 * Whose account this is: whose it was before, by the provider's own name for them; else whose address it is; else a new one. An address
 * that the provider does not vouch for, by `email_verified: true` and nothing less, opens nobody's account and makes none, or somebody
 * could take it before its owner comes.
 */
export async function findProviderUser(
  tx: Db,
  by: ByProvider,
  user: ProviderUser,
): Promise<number | Refusal> {
  const { issuer, doing } = by;
  const { subject, email } = user;
  const known = await selectUserBySubject(tx, issuer, subject);
  if (known !== undefined) return known.id;
  // An address is not folded: without a character that cannot be seen it is another one, and may be another person's.
  if (email === undefined || email.length > MAX_EMAIL_LENGTH || hidesSomething(email))
    return 'no_email';
  if (user.emailVerified !== true) return 'unverified';
  const byEmail = await selectUserByEmail(tx, email);
  if (byEmail === undefined) return createProviderUser(tx, by, user, email);
  const isSomebodyElse = byEmail.oidc_issuer === issuer && byEmail.oidc_subject !== subject;
  const about = { target: byEmail.id, ofUser: byEmail.id };
  if (isSomebodyElse || !isSameAddress(email, byEmail.email)) {
    await record(tx, doing, { action: 'session.refused', ...about });
    return 'other_account';
  }
  // Who came in through the provider before may not be who comes through this one.
  if (byEmail.oidc_subject !== null) await endCredentials(tx, byEmail.id);
  if (byEmail.is_address_unproven) await takeOver(tx, byEmail.id);
  await linkProviderUser(tx, byEmail.id, issuer, subject);
  const changed = byEmail.is_address_unproven ? ['oidc_subject', 'password'] : ['oidc_subject'];
  await record(tx, doing, { action: 'user.updated', ...about, changed });
  return byEmail.id;
}

// Whoever made the account before its owner came is left with nothing that opens it.
async function takeOver(tx: Db, id: number): Promise<void> {
  await changeUser(tx, id, { password_hash: null });
  await noteProven(tx, id);
}

const isSameAddress = (one: string, other: string): boolean =>
  lowerAscii(one) === lowerAscii(other);

async function createProviderUser(
  tx: Db,
  { issuer, doing }: ByProvider,
  { subject, name, locale }: ProviderUser,
  email: string,
): Promise<number | Refusal> {
  const created = await insertProviderUser(tx, {
    issuer,
    subject,
    email,
    friendlyName: nameOf(name, email),
    lang: locale !== undefined && LANGUAGE_TAG.test(locale) ? locale : null,
  });
  if (created !== undefined) {
    const { id } = created;
    await record(tx, doing, { action: 'user.created', target: id, ofUser: id });
  }
  // Undefined when two sign-ins of the same new user raced.
  const user = created ?? (await selectUserBySubject(tx, issuer, subject));
  return user?.id ?? 'other_account';
}

// A name that could not be one here keeps nobody out: what is wrong in it is left out.
const nameOf = (name: string | undefined, email: string): string =>
  foldLine(name ?? '', MAX_NAME_LENGTH) ??
  foldLine(email.split('@', 1)[0] ?? '', MAX_NAME_LENGTH) ??
  'User';
