import { type Db, sql } from '../lib/db.ts';

/** An invitation that was not taken yet. */
export interface InvitationRow {
  id: number;
  email: string;
  invited_by: number | null;
  created_at: Date;
  expires_at: Date;
}

const COLUMNS = sql`id, email, invited_by, created_at, expires_at`;

/**
 * Makes an invitation in the place of the one that the address has, regardless of case.
 *
 * @param hash null where the link is made later, as it is mailed.
 */
export async function replaceInvitation(
  tx: Db,
  given: { email: string; invitedBy: number | null; hash: Buffer | null; lifeSeconds: number },
): Promise<InvitationRow> {
  const { email, invitedBy, hash, lifeSeconds } = given;
  // Two at once for one address: the second finds the first.
  await tx.query(sql`
    select pg_advisory_xact_lock(hashtextextended('plugboard invitation of ' || lower(${email}), 0))`);
  await tx.query(sql`delete from developer_invitations where lower(email) = lower(${email})`);
  const [row] = await tx.query<InvitationRow>(sql`
    insert into developer_invitations (email, invited_by, hash, expires_at)
    values (${email}, ${invitedBy}, ${hash}, now() + ${lifeSeconds}::integer * interval '1 second')
    returning ${COLUMNS}`);
  return row as InvitationRow;
}

/** Gives an invitation that is open another link, in the place of the one from before. False where there is none. */
export async function renewInvitation(tx: Db, email: string, hash: Buffer): Promise<boolean> {
  const rows = await tx.query(sql`
    update developer_invitations set hash = ${hash}
    where lower(email) = lower(${email}) and expires_at > now() returning 1`);
  return rows.length > 0;
}

/** Those that are open, in order of id, one more than `limit`. */
export function selectInvitations(db: Db, after: number, limit: number): Promise<InvitationRow[]> {
  return db.query(sql`
    select ${COLUMNS} from developer_invitations
    where expires_at > now() and id > ${after} order by id limit ${limit + 1}`);
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
export async function selectInvitation(db: Db, hash: Buffer): Promise<ShownInvitation | undefined> {
  const [row] = await db.query<ShownInvitation>(sql`
    select v.email, u.id as user_id, u.lang
    from developer_invitations v left join users u on lower(u.email) = lower(v.email)
    where v.hash = ${hash} and v.expires_at > now()`);
  return row;
}

/** What was taken of an invitation. */
export type TakenInvitation = Pick<InvitationRow, 'email' | 'invited_by'>;

/** Of any number of attempts at once, one is answered with the invitation. */
export async function takeInvitation(tx: Db, hash: Buffer): Promise<TakenInvitation | undefined> {
  const [row] = await tx.query<TakenInvitation>(sql`
    delete from developer_invitations where hash = ${hash} and expires_at > now()
    returning email, invited_by`);
  return row;
}

/** As {@link takeInvitation}, for the user who has its address. */
export async function takeInvitationOf(
  tx: Db,
  hash: Buffer,
  userId: number,
): Promise<TakenInvitation | undefined> {
  const [row] = await tx.query<TakenInvitation>(sql`
    delete from developer_invitations v using users u
    where v.hash = ${hash} and v.expires_at > now() and u.id = ${userId} and lower(u.email) = lower(v.email)
    returning v.email, v.invited_by`);
  return row;
}

/** Drops invitations whose time is over, at most `limit` at once. */
export async function deleteExpiredInvitations(db: Db, limit: number): Promise<void> {
  await db.query(sql`
    delete from developer_invitations where id in (
      select id from developer_invitations where expires_at < now() limit ${limit} for update skip locked)`);
}
