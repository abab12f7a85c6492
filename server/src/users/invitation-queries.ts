import { type Db, type Sql, sql } from '../lib/db.ts';

/** An invitation that was not taken yet. */
export interface InvitationRow {
  id: number;
  email: string;
  invited_by: number | null;
  created_at: Date;
  expires_at: Date;
}

const COLUMNS = sql`id, email, invited_by, created_at, expires_at`;

/** What an invitation is worth: that of who asked by themselves ends once nobody may any more. */
export interface InvitationRules {
  isSignUpOpen: boolean;
}

const isOpen = ({ isSignUpOpen }: InvitationRules): Sql =>
  sql`(expires_at > now() and (${isSignUpOpen} or not is_own))`;

/**
 * Makes an invitation in the place of the one that the address has, regardless of case.
 *
 * @param hash null where the link is made later, as it is mailed.
 */
export async function replaceInvitation(
  tx: Db,
  given: {
    email: string;
    invitedBy: number | null;
    hash: Buffer | null;
    isOwn: boolean;
    lifeSeconds: number;
  },
): Promise<InvitationRow> {
  const { email, invitedBy, hash, isOwn, lifeSeconds } = given;
  // Two at once for one address: the second finds the first.
  await tx.query(sql`
    select pg_advisory_xact_lock(hashtextextended('plugboard invitation of ' || lower(${email}), 0))`);
  await deleteInvitationsOf(tx, email);
  const [row] = await tx.query<InvitationRow>(sql`
    insert into developer_invitations (email, invited_by, hash, is_mailed, is_own, expires_at)
    values (${email}, ${invitedBy}, ${hash}, ${hash === null}, ${isOwn}, now() + ${lifeSeconds}::integer * interval '1 second')
    returning ${COLUMNS}`);
  return row as InvitationRow;
}

/** Ends the one of an address, regardless of case. */
export async function deleteInvitationsOf(tx: Db, email: string): Promise<void> {
  await tx.query(sql`delete from developer_invitations where lower(email) = lower(${email})`);
}

/** Gives an invitation that is open another link, in the place of the one from before. False where there is none. */
export async function renewInvitation(tx: Db, email: string, hash: Buffer): Promise<boolean> {
  const rows = await tx.query(sql`
    update developer_invitations set hash = ${hash}
    where lower(email) = lower(${email}) and expires_at > now() returning 1`);
  return rows.length > 0;
}

/** Those that are open, in order of id, one more than `limit`. */
export function selectInvitations(
  db: Db,
  rules: InvitationRules,
  { after, limit }: { after: number; limit: number },
): Promise<InvitationRow[]> {
  return db.query(sql`
    select ${COLUMNS} from developer_invitations
    where ${isOpen(rules)} and id > ${after} order by id limit ${limit + 1}`);
}

/** False when there is none that is open. */
export async function deleteInvitation(tx: Db, id: number): Promise<boolean> {
  const rows = await tx.query(sql`
    delete from developer_invitations where id = ${id} and expires_at > now() returning 1`);
  return rows.length > 0;
}

/** An invitation as whoever has its link sees it. */
export interface ShownInvitation {
  email: string;
  /** Who has the address, regardless of case; null for nobody. */
  user_id: number | null;
  /** What they chose (BCP 47); null for what their browser asks for. */
  lang: string | null;
}

/** The invitation of a link that still works. */
export async function selectInvitation(
  db: Db,
  rules: InvitationRules,
  hash: Buffer,
): Promise<ShownInvitation | undefined> {
  const [row] = await db.query<ShownInvitation>(sql`
    select v.email, u.id as user_id, u.lang
    from developer_invitations v left join users u on lower(u.email) = lower(v.email)
    where v.hash = ${hash} and ${isOpen(rules)}`);
  return row;
}

/** What was taken of an invitation. */
export interface TakenInvitation extends Pick<InvitationRow, 'email' | 'invited_by'> {
  /** Its link went to the address by mail, and was shown to nobody. */
  is_mailed: boolean;
}

/** Of any number of attempts at once, one is answered with the invitation. */
export async function takeInvitation(
  tx: Db,
  rules: InvitationRules,
  hash: Buffer,
): Promise<TakenInvitation | undefined> {
  const [row] = await tx.query<TakenInvitation>(sql`
    delete from developer_invitations where hash = ${hash} and ${isOpen(rules)}
    returning email, invited_by, is_mailed`);
  return row;
}

/** As {@link takeInvitation}, for the user who has its address. */
export async function takeInvitationOf(
  tx: Db,
  rules: InvitationRules,
  { hash, userId }: { hash: Buffer; userId: number },
): Promise<TakenInvitation | undefined> {
  const [row] = await tx.query<TakenInvitation>(sql`
    delete from developer_invitations v using users u
    where v.hash = ${hash} and ${isOpen(rules)} and u.id = ${userId} and lower(u.email) = lower(v.email)
    returning v.email, v.invited_by, v.is_mailed`);
  return row;
}

/** Drops invitations whose time is over, at most `limit` at once. */
export async function deleteExpiredInvitations(db: Db, limit: number): Promise<void> {
  await db.query(sql`
    delete from developer_invitations where id in (
      select id from developer_invitations where expires_at < now() limit ${limit} for update skip locked)`);
}
